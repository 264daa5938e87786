/** Hits inherited through deltas: every version gives what it gives by itself, whatever was copied and put in. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { characters, databaseUrl, fernetKey, githubToken, jsonWebToken, jwtSecret, password, pemKey } from '../../support/secrets.ts';
import { familiesOf, scanFamilies } from './inheriting.ts';

const hex = (name: string): string => characters(name, '0123456789abcdef', 40);
const unnamed = (name: string): string =>
  characters(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 44);
const jwt = jsonWebToken({ sub: 'inherit', iat: 1 }, jwtSecret('signing'));
const pem = pemKey('inherit');

const LINES: readonly string[] = [
  `JWT_SECRET=${jwtSecret('inherit')}\n`,
  `db.password: "${password('inherit')}"\n`,
  `GH_TOKEN=${githubToken('inherit')} # gitleaks:allow\n`,
  `# burnlist:allow github-token in a test\n  token: ${githubToken('other')}\n`,
  `url = '${databaseUrl('inherit').url}'\n`,
  'url: postgres://app:${DB_PASSWORD}@db/app\n',
  `FERNET_KEY=${fernetKey('inherit')}\n`,
  'password = "change-me"\n',
  `secret:\n  ${characters('block', 'abcdefghijkmnpqrstuvwxyz23456789', 32)}\n`,
  `ключ = "значение" # ü 😀 token: ${hex('utf')}\n`,
  `AUTH="${jwt}"\n`,
  `"${unnamed('lone')}"\n`,
  pem,
  `${unnamed('body')}${unnamed('goes on')}\n`,
  `  # ${unnamed('body')}${unnamed('ends').slice(0, 18)}==\r\n`,
  'just a line of text\r\n',
  '\n',
  `${'. '.repeat(300)}\n`,
];

/** What is put in: whole lines, and pieces that make or break what stands around them. */
// prettier-ignore
const FRAGMENTS: readonly string[] = [
  'pass', 'word', 'password=', 'SECRET', '_', '=', ': ', '"', "'", ' ', '\n', '\r', '\0', 'A', '-', '.', '/', 'é',
  'burnlist:', 'allow', ' # gitleaks:allow', '# burnlist:allow github-token\n', 'ggignore', '// secretlint-',
  'disable', 'enable\n', '-line', '" + "', 'Private-Lines: 1\n', 'jwt:\n  ttl: 1\n  secret: ', '$2b$12$', '://', '@', 'eyJ', 'ghp_',
  '-----BEGIN ', 'PRIVATE KEY-----', '-----END', pem.slice(0, 70), pem.slice(40), jwt.slice(0, 30), jwt.slice(30),
  password('inherit'), hex('one').slice(0, 20), unnamed('one').slice(0, 20), 'x'.repeat(300), '. '.repeat(600),
];
const piece = fc.constantFrom(...LINES, ...FRAGMENTS).map((text) => Buffer.from(text, 'utf8'));
const family = familiesOf(piece);

test('random versions of files, as random deltas, give what each gives by itself', () => {
  let findings = 0;
  fc.assert(
    fc.property(fc.array(family, { minLength: 1, maxLength: 10 }), (families) => {
      for (const { found } of scanFamilies(families))
        findings += found.reduce((sum, unit) => sum + unit.findings.length, 0);
    }),
    { numRuns: Number(process.env['RUNS'] ?? 25) },
  );
  assert.ok(findings > 300, `only ${findings} findings`);
});
