/** What an error repeats of what it complains of: never a value, or a piece of one, that was pasted where a name belongs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli } from '../support/repo.ts';
import { awsPair, bytes, databaseUrl, fernetKey, githubToken, jwtSecret, password } from '../support/secrets.ts';

/** Characters in a row that are a piece of a value. */
const PIECE = 5;

const VALUES = [
  jwtSecret('pasted'),
  fernetKey('pasted'),
  password('pasted'),
  githubToken('pasted'),
  awsPair('pasted').id,
  awsPair('pasted').secret,
  databaseUrl('pasted').url,
  bytes('pasted', 16).toString('hex'),
  bytes('pasted', 32).toString('hex').toUpperCase(),
  `${['Winter', 'Garden'].join('-')}#${40 + 2}!x`,
];

/** Each value in some of the cases, each case with two. */
function valuesFor(index: number): readonly string[] {
  return [VALUES[index % VALUES.length]!, VALUES[(index * 3 + 5) % VALUES.length]!];
}

function pieceIn(text: string, value: string): string | undefined {
  // the scheme of an URL, and its host, are no secret
  const secret = value.includes('://') ? databaseUrl('pasted').password : value;
  for (let at = 0; at + PIECE <= secret.length; at++) {
    const piece = secret.slice(at, at + PIECE);
    if (text.toLowerCase().includes(piece.toLowerCase())) return piece;
  }
  return undefined;
}

function refusedInSilence(args: readonly string[], dir: string, value: string): void {
  const { status, stdout, stderr } = runCli(args, { cwd: dir });
  const said = `${stdout}${stderr}`;
  assert.equal(pieceIn(said, value), undefined, `${args[0]}: ${said}`);
  assert.equal(status, 2, `${args.join(' ')} ${said}`);
  assert.match(stderr, /^burnlist: [^\n]+\n$/);
}

const CONFIGS: readonly ((value: string) => unknown)[] = [
  (value) => ({ [value]: 'x' }),
  (value) => ({ disable: [value] }),
  (value) => ({ rules: [value] }),
  (value) => ({ rules: [`rules/${value}.yaml`] }),
  (value) => ({ marks: value }),
  (value) => ({ failOn: [value] }),
  (value) => ({ runbooks: [value] }),
  (value) => ({ cadence: { [value]: 'soon' } }),
  (value) => ({ bind: { [value]: 'x' } }),
  (value) => ({ bind: { 'jwt-secret': value } }),
  (value) => ({ bind: { 'jwt-secret': `docs/x.md#${value}` } }),
  (value) => ({ allow: [{ path: 'x', reason: 'y', [value]: 'z' }] }),
  (value) => ({ priority: [{ priority: value, when: {}, because: 'x' }] }),
  (value) => ({ aws: { accounts: [value] } }),
  (value) => ({ limits: [{ blob: `${value}.`, reason: 'x' }] }),
];

test('a value in the configuration is in no error about it', () => {
  for (const [index, make] of CONFIGS.entries())
    for (const value of valuesFor(index)) {
      const repo = makeRepo();
      repo.write('.burnlist/config.yaml', JSON.stringify(make(value)));
      repo.commit('policy');
      refusedInSilence(['audit'], repo.dir, value);
    }
});

const BROKEN: readonly ((value: string) => string)[] = [
  (value) => `marks: "${value}\n`,
  (value) => `${value}\n${value}: x\n  ${value}: [\n`,
  (value) => `marks: !${value} honour\n`,
  (value) => `%${value}\n---\nmarks: honour\n`,
  (value) => `marks: &a${value} honour\nmarks: *a${value}\n`,
  (value) => `marks: |${value}\n  x\n`,
];

test('a value in a configuration that is no YAML is in no error about it', () => {
  for (const [index, make] of BROKEN.entries())
    for (const value of valuesFor(index)) {
      const repo = makeRepo();
      repo.write('.burnlist/config.yaml', make(value));
      repo.commit('policy');
      refusedInSilence(['audit'], repo.dir, value);
    }
});

const RULE = { id: 'x', name: 'x', kind: 'x', confidence: 'high', generated: true, before: 0, after: 20, pattern: 'abcd[0-9]{8}' };
const FILES: readonly [string, (value: string) => string][] = [
  ['ledger.yaml', (value) => JSON.stringify([{ [value]: 'x' }])],
  ['ledger.yaml', (value) => JSON.stringify([{ id: value }])],
  ['ledger.yaml', (value) => JSON.stringify([{ id: 'a'.repeat(26), status: value }])],
  ['mine.yaml', (value) => JSON.stringify({ provider: 'x', rules: [], [value]: 'x' })],
  ['mine.yaml', (value) => JSON.stringify({ provider: `${value}.`, rules: [] })],
  ['mine.yaml', (value) => JSON.stringify({ provider: 'x', rules: [{ ...RULE, id: `${value}.` }] })],
  ['mine.yaml', (value) => JSON.stringify({ provider: 'x', rules: [{ ...RULE, kind: `${value}.` }] })],
  ['mine.yaml', (value) => JSON.stringify({ provider: 'x', rules: [{ ...RULE, ignoreCase: true, literals: [value] }] })],
  ['mine.yaml', (value) => JSON.stringify({ provider: 'x', rules: [{ ...RULE, literals: ['abcd'], pattern: `abcd(${value}` }] })],
  ['mine.yaml', (value) => JSON.stringify({ provider: 'x', rules: [{ ...RULE, literals: ['abcd'], checks: [value] }] })],
  ['mine.yaml', (value) => `[[rules]]\nid = "${value} x"\nregex = "a"\n`],
  ['mine.yaml', (value) => `[[rules]]\nid = "x"\nregex = "a"\n[[rules.allowlists]]\ncondition = "${value}"\n`],
  ['mine.yaml', (value) => `[[rules]]\nid = "x"\nregex = "a(${value}"\n`],
  ['mine.yaml', (value) => `[[rules]]\nid = "x"\nregex = ${value}\n`],
  ['mine.yaml', (value) => `[[rules]]\nid = "x"\nregex = "a"\n[extend]\npath = "${value}"\n`],
  ['mine.yaml', (value) => `[[rules]]\nid = "x"\nregex = "a"\n[[rules.required]]\nid = "${value}"\n`],
];

test('a value in the ledger or in a rule file, ours or of others, is in no error about it', () => {
  for (const [index, [file, make]] of FILES.entries())
    for (const value of valuesFor(index)) {
      const repo = makeRepo();
      if (file === 'mine.yaml') repo.write('.burnlist/config.yaml', 'rules: [.burnlist/mine.yaml]\n');
      repo.write(`.burnlist/${file}`, make(value));
      repo.commit('policy');
      refusedInSilence(['audit'], repo.dir, value);
    }
});

const ARGUMENTS: readonly ((value: string) => readonly string[])[] = [
  (value) => [value],
  (value) => ['audit', value],
  (value) => ['audit', `--${value}`],
  (value) => ['audit', '--as-of', value],
  (value) => ['audit', '--engine', value],
  (value) => ['audit', '--jobs', value],
  (value) => ['audit', '--fail-on', value],
  (value) => ['audit', '--format', value],
  (value) => ['audit', '--allow-partial', value],
  (value) => ['audit', '--policy-from', value.replaceAll(/[=:/]/g, '')],
  (value) => ['audit', '--range', `${value}..HEAD`],
  (value) => ['audit', '--range', value],
  (value) => ['audit', '--runbook', value],
  (value) => ['audit', '--explain', value],
  (value) => ['scan', value],
  (value) => ['scan', '--config', value],
  (value) => ['sweep', value],
  (value) => ['sweep', '--value-from', value],
  (value) => ['sweep', '--suspect', `${value}!`],
  (value) => ['todo', value],
  (value) => ['verify', '--current', value],
  (value) => ['rules', 'explain', value],
  (value) => ['rules', 'check', value],
  (value) => ['accept', value, '--reason', 'x', '--owner', 'y', '--until', '2999-01-01'],
  (value) => ['accept', 'abcdef', '--reason', 'x', '--owner', 'y', '--until', value],
  (value) => ['init', '--from', value],
  (value) => ['runbook', value],
];

test('a value on the command line is in no error about it', () => {
  const repo = makeRepo();
  repo.commit('one');
  for (const [index, make] of ARGUMENTS.entries())
    for (const value of valuesFor(index)) refusedInSilence(make(value), repo.dir, value);
});

test('what cannot be a value is repeated, so that a slip is seen', () => {
  const repo = makeRepo();
  repo.commit('one');
  const words: readonly (readonly [readonly string[], string])[] = [
    [['audit', '--as-of', '2026-02-30'], '--as-of 2026-02-30'],
    [['audit', '--range', 'HEAD~3'], '--range HEAD~3: write it as A..B'],
    [['audit', '--range', 'main...topic/2'], '--range main...topic/2: write it as A..B'],
    [['audit', '--range', 'release/2.0..HEAD'], '"release/2.0" names no commit'],
    [['audit', '--range', `HEAD..${'0a'.repeat(20)}`], `"${'0a'.repeat(20)}" names no commit`],
    [['audit', '--policy-from', 'v1.2.3'], '--policy-from v1.2.3'],
    [['scan', '--config', 'ops/config2.yaml'], '--config ops/config2.yaml'],
    [['scan', '/tmp/tmp.aB3dEfGhIj/x'], '/tmp/tmp.aB3dEfGhIj/x: no such'],
    [['scan', '/tmp/burnlist-test-Y1KMqo/x'], '/tmp/burnlist-test-Y1KMqo/x: no such'],
    [['rules', 'explain', 'jwt-secretz-2'], '"jwt-secretz-2"'],
  ];
  for (const [args, said] of words) {
    const { stderr } = runCli(args, { cwd: repo.dir });
    assert.ok(stderr.includes(said), `${said}: ${stderr}`);
  }
});
