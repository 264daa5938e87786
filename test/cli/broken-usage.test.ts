/** Wrong usage and broken configuration: 2 and one line that says what and where, before anything is read. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder, makeRepo, runCli, type Repo } from '../support/repo.ts';

function refused(repo: Repo | string, args: readonly string[], said: RegExp): void {
  const { status, stdout, stderr } = runCli(args, { cwd: typeof repo === 'string' ? repo : repo.dir });
  assert.equal(status, 2, `${args.join(' ')}: ${stderr}`);
  assert.equal(stdout, '', args.join(' '));
  assert.match(stderr, /^burnlist: [^\n]+\n$/);
  assert.match(stderr, said);
}

const plain = makeRepo();
plain.commit('one');

test('outside of a repository nothing is clean', () => {
  const folder = makeFolder();
  for (const args of [['audit'], ['staged'], ['todo'], ['accept', '--all-existing'], ['audit', '--range', 'A..B']]) {
    refused(folder, args, new RegExp(`^burnlist: not a git repository: ${folder}\n$`));
  }
  refused(plain, ['audit', folder], new RegExp(`^burnlist: not a git repository: ${folder}\n$`));
  refused(folder, ['audit', '/nowhere/at/all'], /no such folder: \/nowhere\/at\/all/);
  refused(folder, ['scan', 'nowhere'], /nowhere: no such file or folder/);
});

test('options that are wrong are refused also where there is nothing to scan', () => {
  for (const command of ['audit', 'staged', 'scan', 'todo']) {
    refused(plain, [command, '--frobnicate'], /unknown option --frobnicate: --help lists the options/);
    refused(plain, [command, '--format', 'xml'], /--format xml: not one of (?:text|markdown), /);
    refused(plain, [command, '--as-of', '2026-02-30'], /--as-of 2026-02-30: not a date/);
  }
  for (const command of ['audit', 'staged', 'scan'])
    refused(plain, [command, '--fail-on', 'nonsense'], /--fail-on nonsense/);
  refused(plain, ['audit', '--allow-partial', 'all'], /--allow-partial all: not one of shallow/);
  refused(plain, ['todo', '--allow-partial', 'all'], /--allow-partial all: not one of shallow/);
  refused(plain, ['audit', '--range', 'HEAD..HEAD', '--range', 'HEAD'], /--range is given twice/);
  refused(plain, ['staged', '--fail-on', 'P0', '--fail-on', 'none'], /--fail-on is given twice/);
  refused(plain, ['audit', '--range', 'HEAD', '--pre-push'], /--pre-push reads its ranges itself: it goes without --range/);
  refused(plain, ['audit', '--policy-from', 'nowhere'], /--policy-from nowhere: no such revision/);
  refused(plain, ['audit', '--range', 'HEAD..nowhere'], /"nowhere" names no commit/);
  refused(plain, ['audit', '--runbook', 'nowhere.md'], /--runbook nowhere\.md: cannot be read \(ENOENT\)/);
  refused(plain, ['scan', '--config', 'nowhere.yaml'], /--config nowhere\.yaml: cannot be read \(ENOENT\)/);
  refused(plain, ['frob\u001b[m'], /^burnlist: unknown command "frob\ufffd\[m"/);
});

test('in a repository without commits a policy can be named no more than elsewhere', () => {
  refused(makeRepo(), ['audit', '--policy-from', 'nowhere'], /no such revision/);
});

test('a configuration that is broken stops every command with file, line and column', () => {
  const broken: readonly [string, string, RegExp][] = [
    [
      'config.yaml',
      'marks: honour\nrunboks: []\n',
      /\.burnlist\/config\.yaml:2:1: unknown key "runboks", did you mean "runbooks"\?/,
    ],
    ['config.yaml', 'allow: [', /\.burnlist\/config\.yaml:1:\d+: /],
    ['config.yaml', 'marks: &a honour\nfailOn: *a\n', /\.burnlist\/config\.yaml:2:\d+: .*aliases/],
    ['config.yaml', 'rules: [mine.yaml]\n', /no file mine\.yaml/],
    [
      'ledger.yaml',
      '<<<<<<< ours\n- {id: a}\n=======\n>>>>>>> theirs\n',
      /\.burnlist\/ledger\.yaml:1:1: git left a merge conflict/,
    ],
    ['ledger.yaml', '- id: 7\n', /\.burnlist\/ledger\.yaml:1:\d+: /],
    [
      'config.yaml',
      'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b]\n',
      /config\.yaml:1:1: unknown key "a"/,
    ],
    ['config.yaml', `allow: ${'['.repeat(20_000)}`, /\.burnlist\/config\.yaml:1:\d+: /],
  ];
  for (const [file, text, said] of broken) {
    const repo = makeRepo();
    repo.write(`.burnlist/${file}`, text);
    repo.git('add', '--all');
    refused(repo, ['staged'], said);
    repo.commit('policy');
    refused(repo, ['audit'], said);
  }
});

test("a rule of the user's own that is broken or can be made slow is refused by name", () => {
  const repo = makeRepo();
  repo.write('.burnlist/config.yaml', 'rules: [mine.yaml]\n');
  repo.write('mine.yaml', 'rulez: []\n');
  repo.commit('policy');
  refused(repo, ['audit'], /mine\.yaml:\d+:\d+: /);
});

test('a saved report that is cut, edited or something else is refused, and never a to-do without tasks', () => {
  const folder = makeFolder();
  const whole = {
    schema: 'burnlist/report@1',
    repositories: [],
    coverage: { skipped: [], failed: [], outOfScope: [] },
    secrets: [],
    risks: [],
    setAside: [],
  };
  const broken: readonly [unknown, RegExp][] = [
    [null, /no report that is known/],
    [[{}], /no report that is known/],
    [{ runs: [] }, /no report that is known/],
    [{ ...whole, schema: 'burnlist/report@9' }, /no report that is known/],
    [{ ...whole, secrets: undefined }, /"secrets" is missing/],
    [{ ...whole, secrets: [{}] }, /"secrets\[0\]\.id" is missing/],
    [{ ...whole, coverage: {} }, /"coverage\.skipped" is missing/],
    [{ ...whole, coverage: 3 }, /"coverage" is missing/],
    [{ ...whole, repositories: 'x' }, /"repositories" is missing/],
  ];
  for (const [report, said] of broken) {
    writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
    refused(folder, ['todo', 'report.json'], said);
  }
  writeFileSync(join(folder, 'report.json'), JSON.stringify(whole).slice(0, 50));
  refused(folder, ['todo', 'report.json'], /report\.json: broken or cut off JSON/);
});
