/** Sums inside tokens, against tokens that other programs made: put together here, so that none stands in a file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { expand, seeded } from '../../../src/detect/rules/sample.ts';
import { TOKEN_FORMATS, checksumFits, type ChecksumName } from '../../../src/detect/checks/token-checksums.ts';
import { scan } from '../scanning.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

const MADE_ELSEWHERE: readonly (readonly [ChecksumName, ...string[]])[] = [
  ['github-checksum', 'ghp_', LETTERS, '0123', '2LolCm'],
  ['github-checksum', 'npm_', LETTERS, '0123', '2LolCm'],
  ['grafana-checksum', 'glsa_', 'A'.repeat(16), 'b'.repeat(16), '_6141049e'],
  ['cloudflare-checksum', 'cfut_', DIGITS, 'abcdefghij', 'ABCDEFGHIJ', DIGITS, 'fcca43d2'],
  ['zuplo-checksum', 'zpka_', `${DIGITS}abcdef`.repeat(2), '_7759b50e'],
  ['vercel-checksum', 'vcp_', 'v'.repeat(50), '0Mw5nE'],
  ['stellar-checksum', 'SCZANGBA5YHT', 'NYVVV4C3U252', 'E2B6P6F5T3U6', 'MM63WBSBZATA', 'QI3EBTQ4'],
  ['gitlab-checksum', 'glpat-', 'bzoxCnU6Mms', 'HBwcHBwcHBwcHBwcHBwcHEA', '.01.', '0y18lhhkr'],
];

test('the sums of tokens that others made fit, and one letter more or less does not', () => {
  for (const [name, ...parts] of MADE_ELSEWHERE) {
    const token = parts.join('');
    assert.equal(checksumFits(name, token), true, token.slice(0, 6));
    const at = token.length - 12;
    const other = token[at] === 'x' ? 'y' : 'x';
    assert.notEqual(checksumFits(name, `${token.slice(0, at)}${other}${token.slice(at + 1)}`), true, token.slice(0, 6));
    assert.equal(checksumFits(name, `${token}x`), undefined, token.slice(0, 6));
  }
});

test('a token of another format has no sum', () => {
  assert.equal(checksumFits('grafana-checksum', `ghp_${'a'.repeat(36)}`), undefined);
  assert.equal(checksumFits('github-checksum', ''), undefined);
});

const PREFIXES: Readonly<Record<ChecksumName, string>> = {
  'github-checksum': 'ghs_',
  'vercel-checksum': 'vck_',
  'cloudflare-checksum': 'cfat_',
  'grafana-checksum': 'glsa_',
  'zuplo-checksum': 'zpka_',
  'confluent-checksum': 'cflt',
  'atlassian-checksum': 'ATATT3xFfGF0',
  'gitlab-checksum': 'glpat-',
  'stellar-checksum': 'SC',
  'supabase-checksum': 'sb_secret_',
};

test('a made-up token of each format fits', () => {
  for (const name of Object.keys(TOKEN_FORMATS) as ChecksumName[])
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const { text } = expand(`{${name}:${PREFIXES[name]}}`, seeded(seed));
        assert.equal(checksumFits(name, text), true, name);
      }),
    );
});

test('a sum that fits is evidence, one that does not lowers it', () => {
  const { text } = expand('{grafana-checksum:glsa_}', seeded('evidence'));
  const evidenceOf = (token: string): unknown => scan(`token = "${token}"\n`).findings.map(({ evidence }) => evidence.checksum);
  assert.deepEqual(evidenceOf(text), [true]);
  assert.deepEqual(evidenceOf(`${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`), [false]);
});
