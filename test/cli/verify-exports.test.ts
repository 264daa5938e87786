/** What an export holds counts wherever it stands in it, and only if it is of what leaked and in use. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { jwtSecret } from '../support/secrets.ts';

const [OLD, NEW] = [jwtSecret('leaked'), jwtSecret('fresh')];
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const kubernetes = (data: Readonly<Record<string, string>>, namespace?: string): unknown => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'app', namespace },
  data,
});

function leaked(path = '.env'): Repo {
  const repo = makeRepo({ name: 'shop' });
  repo.write(path, `JWT_SECRET=${OLD}\n`);
  repo.commit('start');
  repo.remove(path);
  repo.commit('take it out');
  return repo;
}

function verify(repo: Repo, today: Readonly<Record<string, unknown>>): string {
  for (const [path, content] of Object.entries(today))
    repo.write(path, typeof content === 'string' ? content : JSON.stringify(content));
  const { stdout } = runCli(['verify', ...Object.keys(today).flatMap((path) => ['--current', path])], { cwd: repo.dir });
  return stdout.replace(/\s+/g, ' ');
}

test('an old value within a value is in use, also in a file that an export has in base64', () => {
  const within: Readonly<Record<string, unknown>> = {
    'application.yml': kubernetes({ 'application.yml': base64(`jwt:\n  secret: ${OLD}\n`) }),
    '.dockerconfigjson': kubernetes({ '.dockerconfigjson': base64(JSON.stringify({ auths: { r: { password: OLD } } })) }),
    'settings.py': kubernetes({ 'settings.py': base64(`JWT_SECRET = "${OLD}"\n`) }),
  };
  for (const [name, today] of Object.entries(within)) {
    const shown = verify(leaked(), { '.env': `JWT_SECRET=${NEW}\n`, 'today.json': today });
    assert.match(shown, new RegExp(`REUSED today\\.json holds the old value at "app\\.${name.replaceAll('.', '\\.')}"`));
  }
  const settings = verify(leaked(), { '.env': `JWT_SECRET=${NEW}\nAPP=${base64(JSON.stringify({ jwt: OLD }))}\n` });
  assert.match(settings, /REUSED \.env holds the old value at line 2/);
});

test('a comment in such a file keeps nothing open', () => {
  const today = kubernetes({ 'start.sh': base64(`# was ${OLD}\nexec app\n`), JWT_SECRET: base64(NEW) });
  assert.match(verify(leaked(), { 'today.json': today }), /ROTATED .*; stands in a comment at "app\.start\.sh" of today\.json/);
});

test('a pending version of AWS is not in use yet', () => {
  const stage = (name: string): unknown => ({
    Name: 'shop',
    SecretString: JSON.stringify({ JWT_SECRET: NEW }),
    VersionStages: [name],
  });
  assert.match(verify(leaked(), { 'today.json': stage('AWSPENDING') }), /UNKNOWN/);
  assert.match(verify(leaked(), { 'today.json': stage('AWSCURRENT') }), /ROTATED/);
});

test('a namespace of Kubernetes tells environments apart', () => {
  const today = (namespace: string): unknown => kubernetes({ JWT_SECRET: base64(NEW) }, namespace);
  assert.match(verify(leaked('.env.production'), { 'today.json': today('staging') }), /UNKNOWN/);
  assert.match(verify(leaked('.env.production'), { 'today.json': today('production') }), /ROTATED/);
});
