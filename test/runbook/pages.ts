/** The fixtures, and pages written in the tests themselves. */
import { readFileSync } from 'node:fs';
import type { Runbook } from '../../src/model.ts';
import { parseRunbook } from '../../src/runbook/parse.ts';

const FOLDER = new URL('../../fixtures/runbooks/', import.meta.url);

export function fixtureText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8');
}

/** One with several signing keys and a Fernet key, sections by kind. */
export const versionedKeys = (): Runbook => page(fixtureText('versioned-keys.md'), 'docs/versioned-keys.md');

/** One with an inventory, one procedure and an incident note. */
export const signingSecret = (): Runbook => page(fixtureText('signing-secret.md'), 'docs/signing-secret.md');

export function page(text: string | readonly string[], path = 'docs/secret-rotation.md'): Runbook {
  return parseRunbook(path, Buffer.from(typeof text === 'string' ? text : text.join('\n')));
}
