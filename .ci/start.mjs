// `npm start`: makes ready what setup.mjs finds missing or stale, then is burnlist itself, in the same process, so that
// signals, the terminal and the exit status are its own. Without arguments it audits the repository it stands in.
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import './setup.mjs';

const cli = new URL('../dist/burnlist.cjs', import.meta.url);
const given = process.argv.slice(2);
process.argv = [process.execPath, fileURLToPath(cli), ...(given.length > 0 ? given : ['audit'])];
await import(cli.href);
