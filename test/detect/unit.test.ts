import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../support/property.ts';
import { judge, reachOf } from '../../src/detect/claims/judge.ts';
import { createDetector } from '../../src/detect/unit.ts';
import { bytes, characters, databaseUrl, fernetKey, githubToken, jwtSecret, password, pemKey } from '../support/secrets.ts';
import { PLAIN, rule, scan, shape } from './scanning.ts';

/** Lines of a file, some with secrets, some nearly; each ends in a newline. */
const LINES: readonly string[] = [
  `JWT_SECRET=${jwtSecret('unit')}\n`,
  `db.password: "${password('unit')}"\n`,
  `GH_TOKEN=${githubToken('unit')} # gitleaks:allow\n`,
  `# burnlist:allow github-token in a test\n  token: ${githubToken('other')}\n`,
  `url = '${databaseUrl('unit').url}'\n`,
  'url: postgres://app:${DB_PASSWORD}@db/app\n',
  `FERNET_KEY=${fernetKey('unit')}\n`,
  'password = "change-me"\n',
  `api_secret = "${jwtSecret('half')}"\n  + "${jwtSecret('other half')}"\n`,
  `token: ${characters('long', 'abcdefghijkmnpqrstuvwxyz23456789', 700)}\n`,
  `secret:\n  ${characters('block', 'abcdefghijkmnpqrstuvwxyz23456789', 32)}\n`,
  `ключ = "значение" # ü 😀 token: ${characters('utf', '0123456789abcdef', 40)}\n`,
  `${pemKey('unit')}`,
  `${'AKIA'.repeat(7)}\n`,
  'just a line of text\r\n',
  '\n',
  '\u0000\u0001\u00ff\n',
];
const unit = fc.array(fc.constantFrom(...LINES), { maxLength: 12 }).map((lines) => Buffer.from(lines.join(''), 'utf8'));
/** Longer than the longest reach, and without a literal of any rule. */
const filler = fc
  .tuple(fc.constantFrom('. ', '0', 'xyz zyx\n', '\n', 'é'), fc.integer({ min: 26_000, max: 40_000 }))
  .map(([piece, size]) => `${piece.repeat(size / Buffer.byteLength(piece))}\n`);

test('any split of a unit into pieces gives the same findings', () => {
  const detector = createDetector(PLAIN);
  fc.assert(
    fc.property(unit, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 9 }), (bytes, sizes) => {
      const scanning = detector.open();
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        scanning.push(bytes.subarray(at, at + size));
        at += size;
      }
      assert.deepEqual(shape(scanning.end()), shape(detector.scan(bytes)));
    }),
    { numRuns: 60 },
  );
});

test('a unit can come byte by byte', () => {
  const detector = createDetector(PLAIN);
  const bytes = Buffer.from(LINES.join(''), 'utf8');
  const scanning = detector.open();
  for (let at = 0; at < bytes.length; at++) scanning.push(bytes.subarray(at, at + 1));
  const whole = detector.scan(bytes);
  assert.ok(whole.findings.length >= 8);
  assert.deepEqual(shape(scanning.end()), shape(whole));
});

test('a unit that is split far behind its start keeps lines and columns', () => {
  const detector = createDetector(PLAIN);
  const bytes = Buffer.from(`${'é\n'.repeat(20_000)}${LINES.join('')}${'. '.repeat(30_000)}`, 'utf8');
  const scanning = detector.open();
  for (let at = 0; at < bytes.length; at += 7001) scanning.push(bytes.subarray(at, at + 7001));
  assert.deepEqual(shape(scanning.end()), shape(detector.scan(bytes)));
});

test('in other surroundings, beyond the reach and on lines of its own, a unit gives the same findings, shifted', () => {
  fc.assert(
    fc.property(unit, filler, filler, (bytes, before, after) => {
      const lines = before.split('\n').length - 1;
      const inside = Buffer.concat([Buffer.from(`${before}\n`), bytes, Buffer.from(`\n${after}`)]);
      assert.deepEqual(
        shape(scan(inside)),
        shape(scan(Buffer.concat([Buffer.from('\n'), bytes, Buffer.from('\n')])), Buffer.byteLength(before), lines),
      );
    }),
    { numRuns: 25 },
  );
});

test('two units with filler between them give what each gives', () => {
  fc.assert(
    fc.property(unit, filler, unit, (one, between, other) => {
      const middle = Buffer.from(`\n${between}`);
      const together = scan(Buffer.concat([one, middle, other]));
      const first = shape(scan(Buffer.concat([one, middle]))) as Record<string, unknown[]>;
      const before = Buffer.concat([one, middle]);
      const lines = before.toString('latin1').split('\n').length - 1;
      const last = shape(
        scan(Buffer.concat([middle, other])),
        one.length,
        lines - between.split('\n').length,
      ) as Record<string, unknown[]>;
      const both = shape(together) as Record<string, unknown[]>;
      for (const part of ['findings', 'setAside', 'limits'])
        assert.deepEqual(both[part], [...first[part]!, ...last[part]!]);
    }),
    { numRuns: 15 },
  );
});

test('judging the same window twice gives the same answer, and other bytes around it change nothing', () => {
  const token = rule('github-token');
  const { before, after } = reachOf(token);
  const text = `key = "${githubToken('pure')}"`;
  const hit = text.indexOf('ghp_');
  const window = { text: text.slice(hit - before, hit + after), hit: before, startsUnit: false, endsUnit: true };
  const answer = judge(token, window);
  assert.ok(answer[0]?.value);
  for (let round = 0; round < 3; round++) assert.deepEqual(judge(token, window), answer);
  judge(token, { text: `x${'ghp_'.repeat(20)}`, hit: 1, startsUnit: true, endsUnit: true });
  assert.deepEqual(judge(token, window), answer);
});

test('literals that overlap are all hits', () => {
  const token = githubToken('overlap');
  const { findings } = scan(`ghp_ghp_${token}`, [rule('github-token')]);
  assert.equal(findings.length, 0, 'what stands before a token belongs to its run');
  assert.equal(scan(`gho_ghp_ ${token}`, [rule('github-token')]).findings.length, 1);
  const { findings: nested } = scan(`password_passwd_password=${password('overlap')}`);
  assert.deepEqual(
    nested.map(({ name }) => name),
    ['password_passwd_password'],
  );
});

test('a token that reaches the end of the unit is found there', () => {
  const token = githubToken('end');
  for (const text of [token, ` ${token}`, `${token} `])
    assert.equal(scan(text).findings.length, 1, JSON.stringify(text));
});

test('a value that runs over the reach is set aside and never cut short', () => {
  const long = characters('long', 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 4200);
  for (const [text, id] of [
    [`-----BEGIN PRIVATE KEY-----\n${`${long}\n`.repeat(40)}`, 'private-key'],
    [`password = "${long}"`, 'named-password'],
    [`CLIENT_SECRET=${long} `, 'named-secret'],
  ] as const) {
    const { findings, setAside } = scan(text, [rule(id)]);
    assert.deepEqual(findings, []);
    if (id !== 'private-key')
      assert.deepEqual(
        setAside.map(({ reason }) => reason),
        ['longer-than-reach'],
      );
  }
  assert.equal(scan(`gAAAAA${long.repeat(3)}`, [rule('fernet-token')]).setAside[0]?.reason, 'longer-than-reach');
});

test('lists that people keep are looked at whole', () => {
  for (const [what, line, count] of [
    ['marks of a merge', '<<<<<<< HEAD\n', 40],
    ['codes of one letter', '"a":"n","b":"x","c":"n",', 400],
    ['points', '{"x":"1","y":"2"},\n', 400],
    ['parts of a bill of materials', '{"name":"cpe23","value":"cpe:2.3:a:acme:parts-of-a-kind:1.2.3:*:*:*:*:*:*:*"},\n', 90],
    ['what a parser calls its tokens', '\t"+": Token(token.ADD),\n', 100],
    ['words of SQL', "    'ABSOLUTE': tokens.Keyword,\n", 200],
  ] as const)
    assert.deepEqual(scan(line.repeat(count)).limits, [], what);
});

test('hits that stand too densely are left out and said, the first ones and the next sparse one are judged', () => {
  const { limits, findings } = scan(`${'pwd='.repeat(800)}${'. '.repeat(2400)}\npwd=${password('dense')}`, [
    rule('named-password'),
  ]);
  assert.deepEqual(new Set(limits.map(({ what, rule: id }) => `${what} ${id}`)), new Set(['too-dense named-password']));
  assert.deepEqual(
    limits.map(({ line }) => line),
    [1],
    'one for each rule, where it begins',
  );
  assert.equal(findings.at(-1)?.position.line, 2);
});

test('columns count UTF-16 units and lines end at LF', () => {
  const value = jwtSecret('columns');
  const [finding] = scan(`a\r\nb\né😀 JWT_SECRET=${value}\n`).findings;
  const column = 'é😀 JWT_SECRET='.length + 1;
  assert.deepEqual(finding?.position, { line: 3, column, endLine: 3, endColumn: column + value.length });
});

test('many unnamed tokens in one unit are data, none of them a find', () => {
  const token = (name: string) =>
    characters(name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 40);
  const few = Array.from({ length: 5 }, (_, i) => `"${token(`few ${i}`)}"`).join('\n');
  const many = Array.from({ length: 60 }, (_, i) => `"${token(`many ${i}`)}"`).join('\n');
  assert.ok(scan(few).findings.length >= 3);
  const { findings, setAside } = scan(many);
  assert.deepEqual(findings, []);
  assert.ok(setAside.every(({ reason }) => reason === 'data-file') && setAside.length > 30);
});

test('mayHold says no only when nothing can be found', () => {
  const named = createDetector([rule('named-password'), rule('github-token')]);
  assert.equal(named.mayHold(Buffer.from('nothing here')), false);
  fc.assert(
    fc.property(unit, (bytes) => {
      const { findings, setAside } = named.scan(bytes);
      if (findings.length + setAside.length > 0) assert.equal(named.mayHold(bytes), true);
    }),
    { numRuns: 30 },
  );
});

test('a certificate is found behind other text, too', () => {
  const body = Array.from({ length: 8 }, (_, line) => bytes(`certificate ${line}`, 48).toString('base64')).join('\n');
  const certificate = `-----BEGIN CERTIFICATE-----\nMIIB${body}\n-----END CERTIFICATE-----\n`;
  for (const before of ['', 'the one of our server:\n'])
    assert.deepEqual(
      scan(before + certificate).findings.map((finding) => finding.rule.id),
      ['certificate'],
    );
});
