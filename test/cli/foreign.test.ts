/** Rule files of other scanners through the real binary: in both engines, in the hook, in ranges and scans, found or named. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { makeRepo, runCli, type Ended, type Repo } from '../support/repo.ts';
import { characters, githubToken, jwtSecret, password } from '../support/secrets.ts';
import { picker, randomRepo } from '../support/random-repo.ts';
import { auditBoth, auditBy } from './both-engines.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const token = (name: string): string => `tok_${characters(name, LOWER, 20)}`;
const RULES = "[[rules]]\nid = \"vendor-token\"\nregex = '''tok_[a-z]{20}'''\nkeywords = [\"vendor\"]\n";
/** A token counts beside a user. */
const PAIR = `[[rules]]
id = "pair"
regex = '''x = (tok_[a-z]{20})\\n'''
[[rules.required]]
id = "user"
withinLines = 3
[[rules]]
id = "user"
regex = "user_[0-9]"
skipReport = true
`;
const NAMED = '.burnlist/config.yaml';

interface Seen {
  readonly rule: string;
  readonly status: string;
  readonly places: readonly string[];
}

function seen(ended: Ended): Seen[] {
  const { secrets } = JSON.parse(ended.stdout) as {
    secrets: { rule: string; status: string; occurrences: { path: string; line: number; where: string }[] }[];
  };
  return secrets.map(({ rule, status, occurrences }) => ({
    rule,
    status,
    places: occurrences.map(({ path, line, where }) => `${where} ${path}:${line}`),
  }));
}

function withFiles(files: Readonly<Record<string, string>>): Repo {
  const repo = makeRepo();
  for (const [path, content] of Object.entries(files)) repo.write(path, content);
  repo.commit('files');
  return repo;
}

test('a keyword of an earlier commit and a value of a later one come together in the version that has both', () => {
  const repo = withFiles({ '.gitleaks.toml': RULES, 'a.txt': `${'line\n'.repeat(300)}vendor\n` });
  repo.write('a.txt', `x = ${token('a')}\n${'line\n'.repeat(300)}vendor\n`);
  repo.commit('value');
  repo.write('a.txt', `x = ${token('a')}\n${'line\n'.repeat(300)}\n`);
  repo.commit('no keyword');
  repo.git('repack', '-adfq');
  const { status, report } = auditBoth(repo, [1, 2]);
  assert.equal(status, 1);
  assert.equal(report.secrets.length, 1);
  const [secret] = seen(auditBy(repo));
  assert.deepEqual(secret, { rule: 'vendor-token', status: 'open', places: ['blob a.txt:1'] });
});

test('both engines say the same of random histories, rules with and without keywords and companions among them', () => {
  for (const seed of [11, 12]) {
    const repo = randomRepo(seed);
    const pick = picker(seed);
    for (let version = 0; version < 6; version++) {
      const line = (number: number): string =>
        ['vendor', `x = ${token(String((number + pick(3)) % 7))}`, `user_${pick(5)}`, 'é plain'][pick(4)]!;
      const lines = Array.from({ length: 40 }, (_, number) => line(number));
      repo.write('mixed/a.txt', `${lines.join('\n')}\n`);
      repo.write('mixed/b.bin', Buffer.from(`\ufeff${lines.slice(pick(20)).join('\r\n')}`, 'utf16le'));
      repo.commit(`version ${version}`);
    }
    repo.write(NAMED, 'rules: [theirs.toml, theirs.yml]\n');
    repo.write('theirs.toml', `${RULES}${PAIR}`);
    const any = '"[a-f]{2}[g-z]{4}(?P<TOKEN>[a-z]{6})"';
    repo.write('theirs.yml', `rules:\n  - { name: any, id: any.1, pattern: ${any}, min_entropy: 1.5 }\n`);
    repo.commit('rules');
    repo.git('repack', '-adfq', `--depth=${1 + pick(40)}`);
    const { report } = auditBoth(repo, [1, 2]);
    assert.ok(report.secrets.length > 0);
  }
});

test('a value that our rules know as well is one secret, under the rule that knows it best', () => {
  const value = githubToken('a');
  const repo = withFiles({
    '.gitleaks.toml': `[[rules]]\nid = "pat"\nregex = '''ghp_[0-9A-Za-z]{36}'''\n${RULES}`,
    'a.env': `GITHUB_TOKEN=${value}\n`,
    'b.env': `VENDOR_PASSWORD=${token('b')}\n`,
  });
  const all = seen(auditBy(repo));
  assert.deepEqual(all.map(({ places }) => places), [['blob a.env:1'], ['blob b.env:1']].sort());
  assert.ok(!all.some(({ rule }) => rule === 'pat'));
});

test('what a found file allows is no excuse for what our rules find, unless the configuration names the file', () => {
  const allow = "[allowlist]\ndescription = \"old\"\npaths = ['''\\.env$''']\n";
  const files = { 'theirs/x.env': `JWT_SECRET=${jwtSecret('a')}\n`, 'y.env': `vendor ${token('y')}\n`, '.gitleaks.toml': allow + RULES };
  const found = auditBy(withFiles(files));
  assert.deepEqual(new Set(seen(found).map(({ status }) => status)), new Set(['open', 'accepted']));
  assert.equal(found.status, 1);
  assert.match(runCli(['audit'], { cwd: withFiles(files).dir }).stdout, /what it allows holds for its own rules/);
  const named = auditBy(withFiles({ ...files, [NAMED]: 'rules: [.gitleaks.toml]\n' }));
  assert.deepEqual(seen(named).map(({ status }) => status), ['accepted', 'accepted']);
  assert.equal(named.status, 0);
});

test('a found file takes nothing away: its own allowed finding gives way to ours at the same place', () => {
  const value = jwtSecret('c');
  const repo = withFiles({
    '.gitleaks.toml': `[allowlist]\npaths = ['''env''']\n[[rules]]\nid = "everything"\nregex = '''=(.+)'''\n`,
    'c.env': `JWT_SECRET=${value}\n`,
  });
  assert.deepEqual(seen(auditBy(repo)).map(({ status }) => status), ['open']);
});

test('what a found list allows by path, commit or both never covers what our rules find there', () => {
  const value = jwtSecret('d');
  const line = `JWT_SECRET=${value}\n`;
  const everything = "[[rules]]\nid = \"everything\"\nregex = '''JWT_SECRET=(.+)'''\n";
  for (const path of ['d.env', 'd.txt'])
    for (const list of ["paths = ['''^d''']", 'commits = ["COMMIT"]', "condition = \"AND\"\ncommits = [\"COMMIT\"]\npaths = ['''^d''']"]) {
      const repo = makeRepo();
      repo.write(path, line);
      const commit = repo.commit('secret');
      repo.write('.gitleaks.toml', `${everything}[[rules.allowlists]]\n${list.replace('COMMIT', commit)}\n`);
      repo.commit('rules');
      const ended = auditBy(repo);
      assert.equal(ended.status, 1, list);
      assert.deepEqual(seen(ended).map(({ rule, status }) => [rule, status]), [['jwt-signing-secret', 'open']], list);
    }
});

test('a value of another scanner stands for one of ours only where its file is named and it covers ours whole', () => {
  const content = { 'e.env': `DB_PASSWORD=${password('e')}\n` };
  const audit = (value: string, config: Readonly<Record<string, string>>): string[] => {
    const rules = `[[rules]]\nid = "theirs"\nregex = '''DB_PASSWORD=(${value})'''\n`;
    return seen(auditBy(withFiles({ ...content, ...config, '.gitleaks.toml': rules }))).map(({ rule }) => rule).sort();
  };
  const named = { [NAMED]: 'rules: [.gitleaks.toml]\n' };
  assert.deepEqual(audit('.+', named), ['theirs']);
  assert.deepEqual(audit('.', named), ['named-password']);
  assert.deepEqual(audit('.+', {}), ['named-password']);
});

test('fingerprints are accepted places: for any commit, or for the one that brought it', () => {
  const repo = makeRepo();
  for (const name of ['a', 'b', 'c']) repo.write(`${name}.env`, `JWT_SECRET=${jwtSecret(name)}\n`);
  const commit = repo.commit('secrets');
  const other = '0'.repeat(40);
  repo.write('.gitleaksignore', `# known\na.env:generic-api-key:1\n${commit}:b.env:generic-api-key:1\n${other}:c.env:generic-api-key:1\nb.env:generic-api-key:2\nodd\n`);
  repo.commit('ignore');
  const { stdout, status } = runCli(['audit'], { cwd: repo.dir });
  assert.match(stdout, /\.gitleaksignore:6: not a fingerprint/);
  assert.equal(status, 1);
  const byPath = Object.fromEntries(seen(auditBy(repo)).map((one) => [one.places[0], one.status]));
  assert.deepEqual(byPath, { 'blob a.env:1': 'accepted', 'blob b.env:1': 'accepted', 'blob c.env:1': 'open' });
});

test('a list of commits allows what one of them brought', () => {
  const repo = makeRepo();
  repo.write('a.txt', `vendor ${token('a')}\n`);
  const commit = repo.commit('a');
  repo.write('b.txt', `vendor ${token('b')}\n`);
  repo.commit('b');
  repo.write('.gitleaks.toml', `${RULES}[[rules.allowlists]]\ncommits = ["${commit.toUpperCase()}"]\n`);
  repo.commit('rules');
  assert.deepEqual(seen(auditBy(repo)).map(({ status, places }) => [status, ...places]).sort(), [
    ['accepted', 'blob a.txt:1'],
    ['open', 'blob b.txt:1'],
  ]);
});

test('a rule with a path is for that path alone, and one without an expression names files', () => {
  const repo = withFiles({
    '.gitleaks.toml': `${RULES}path = '''\\.conf$'''\n[[rules]]\nid = "key-store"\npath = '''\\.p12$'''\n`,
    'a.conf': `vendor ${token('a')}\n`,
    'a.txt': `vendor ${token('a')}\n`,
    'b.p12': 'x',
  });
  const ended = auditBy(repo);
  assert.deepEqual(seen(ended).map(({ places }) => places), [['blob a.conf:1']]);
  const { risks } = JSON.parse(ended.stdout) as { risks: { rule: string; path: string }[] };
  assert.deepEqual(risks.map(({ rule, path }) => [rule, path]), [['key-store', 'b.p12']]);
});

test('the hook, a range and a scan go by such rules too', () => {
  const repo = withFiles({ '.gitleaks.toml': RULES, 'a.txt': 'vendor\n' });
  repo.write('a.txt', `vendor\nx = ${token('a')}\n`);
  repo.git('add', 'a.txt');
  const hook = runCli(['staged'], { cwd: repo.dir });
  assert.equal(hook.status, 1);
  assert.match(hook.stderr, /vendor token/);
  assert.doesNotMatch(hook.stderr, new RegExp(token('a')));
  repo.commit('value');
  assert.deepEqual(seen(auditBy(repo, '--range', 'HEAD~1..HEAD')).map(({ rule }) => rule), ['vendor-token']);
  repo.write('elsewhere.yaml', 'rules: [.gitleaks.toml]\n');
  const scan = runCli(['scan', 'a.txt', '--config', 'elsewhere.yaml', '--format', 'json'], { cwd: repo.dir });
  assert.deepEqual(seen(scan).map(({ rule, places }) => [rule, ...places]), [['vendor-token', 'file a.txt:2']]);
  assert.deepEqual(seen(runCli(['scan', 'a.txt', '--format', 'json'], { cwd: repo.dir })), []);
});

test('messages, names and marks are as for our own rules', () => {
  const repo = withFiles({ '.gitleaks.toml': RULES, 'a.txt': `vendor ${token('m')} # burnlist:allow vendor-token made up\n` });
  repo.commit(`vendor ${token('n')}`);
  const all = seen(auditBy(repo)).map(({ status, places }) => [status, ...places]).sort();
  assert.deepEqual(all, [['accepted', 'blob a.txt:1'], ['open', 'commit-message :1']]);
});

test('a file extends another one of the same version, and a rule can be disabled by its id', () => {
  const repo = withFiles({
    [NAMED]: 'disable: [two.1]\n',
    '.gitleaks.toml': '[extend]\npath = "./shared/base.toml"\n',
    'shared/base.toml': `${RULES}[[rules]]\nid = "two.1"\nregex = "user_[a-z]{20}"\n`,
    'a.txt': `vendor ${token('a')} user_${characters('u', LOWER, 20)}\n`,
  });
  assert.deepEqual(seen(auditBy(repo)).map(({ rule }) => rule), ['vendor-token']);
  repo.write('.gitleaks.toml', '[extend]\npath = "gone.toml"\n');
  repo.commit('gone');
  const gone = runCli(['audit'], { cwd: repo.dir });
  assert.equal(gone.status, 2);
  assert.match(gone.stderr, /^burnlist: \.gitleaks\.toml: extend\.path: no file "gone\.toml" [^\n]*\n$/);
});

test('what is encoded or packed is looked into, whoever knows a value in it, and however the store is read', () => {
  const packed = gzipSync(`JWT_SECRET=${jwtSecret('p')}\nvendor ${token('p')}\nvendor ${token('q')}\n`);
  for (const config of [{}, { [NAMED]: 'rules: [.gitleaks.toml]\n' }]) {
    const encoded = Buffer.from(`vendor ${token('e')}`).toString('base64');
    const repo = withFiles({ '.gitleaks.toml': RULES, 'e.txt': `x: "${encoded}"\n`, ...config });
    repo.write('p.gz', packed);
    repo.commit('packed');
    repo.git('repack', '-adfq');
    auditBoth(repo, [1, 2]);
    const known = seen(auditBy(repo)).filter(({ rule }) => rule !== 'unnamed-token');
    assert.deepEqual(known.map(({ rule, places }) => [rule, ...places]).sort(), [
      ['jwt-signing-secret', 'blob p.gz:1'],
      ['vendor-token', 'blob e.txt:1'],
      ['vendor-token', 'blob p.gz:1'],
      ['vendor-token', 'blob p.gz:1'],
    ]);
  }
});

test('what a rule is not tried on because it fits too often is a gap of the coverage, however the store is read', () => {
  const rules = "[[rules]]\nid = \"any\"\nregex = '''q[^z]*z|q'''\n";
  const repo = withFiles({ '.gitleaks.toml': rules, 'dense.txt': 'q'.repeat(30_000), 'a.txt': 'one\n' });
  repo.git('repack', '-adfq');
  const { status, report } = auditBoth(repo, [1, 2]);
  assert.equal(status, 3);
  assert.deepEqual(report.coverage.skipped.map(({ what, count }) => [what, count]), [['too-dense', 1]]);
});

test('rules check says of such files what cannot run, what costs, and which examples fail', () => {
  const repo = makeRepo();
  repo.write('a.toml', `${RULES}[[rules]]\nid = "any"\nregex = "[a-z]{9}[0-9]"\n`);
  repo.write('b.rules', 'rules:\n  - { name: b, id: b.1, pattern: "(?i)b[0-9]+", examples: [ "B7", "c7" ] }\n');
  const { status, stdout } = runCli(['rules', 'check', 'a.toml', 'b.rules'], { cwd: repo.dir });
  assert.equal(status, 1);
  const [example, any, costly, ...rest] = stdout.split('\n');
  assert.equal(example, 'b.1: examples[1]: nothing is found in it');
  assert.match(any!, /^any: tried in every version of every file/);
  assert.match(costly!, /^b\.1: tried/);
  assert.deepEqual(rest, ['3 rules, 2 examples, 1 problems', '']);
  repo.write('a.toml', '[[rules]]\nid = "x"\nregex = "a(?=b)"\n');
  const refused = runCli(['rules', 'check', 'a.toml'], { cwd: repo.dir });
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^burnlist: a\.toml: rule "x": regex: cannot be run: [^\n]*\n$/);
});
