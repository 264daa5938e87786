// What one guess at the value behind a committed id costs: ids of short values are slow on purpose, those of long
// machine-made ones are a plain hash.   node bench/guess.mjs [guesses]
import process from 'node:process';
import { fingerprint } from '../dist/detect/fingerprint.js';
import { SecretValue } from '../dist/secret-value.js';

const GUESSES = Number(process.argv[2] ?? 2000);

const short = await perGuess(GUESSES, (at) => `guess ${at}`);
const long = await perGuess(GUESSES * 20, (at) => `abcdefghijklmnopqrstuvwxyz ${at}`);
process.stdout.write(`short values: ${(short / 1000).toFixed(2)} ms a guess, ${Math.round(1e6 / short)} a second\n`);
process.stdout.write(`long values:  ${long.toFixed(2)} µs a guess\n`);
process.stdout.write(`ratio:        ${Math.round(short / long)}\n`);

/** Microseconds, one guess after the other. */
async function perGuess(guesses, valueAt) {
  const started = process.hrtime.bigint();
  for (let at = 0; at < guesses; at++) await fingerprint(new SecretValue(Buffer.from(valueAt(at))));
  return Number(process.hrtime.bigint() - started) / 1000 / guesses;
}
