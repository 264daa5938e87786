/** Encoded text in versions of files: every version gives what it gives by itself, whatever was copied and put in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { base64, base64url, hex, wrapped } from '../../support/encode.ts';
import { characters, databaseUrl, githubToken, jsonWebToken, jwtSecret, password } from '../../support/secrets.ts';
import { familiesOf, scanFamilies } from './inheriting.ts';

const INSIDE: readonly string[] = [
  `JWT_SECRET=${jwtSecret('layers')}\n`,
  `db.password: "${password('layers')}"\nuser: app\n`,
  `url=${databaseUrl('layers').url}`,
  `token: ${githubToken('layers')} # gitleaks:allow\n`,
  `# nothing to see here, really nothing\n`,
  '{"auths": {"registry.internal": {}}}',
];
const ENCODED: readonly string[] = INSIDE.flatMap((text) => [
  base64(text),
  base64url(text),
  hex(text),
  base64(base64(text)),
  hex(base64(text)),
  base64(Buffer.from(text, 'utf16le')),
  base64(`${'. '.repeat(40)}\n${text}`),
  wrapped(base64(`${'. '.repeat(60)}\n${text}${text}`), 64),
  wrapped(base64(`${'. '.repeat(60)}\n${text}${text}`), 76, '\r\n  '),
]);
const LINES: readonly string[] = [
  `x = "${[...githubToken('chain')].map((letter) => `\\u00${letter.charCodeAt(0).toString(16)}`).join('')}"\n`,
  `x = "${inHex(`"password":"${password('all escaped')}"`)}"\n`,
  `redirect=${encodeURIComponent(databaseUrl('percent').url)}&q=${encodeURIComponent(`{"password":"${password('percent')}"}`)}\n`,
  `<div data-x="{&quot;password&quot;:&quot;${password('entities')}&quot;,&quot;t&quot;:&quot;${githubToken('entities')}&quot;}">\n`,
  `{\\u0022password\\u0022:\\u0022${password('escapes')}\\u0022} spring.datasource.password\\u003d${password('spring')}\n`,
  `password=&quot;${password('one more')}&quot; ${'x'.repeat(900)} token&quot;:&quot;${jwtSecret('far')}&quot;\n`,
  `data:\n  password: ${base64(password('named'))}\n  url: ${base64(databaseUrl('named').url)}\n`,
  `API_TOKEN_B64=${base64(jwtSecret('named'))}\n`,
  ...ENCODED.flatMap((text) => [`${text}\n`, `data: "${text}"\n`, `  VALUE=${text}\n`]),
  `token: ${githubToken('plain')}\n`,
  `"${base64(`password=${password('allowed')} for the build`)}" # burnlist:allow\n`,
  `Bearer ${jsonWebToken({ sub: 'layers', note: 'a payload that is text' }, jwtSecret('signing'))}\n`,
  `${characters('noise', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 76)}\n`,
  'just a line of text\r\n',
  `${'. '.repeat(300)}\n`,
];
// prettier-ignore
const FRAGMENTS: readonly string[] = [
  '\n', ' ', '=', '"', 'A', '%3D', '%22%3A', '&quot;:', '\\u003d', '%', '&',
  '" +\n  "', '\n# ', `"${wrapped(base64('# é\npassword: c'.repeat(9)), 60, '" +\n  "')}"\n`,
  '/', '-', '0x', 'x', '\\x', '  ', '\r\n', 'aGVs', 'x'.repeat(200), ' # gitleaks:allow', '. '.repeat(2400),
  ENCODED[0]!.slice(0, 20), ENCODED[0]!.slice(20), base64('a'.repeat(3100)), wrapped(base64('b'.repeat(200)), 64),
];
const piece = fc.constantFrom(...LINES, ...FRAGMENTS).map((text) => Buffer.from(text, 'utf8'));
const family = familiesOf(piece);

test('random versions of files with encoded text, as random deltas, give what each gives by itself', () => {
  let through = 0;
  fc.assert(
    fc.property(fc.array(family, { minLength: 1, maxLength: 10 }), (families) => {
      for (const { found } of scanFamilies(families))
        through += found.reduce((sum, unit) => sum + unit.findings.filter(({ via }) => via.length > 0).length, 0);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 25) },
  );
  assert.ok(through > 100, `only ${through} findings`);
});

function inHex(text: string): string {
  return [...text].map((sign) => `\\x${sign.charCodeAt(0).toString(16)}`).join('');
}
