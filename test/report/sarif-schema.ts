/** What the schema of SARIF 2.1.0 says of a log. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';

const require = createRequire(import.meta.url);
const schemaPath = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
// written for an older draft, of which it uses nothing but the keys that name it
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
ajv.addFormat('uri', (text: string) => /^[a-z][a-z0-9+.-]*:/i.test(text) && isReference(text));
ajv.addFormat('uri-reference', isReference);
ajv.addFormat('date-time', (text: string) => !Number.isNaN(Date.parse(text)));
const validate = ajv.compile(schema);

export function problemsOf(log: unknown): readonly unknown[] {
  return validate(log) ? [] : validate.errors!;
}

/** RFC 3986: nothing but its characters, and whole escapes. */
export function isReference(text: string): boolean {
  return /^(?:[\w.~:/?#@!$&'()*+,;=-]|%[0-9a-f]{2})*$/i.test(text);
}
