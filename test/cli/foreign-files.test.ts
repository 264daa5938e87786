/** Files of other scanners that are read unasked, through the real binary: empty, large, odd; and what is said of them, where. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters, jwtSecret } from '../support/secrets.ts';

const token = (name: string): string => `tok_${characters(name, 'abcdefghijklmnopqrstuvwxyz', 20)}`;
const RULES = "[[rules]]\nid = \"vendor-token\"\nregex = '''tok_[a-z]{20}'''\nkeywords = [\"vendor\"]\n";
const NAMED = '.burnlist/config.yaml';

function withFiles(files: Readonly<Record<string, string>>): Repo {
  const repo = makeRepo();
  for (const [path, content] of Object.entries(files)) repo.write(path, content);
  repo.commit('files');
  return repo;
}

test('a file that says nothing is none, and one that is no rule file stops with one line', () => {
  for (const text of ['', '\n', '# later\n', '\ufeff# later\r\n', 'title = "ours"\n']) {
    const repo = withFiles({ '.gitleaks.toml': text, '.gitleaksignore': text.startsWith('t') ? '' : text, 'a.txt': 'one\n' });
    const { status, stderr } = runCli(['audit'], { cwd: repo.dir });
    assert.deepEqual([status, stderr], [0, ''], JSON.stringify(text));
  }
  const odd = runCli(['audit'], { cwd: withFiles({ '.gitleaks.toml': 'rules:\n  - { id: a, pattern: b }\n' }).dir });
  assert.equal(odd.status, 2);
  assert.match(odd.stderr, /^burnlist: \.gitleaks\.toml:1:\d+: not valid TOML: [^\n]*\n$/);
});

test('what is read unasked may not be too large', () => {
  for (const [path, line] of [['.gitleaks.toml', '# filling\n'], ['.gitleaksignore', 'a.txt:one:1\n']] as const) {
    const { status, stderr } = runCli(['audit'], { cwd: withFiles({ [path]: line.repeat(450_000) }).dir });
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`^burnlist: \\${path}: larger than 4 MB[^\\n]*\\n$`));
  }
});

test('lines that are no fingerprints are told of up to a number', () => {
  const repo = withFiles({ '.gitleaksignore': `a:b:1\n${'odd\n'.repeat(9)}`, 'a.txt': 'one\n' });
  const { stdout } = runCli(['audit'], { cwd: repo.dir });
  assert.match(stdout, /\.gitleaksignore:2: not a fingerprint/);
  assert.match(stdout, /\.gitleaksignore:6: not a fingerprint/);
  assert.doesNotMatch(stdout, /\.gitleaksignore:7: /);
  assert.match(stdout, /\.gitleaksignore: 4 more lines are not fingerprints/);
});

test('a refused commit and a range are told as an audit is, and a clean commit is silent', () => {
  const allow = "[allowlist]\npaths = ['''^never''']\n";
  const repo = withFiles({ '.gitleaks.toml': allow + RULES, 'a.txt': 'one\n' });
  repo.write('b.txt', 'two\n');
  repo.git('add', 'b.txt');
  assert.deepEqual(runCli(['staged'], { cwd: repo.dir }), { status: 0, stdout: '', stderr: '' });
  repo.write('b.env', `JWT_SECRET=${jwtSecret('a')}\n`);
  repo.git('add', 'b.env');
  const hook = runCli(['staged'], { cwd: repo.dir });
  assert.equal(hook.status, 1);
  assert.match(hook.stderr, /\.gitleaks\.toml: what it allows holds for its own rules/);
  repo.commit('secret');
  assert.match(runCli(['audit', '--range', 'HEAD~1..HEAD'], { cwd: repo.dir }).stdout, /what it allows holds for its own rules/);
});

test('control characters in names and descriptions of rules reach no terminal', () => {
  const rule = `rules:\n  - { id: v.1, name: "ven\\u001b[31mdor\\u009b2J", pattern: "tok_[a-z]{20}" }\n`;
  const list = "[[rules.allowlists]]\ndescription = \"old\\u001b]0;x\\u0007\"\npaths = ['''^b''']\n";
  const repo = withFiles({
    [NAMED]: 'rules: [theirs.yml]\n',
    'theirs.yml': rule,
    '.gitleaks.toml': RULES.replace('tok_', 'kot_') + list,
    'a.txt': `${token('a')}\n`,
    'b.txt': `vendor ${token('b').replace('tok_', 'kot_')}\n`,
  });
  for (const format of ['text', 'json', 'html', 'markdown', 'sarif']) {
    const { stdout, status } = runCli(['audit', '--format', format], { cwd: repo.dir });
    assert.equal(status, 1, format);
    assert.doesNotMatch(stdout, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\\u001b|\\u009b|\\u0007/, format);
  }
});

test('rules of the configuration are listed and explained as ours are, but for their examples', () => {
  const example = token('example');
  const repo = withFiles({
    [NAMED]: 'rules: [theirs.yml]\ndisable: [aws-access-key-id]\n',
    'theirs.yml': `rules:\n  - { name: Vendor, id: v.1, pattern: "(?x) tok_ # a token\\n [a-z]{20}", examples: [ ${example} ] }\n`,
    '.gitleaks.toml': RULES,
  });
  const list = runCli(['rules', 'list'], { cwd: repo.dir });
  assert.equal(list.status, 0);
  assert.match(list.stdout, /^aws-access-key-id .*\n/m);
  assert.match(list.stdout, /\nv\.1 +medium {2}Vendor \(theirs\.yml\)\n/);
  assert.match(list.stdout, /\nvendor-token +high {4}vendor token \(\.gitleaks\.toml\)\n$/);
  const one = runCli(['rules', 'explain', 'v.1'], { cwd: repo.dir });
  assert.match(one.stdout, /^v\.1: Vendor\n.* from +theirs\.yml \(kingfisher\)\n {2}looks for +\(\?x\) tok_ # a token\n +\[a-z\]\{20\}\n/s);
  assert.ok(!one.stdout.includes(example));
  assert.match(runCli(['rules', 'explain', 'vendor-token'], { cwd: repo.dir }).stdout, /\n {2}keywords +vendor\n/);
  repo.write(NAMED, 'disable: [nothing-like-it]\n');
  const broken = runCli(['rules', 'list'], { cwd: repo.dir });
  assert.equal(broken.status, 2);
  assert.match(broken.stdout, /^aws-access-key-id /m);
  assert.match(broken.stderr, /disable: no rule is called "nothing-like-it"/);
  const allow = (rule: string): string => `rules: [theirs.yml]\nallow: [{ path: "tests/**", rule: ${rule}, reason: made up }]\n`;
  repo.write(NAMED, allow('v.2'));
  assert.match(runCli(['rules', 'list'], { cwd: repo.dir }).stderr, /allow: no rule is called "v\.2"/);
  for (const known of ['v.1', 'jwt-signing-secret', 'aws-access-key']) {
    repo.write(NAMED, allow(known));
    assert.equal(runCli(['rules', 'list'], { cwd: repo.dir }).status, 0, known);
  }
});
