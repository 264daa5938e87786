/** Where following a runbook to the letter would do harm after a leak: each trap, and that its neighbour is none. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Box, Judged, Runbook, Task } from '../../src/model.ts';
import { makePlan } from '../../src/plan/tasks.ts';
import { loadRotations } from '../../src/plan/rotations.ts';
import { fixtureText, page, signingSecret, versionedKeys } from '../runbook/pages.ts';
import { makeRepo } from '../support/repo.ts';
import { type Given, judged } from './judged.ts';

const rotations = loadRotations();
const jwt = (given: Given = {}) => judged({ path: 'deploy/jwt_secrets.json', ...given });
const fernet = () => judged({ names: ['FERNET_KEY'], kind: 'fernet-key', ruleName: 'Fernet key' });
const database = (path = 'config/app.env') => judged({ names: ['DATABASE_URL'], kind: 'database-url', path });

type Warnings = Task['warnings'];

function taskOf(secret: Judged, runbooks: readonly Runbook[], tracked: readonly string[] = []): Task {
  const [task] = makePlan({ asOf: '2026-11-22', secrets: [secret], runbooks, rotations, tracked }).tasks;
  assert.ok(task);
  return task;
}
const box = (task: Task, fits: RegExp): Box => {
  const found = task.boxes.find(({ text }) => fits.test(text));
  assert.ok(found, `no box ${fits}`);
  return found;
};
const at = (task: Task, fits: RegExp): number => task.boxes.indexOf(box(task, fits));
const quoted = (text: string, [first, last]: readonly [number, number]): string =>
  text
    .split('\n')
    .slice(first - 1, last)
    .join(' ');

const KEYS = fixtureText('versioned-keys.md');
const SECRET = fixtureText('signing-secret.md');

test('an old signing key that is to live until its tokens expire goes in the same deployment, with the reason', () => {
  const removal = box(taskOf(jwt(), [versionedKeys()]), /remove the old key/);
  assert.equal(removal.phase, 'revoke');
  assert.match(removal.change ?? '', /in the same deployment, not after expiry: .*any expiry/);
  assert.match(quoted(KEYS, removal.source?.lines ?? [1, 1]), /has expired/);
});

test('an old value that goes "once all tokens have expired" goes at once after a leak', () => {
  const planned = page(['## Rotate JWT_SECRET', '1. Store it and restart', '2. Remove the old one once all tokens have expired']);
  const task = taskOf(jwt(), [planned]);
  assert.match(box(task, /^Remove the old one/).change ?? '', /in the same deployment, not after expiry/);
  assert.deepEqual(
    task.boxes.filter(({ phase }) => phase === 'deploy').map(({ text }) => text),
    ['Restart'],
    'the step that stores restarts as well',
  );
});

test('where the old key goes at once nothing is changed', () => {
  const strict = page(['## Rotate JWT_SECRET', '1. Deploy it with no overlap', '2. The old key must not remain valid']);
  for (const runbook of [strict, signingSecret()])
    assert.ok(taskOf(jwt(), [runbook]).boxes.every(({ change }) => change === undefined));
});

test('a CI test that demands that old tokens stay valid is one box before the deployment, which says what to do about it', () => {
  const task = taskOf(jwt(), [versionedKeys()]);
  const check = box(task, /^Check in CI/);
  assert.match(check.change ?? '', /would stop the deployment: change it, or go past it knowingly/);
  assert.match(quoted(KEYS, check.source?.lines ?? [1, 1]), /stay valid until/);
  assert.ok(at(task, /^Check in CI/) < at(task, /^Deploy the shop/));
  assert.equal(task.boxes.filter(({ phase }) => phase === 'deploy').length, 2, 'and nothing says it twice');
  const harmless = page(['## Rotate JWT_SECRET', '1. Generate a key', '2. Run the tests in CI', '3. Deploy']);
  assert.ok(taskOf(jwt(), [harmless]).boxes.every(({ change }) => change === undefined));
});

test('boxes stand in the order in which they can be done: what goes in the same deployment comes before it', () => {
  for (const [kind, name] of [['jwt-secret', 'JWT_SECRET'], ['django-secret-key', 'SECRET_KEY']] as const) {
    const steps = ['1. Generate a key', '2. Deploy', '3. Verify that login works', '4. Remove the old key once all tokens have expired'];
    const task = taskOf(judged({ kind, names: [name] }), [page([`## Rotate ${name}`, ...steps])]);
    const order = [/^Remove the old/, /^Deploy$/, /^Verify that/, /old key gets 401|from before is refused/].map((fits) => at(task, fits));
    assert.deepEqual(order, [...order].sort((a, b) => a - b), kind);
    assert.match(box(task, /^Remove the old/).change ?? '', /in the same deployment/);
  }
});

test('of a token that is revoked first no step says that it goes with the deployment', () => {
  const steps = ['1. Create a new token', '2. Deploy it', '3. Revoke the old token after the grace period'];
  const planned = page(['# Rotation', '## GitHub tokens', ...steps]);
  const task = taskOf(judged({ names: ['GITHUB_TOKEN'], kind: 'github-token' }), [planned]);
  assert.match(box(task, /^Revoke the old token/).change ?? '', /first, not last/);
});

test('a script that writes the new key into a tracked file: box 0 takes the file out of git, before generating', () => {
  const task = taskOf(jwt({ path: 'old.env' }), [versionedKeys()], ['deploy/jwt_secrets.json', 'README.md']);
  const first = task.boxes[0];
  assert.match(first?.text ?? '', /^Before anything is generated/);
  assert.deepEqual(first?.files, ['deploy/jwt_secrets.json', 'old.env']);
  const [untracks, ignores] = first?.code[0]?.text.split('\n') ?? [];
  assert.deepEqual([untracks, ignores], ['git rm --cached -- deploy/jwt_secrets.json', appended('deploy/jwt_secrets.json')]);
  assert.match(quoted(KEYS, first?.reminders[0]?.source.lines ?? [1, 1]), /writes one more random key into `jwt_secrets.json`/);
});

test('a value that stands in a tracked file has its file taken out, in quotes where a shell needs them; else no such box', () => {
  assert.match(taskOf(database("it's/app.env"), []).boxes[0]?.code[0]?.text ?? '', /'it'\\''s\/app\.env'/);
  const notes = database('docs/setup.md');
  const gone = { ...notes, occurrences: notes.occurrences.map((each) => ({ ...each, inHead: false })) };
  assert.ok(!taskOf(gone, [versionedKeys()], ['README.md']).boxes.some(({ text }) => text.startsWith('Before anything')));
});

test('where the value stood before it left HEAD, git is to ignore what comes next: a file of settings, or that the steps write', () => {
  const left = (path: string, runbooks = [versionedKeys()], tracked: readonly string[] = []): Box | undefined =>
    taskOf({ ...jwt(), occurrences: jwt({ path }).occurrences.map((each) => ({ ...each, inHead: false })) }, runbooks, tracked).boxes.find(
      ({ text }) => text.startsWith('Before anything is generated, see that git ignores'),
    );
  const ignores = `git check-ignore --quiet -- api/.env || ${appended('api/.env')}`;
  assert.equal(left('api/.env')?.code[0]?.text, ignores);
  assert.deepEqual(left('jwt_secrets.json')?.files, ['jwt_secrets.json']);
  assert.equal(left('jwt_secrets.json', [signingSecret()]), undefined, 'no step writes it');
  assert.equal(left('src/keys.ts'), undefined);
  assert.equal(left('.env', [versionedKeys()], ['.env']), undefined, 'it is tracked');
});

test('a quiet hour yields to the incident note, and both lines are named', () => {
  const [warning] = taskOf(jwt(), [signingSecret()]).warnings;
  assert.match(warning?.text ?? '', /a leak does not wait: rotate immediately/);
  const lines = warning?.sources.map((source) => quoted(SECRET, source.lines));
  assert.match(lines?.[0] ?? '', /quiet hour is best/);
  assert.match(lines?.[1] ?? '', /Rotate immediately/);
});

test('a new Fernet key that is stored over the old and deployed alone: both loaded first, then everything encrypted again', () => {
  const task = taskOf(fernet(), [versionedKeys()]);
  assert.match(box(task, /^Generate a key/).change ?? '', /do not store it over the old key/);
  assert.match(box(task, /^Deploy the shop/).change ?? '', /nothing old can be read or encrypted again/);
  assert.match(box(task, /^Stored data/).change ?? '', /while both keys are loaded/);
  const order = [/^Store both keys/, /^Deploy the shop/, /^Stored data has to be re-encrypted/, /^Clean up/].map((fits) => at(task, fits));
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  const good = page(['## Rotate FERNET_KEY', '1. Generate a key', '2. Deploy with MultiFernet([new, old])', '3. Re-encrypt']);
  assert.ok(taskOf(fernet(), [good]).boxes.every(({ change }) => change === undefined));
});

test('of two procedures for one key the one that is there is taken, and the wish is named with its reason', () => {
  const task = taskOf(jwt(), [versionedKeys()]);
  assert.deepEqual(
    task.chosen.map(({ anchor }) => anchor),
    ['jwt-secret-rotation'],
  );
  const other = task.links.find(({ procedure }) => procedure.anchor === 'moving-secret-rotation-to-aws-secrets-manager');
  assert.match(other?.reason ?? '', /describes how things should be/);
});

test('nothing revokes or tests the old value: both boxes are there, marked by having no source', () => {
  const task = taskOf(jwt(), [signingSecret()]);
  for (const phase of ['revoke', 'verify-old'] as const)
    assert.deepEqual(
      task.boxes.filter((each) => each.phase === phase).map(({ source }) => source),
      [undefined],
    );
});

test('a log that is published may hold ids only', () => {
  const guard = box(taskOf(jwt(), [versionedKeys()]), /ids and dates only/);
  assert.match(quoted(KEYS, guard.reminders[0]?.source.lines ?? [1, 1]), /log is kept as an artifact/);
  assert.match(guard.reminders[0]?.text ?? '', /yearly review\.$/, 'words that lead over to a command stay with it');
  assert.ok(!taskOf(fernet(), [versionedKeys()]).boxes.some(({ text }) => /ids and dates only/.test(text)), 'not its log');
});

test('what must not be done with a new value stands where it is made', () => {
  const { reminders } = box(taskOf(jwt(), [signingSecret()]), /^Generate another secret/);
  assert.match(reminders.map(({ text }) => text).join('\n'), /Values do not belong into tickets/);
});

test('what must never be committed, or go into an image, stands where that is prevented and where the value is stored', () => {
  const steps = ['## JWT_SECRET', '1. Generate', '2. Store', '3. Deploy'];
  const { boxes } = taskOf(jwt(), [page(['# Rotation', 'Never commit secrets.', '', '- Do not put keys into images.', '', ...steps])]);
  const reminders = (phase: string) =>
    boxes
      .filter((each) => each.phase === phase)
      .flatMap((each) => each.reminders.map(({ text, source }) => [text, source.lines[0]]));
  assert.deepEqual(reminders('prevent'), [['Never commit secrets.', 2]]);
  assert.deepEqual(reminders('store'), [['Do not put keys into images.', 4]]);
  assert.deepEqual(reminders('deploy'), []);
});

test('a hook that the page asks for is its step to prevent, and not said to be missing; what it leaves out stands below', () => {
  const hook = 'Keep pre-commit hooks that refuse secrets.';
  const task = taskOf(jwt(), [page(['# Rotation', hook, '', '## JWT_SECRET', '1. Generate', '2. Deploy'])]);
  const prevent = task.boxes.find(({ phase }) => phase === 'prevent');
  assert.deepEqual([prevent?.text, prevent?.source?.lines, prevent?.reminders], [hook, [2, 2], []]);
  assert.match(prevent?.children[0]?.text ?? '', /^Load the value from the secret manager/);
  assert.ok(!task.missing.includes('prevention'));
  assert.ok(taskOf(jwt(), [page(['## Rotate JWT_SECRET', '1. Generate', '2. Deploy'])]).missing.includes('prevention'));
});

test('production .env files are named, and databases that others can reach', () => {
  const warnings = (path: string) => taskOf(database(path), [signingSecret()]).warnings;
  const named = warnings('.env.production').find(({ text }) => text.includes('it stood in'));
  assert.deepEqual(named?.files, ['.env.production']);
  assert.ok(warnings('src/db.ts').every(({ text }) => !text.includes('it stood in')));
  assert.ok(warnings('src/db.ts').some(({ text }) => text.includes('where others can reach them')));
});

test('what a script does not do, and that there is none, is said where it is to be run, and only there', () => {
  const [step] = versionedKeys().procedures.flatMap(({ anchor, steps }) => (anchor === 'jwt-secret-rotation' ? steps : []));
  assert.ok(step);
  for (const [rule, text, about] of [
    ['script-differs', 'tools/add_signing_key.py: names keys by counting them', /read the script/],
    ['missing-file', 'tools/add_signing_key.py is not in this version of the repository', /cannot be done as it stands/],
  ] as const) {
    const found = { rule, text, path: 'docs/versioned-keys.md', lines: step.lines, isDangerous: false };
    const said = (secret: Judged): Warnings =>
      makePlan({ asOf: '2026-11-22', secrets: [secret], runbooks: [versionedKeys()], rotations, lint: [found] })
        .tasks.flatMap(({ warnings }) => warnings)
        .filter((warning) => about.test(warning.text));
    assert.deepEqual(
      said(jwt()).map(({ files, sources: [source] }) => [files, source?.lines]),
      [[[text], step.lines]],
    );
    assert.deepEqual(said(fernet()), []);
  }
});

test('what says which key of a map is in use has a box of its own, unless a step sets it or the secret is none of a map', () => {
  const keyed = { names: ['jwt_secrets.v1'] };
  const task = taskOf(jwt(keyed), [versionedKeys()]);
  const names = /this names the new one/;
  assert.deepEqual([box(task, names).phase, box(task, names).files], ['store', ['JWT_SECRET_ID']]);
  assert.ok(at(task, names) < at(task, /remove the old key/), 'before the old one goes');
  const sets = page(['## Rotate JWT_SECRETS', '1. Generate a key', '2. Set `JWT_SECRET_ID` to its id', '3. Remove the old one']);
  const asks = page(['## Rotate JWT_SECRETS', '1. Generate a key. Now set `JWT_SECRET_ID` to its id', '2. Remove the old one']);
  for (const other of [taskOf(jwt(keyed), [sets]), taskOf(jwt(keyed), [asks]), taskOf(jwt({ names: ['JWT_SECRET'] }), [versionedKeys()])])
    assert.ok(!other.boxes.some(({ text }) => names.test(text)));
});

test('the window that the audit has to cover starts when others could read the value', () => {
  const published = { date: '2025-03-04', evidence: 'pushed' };
  const secret = jwt();
  const audit = box(taskOf({ ...secret, exposure: { ...secret.exposure, published } }, [signingSecret()]), /^Audit/);
  assert.equal(audit.children.length, 3);
});

test('a token that its issuer can switch off is revoked first, whatever the order of the runbook', () => {
  const planned = page(['# Rotation', '## GitHub tokens', '1. Create a new token', '2. Deploy it', '3. Revoke the old token']);
  const task = taskOf(judged({ names: ['GITHUB_TOKEN'], kind: 'github-token' }), [planned]);
  assert.ok(at(task, /^Revoke the old token/) < at(task, /^Create a new token/));
  assert.match(box(task, /^Revoke the old token/).change ?? '', /first, not last/);
});

test('the line for .gitignore is one of its own, also behind a last line without an end', () => {
  const repo = makeRepo();
  repo.write('.gitignore', 'dist');
  repo.write('api/.env', '');
  const line = `git check-ignore --quiet -- api/.env || ${appended('api/.env')}`;
  for (let time = 0; time < 2; time++) execFileSync('sh', ['-c', line], { cwd: repo.dir });
  assert.equal(readFileSync(join(repo.dir, '.gitignore'), 'utf8'), 'dist\n/api/.env\n');
  assert.equal(repo.git('check-ignore', 'api/.env', 'dist'), 'api/.env\ndist');
});

const appended = (path: string): string => `printf '\\n%s\\n' /${path} >> .gitignore`;
