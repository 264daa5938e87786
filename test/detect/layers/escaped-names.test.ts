/** Names that a value has only where its escapes are resolved. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characters } from '../../support/secrets.ts';
import { scan, valueOf } from '../scanning.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const VALUE = characters('escaped name', ALPHABET, 40);
const MAIL = 'Content-Transfer-Encoding: quoted-printable\n\n';

for (const [via, text] of [
  ['quoted-printable', `${MAIL}jwt_secret =3D "${VALUE}"\n`],
  ['escapes', `jwt_secret\\u003d"${VALUE}"\n`],
  ['escapes', `jwt_secret\\u003a\\u0020\\u0022${VALUE}\\u0022\n`],
  ['escapes', `jwt_secret\\075"${VALUE}"\n`],
  ['escapes', `jwt_secret\\U0000003D"${VALUE}"\n`],
  ['escapes', `${octal('jwt_secret')} = "${VALUE}"\n`],
  ['entities', `jwt_secret &#61; "${VALUE}"\n`],
  ['entities', `jwt_secret&#58; "${VALUE}"\n`],
] as const) {
  test(`a random value that the bytes as they are leave without a name has that of the text: ${via}, ${text.slice(0, 16)}`, () => {
    assert.deepEqual(
      scan(text).findings.map((finding) => [finding.rule.id, finding.name, valueOf(finding), finding.start, finding.via]),
      [['jwt-signing-secret', 'jwt_secret', VALUE, text.indexOf(VALUE), [via]]],
    );
  });
}

test('a random string that has no name in either is the one of the bytes', () => {
  const [finding, ...others] = scan(`${MAIL}a =3D b, and then "${VALUE}"\n`).findings;
  assert.deepEqual([finding?.rule.id, finding?.via, others], ['unnamed-token', [], []]);
});

function octal(text: string): string {
  return Array.from(text, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`).join('');
}
