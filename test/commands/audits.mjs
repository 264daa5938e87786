// Audits one after the other in one process, the product as it was compiled: for tests that need hundreds of them.
// In: lines of JSON, { dir, engine }. Out: for each a line of JSON, { status, report, warned }.
import { createInterface } from 'node:readline';
import process from 'node:process';
import { audit } from '../../dist/commands/audit.js';

for await (const line of createInterface({ input: process.stdin })) {
  const { dir, engine } = JSON.parse(line);
  let output = '';
  let warned = '';
  const status = await audit(['--engine', engine, '--jobs', '1', '--format', 'json'], {
    cwd: dir,
    env: process.env,
    today: '2026-01-01',
    version: '0',
    terminal: { out: false, width: 80 },
    write: async (text) => void (output += text),
    warn: (text) => void (warned += text),
    readInput: async () => Buffer.alloc(0),
  });
  process.stdout.write(`${JSON.stringify({ status, report: JSON.parse(output), warned })}\n`);
}
