/** What is called alike and is another secret never ends a task. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters, githubToken, password, pemKey } from '../support/secrets.ts';

const random = (name: string): string => characters(name, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', 32);
const stripeKey = (name: string): string => `sk_live_${random(name).slice(0, 24)}`;

/** Each file is committed, and taken out again. */
function leaked(files: Readonly<Record<string, string>>): Repo {
  const repo = makeRepo();
  for (const [path, text] of Object.entries(files)) repo.write(path, text);
  repo.commit('configuration');
  repo.git('rm', '-rq', ...Object.keys(files));
  repo.commit('without it');
  return repo;
}

function verify(repo: Repo, current: Readonly<Record<string, string>>): { status: number | null; rows: Record<string, string> } {
  for (const [path, text] of Object.entries(current)) repo.write(path, text);
  const files = Object.keys(current).flatMap((path) => ['--current', path]);
  const { status, stdout } = runCli(['verify', ...files, '--format', 'json'], { cwd: repo.dir });
  const { results: rows } = JSON.parse(stdout) as { results: { name: string; outcome: string }[] };
  return { status, rows: Object.fromEntries(rows.map(({ name, outcome }) => [name, outcome])) };
}

test('what a rule calls a key is no name: another key does not stand for it', () => {
  const repo = leaked({ 'pay.txt': `use ${stripeKey('leaked')} for now\n` });
  const { status, rows } = verify(repo, { 'now.env': `STRIPE_SECRET_KEY=${stripeKey('other')}\n` });
  assert.deepEqual([status, Object.values(rows)], [1, ['UNKNOWN']]);
});

test('a token closes by the name that it was assigned to, and by no other', () => {
  const repo = leaked({ 'app.env': `STRIPE_API_KEY=${stripeKey('named')}\nBILLING_STRIPE_KEY=${stripeKey('billing')}\n` });
  const { status, rows } = verify(repo, { 'now.env': `STRIPE_API_KEY=${stripeKey('new')}\n` });
  assert.deepEqual([status, rows], [1, { STRIPE_API_KEY: 'ROTATED', BILLING_STRIPE_KEY: 'UNKNOWN' }]);
});

test('a password under another parent, in another file, is another one', () => {
  const outcome = (current: Readonly<Record<string, string>>): string | undefined =>
    verify(leaked({ 'a.yml': `db:\n  password: ${password('db')}\n` }), current).rows['password'];
  assert.equal(outcome({ 'cur.yml': `smtp:\n  password: ${password('smtp')}\n` }), 'UNKNOWN');
  const [db, smtp] = [`db:\n  password: ${password('new')}\n`, `smtp:\n  password: ${password('smtp')}\n`];
  assert.equal(outcome({ 'now/a.yml': db + smtp }), 'ROTATED', 'below the same keys');
  assert.equal(outcome({ 'now/a.yml': smtp }), 'UNKNOWN', 'the file has another password only');
  assert.equal(outcome({ 'now/a.yml': db }), 'ROTATED');
});

test('a key of one service says nothing of another\'s, whatever the format; spelled out or below its parent it does', () => {
  const yaml = (parent: string, value: string): string => `${parent}:\n  api_key: ${random(value)}\n`;
  const toml = (parent: string, value: string): string => `[${parent}]\napi_key = "${random(value)}"\n`;
  const json = (parent: string, value: string): string => JSON.stringify({ [parent]: { api_key: random(value) } });
  for (const [file, write] of [['a.yml', yaml], ['a.toml', toml], ['a.json', json]] as const) {
    const outcome = (path: string, text: string): string[] =>
      Object.values(verify(leaked({ [file]: write('sendgrid', 'leaked') }), { [path]: text }).rows);
    assert.deepEqual(outcome(file, write('stripe', 'new')), ['UNKNOWN'], file);
    assert.deepEqual(outcome(`now/${file}`, write('stripe', 'new')), ['UNKNOWN'], file);
    assert.deepEqual(outcome(file, write('sendgrid', 'new')), ['ROTATED'], file);
    assert.deepEqual(outcome(`now/b${file}`, write('sendgrid', 'new')), ['UNKNOWN'], file);
    assert.deepEqual(outcome(file.replace('a.', 'now.'), write('sendgrid', 'new')), ['ROTATED'], file);
    assert.deepEqual(outcome('now.env', `SENDGRID_API_KEY=${random('new')}\n`), ['ROTATED'], file);
    assert.deepEqual(outcome('now.env', `API_KEY=${random('new')}\n`), ['UNKNOWN'], file);
  }
  const both = yaml('stripe', 'new') + yaml('mail', 'other');
  assert.deepEqual(Object.values(verify(leaked({ '.env': `API_KEY=${random('leaked')}\n` }), { 'a.yml': both }).rows), ['UNKNOWN']);
});

test('a name that is no map of keys: its neighbours are other settings; a password in a connection string', () => {
  const settings = (secret: string, database: string): string =>
    JSON.stringify({
      Jwt: { Secret: random(secret), RefreshSecret: random('refresh') },
      ConnectionStrings: { Main: `Host=db.corp.net;Username=app;Password=${password(database)}` },
    });
  const outcomes = (text: string) => verify(leaked({ 'appsettings.json': settings('old', 'old') }), { 'appsettings.json': text }).rows;
  const same = outcomes(settings('old', 'old'));
  assert.deepEqual([same['Jwt.Secret'], same['Password']], ['STILL CURRENT', 'STILL CURRENT']);
  const renewed = outcomes(settings('new', 'new'));
  assert.deepEqual([renewed['Jwt.Secret'], renewed['Password']], ['ROTATED', 'ROTATED']);
  const near = outcomes(settings('new', 'old').replace(password('old'), `${password('old')}1`));
  assert.equal(near['Password'], 'NEAR-COPY');
  const gone = outcomes(JSON.stringify({ Jwt: { Issuer: random('issuer') }, ConnectionStrings: { Main: 'Host=db;Trusted=yes' } }));
  assert.deepEqual([gone['Jwt.Secret'], gone['Password']], ['UNKNOWN', 'UNKNOWN']);
});

test('another profile of a file of credentials is another credential', () => {
  const profile = (name: string, value: string): string => `[${name}]\ndb_password = ${random(value)}\n`;
  const outcomes = (now: string): string[] =>
    Object.values(verify(leaked({ credentials: profile('prod', 'leaked') }), { credentials: now }).rows);
  assert.deepEqual(outcomes(profile('default', 'other')), ['UNKNOWN']);
  assert.deepEqual(outcomes(profile('default', 'other') + profile('prod', 'new')), ['ROTATED']);
});

test('a URL of another account at another host is another credential', () => {
  const url = (user: string, host: string): string =>
    `DATABASE_URL=postgres://${user}:${random(user + host)}@${host}.corp.net/app\n`;
  const outcomes = (now: string): string[] => Object.values(verify(leaked({ 'api/.env': url('shop', 'db1') }), { 'now.env': now }).rows);
  assert.deepEqual(outcomes(url('web', 'db2')), ['UNKNOWN']);
  assert.deepEqual(outcomes(url('web', 'db1').replace('/app', '/web')), ['UNKNOWN']);
  assert.deepEqual(outcomes(url('shop', 'db3')), ['ROTATED']);
  // a form that is not read for its account is no proof either
  assert.deepEqual(outcomes(`DATABASE_URL=jdbc:postgresql://db2.corp.net/web?user=web&password=${random('jdbc')}\n`), ['UNKNOWN']);
  const cache = (name: string): string => `CACHE_URL=redis://:${random(name)}@cache.corp.net\n`;
  assert.deepEqual(Object.values(verify(leaked({ '.env': cache('old') }), { 'now.env': cache('new') }).rows), ['ROTATED']);
});

test('of two private keys whose files are called alike, one says nothing of the other', () => {
  const files = { 'api/server.key': pemKey('api'), 'web/server.key': pemKey('web') };
  const outcomes = (path: string): string[] => {
    const repo = leaked(files);
    repo.write(path, pemKey('new'));
    const { stdout } = runCli(['verify', '--current', path, '--format', 'json'], { cwd: repo.dir });
    return (JSON.parse(stdout) as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome).sort();
  };
  assert.deepEqual(outcomes('web/server.key'), ['ROTATED', 'UNKNOWN']);
  assert.deepEqual(outcomes('server.key'), ['UNKNOWN', 'UNKNOWN']);
});

test('of two maps of keys that are called alike, one says nothing of the other', () => {
  const map = (name: string): string => JSON.stringify({ v1: random(name) });
  const outcomes = (path: string, text: string): string[] => {
    const repo = leaked({ 'api/jwt_secrets.json': map('api'), 'web/jwt_secrets.json': map('web') });
    repo.write(path, text);
    const { stdout } = runCli(['verify', '--current', path, '--format', 'json'], { cwd: repo.dir });
    return (JSON.parse(stdout) as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome).sort();
  };
  assert.deepEqual(outcomes('web/jwt_secrets.json', map('new')), ['ROTATED', 'UNKNOWN']);
  assert.deepEqual(outcomes('jwt_secrets.json', map('other')), ['UNKNOWN', 'UNKNOWN']);
  assert.deepEqual(outcomes('jwt_secrets.json', '{}'), ['UNKNOWN', 'UNKNOWN']);
});

test('what has no name closes at its place in its own file, by a value of its kind, and nowhere else', () => {
  const workflow = (run: string): string => `jobs:\n  build:\n    steps:\n      - run: ${run}\n`;
  const outcomes = (now: Readonly<Record<string, string>>): string[] =>
    Object.values(verify(leaked({ 'a.yml': workflow(githubToken('leaked')) }), now).rows);
  assert.deepEqual(outcomes({ 'b.yml': workflow('npm run build-everything-0') }), ['UNKNOWN']);
  assert.deepEqual(outcomes({ 'b.yml': workflow(githubToken('another')) }), ['UNKNOWN'], 'another file');
  assert.deepEqual(outcomes({ 'a.yml': workflow('npm run build-everything-0') }), ['UNKNOWN'], 'a command');
  assert.deepEqual(outcomes({ 'a.yml': workflow(githubToken('new')) }), ['ROTATED']);
  const two = workflow(githubToken('new')) + `      - run: ${githubToken('second')}\n`;
  assert.deepEqual(outcomes({ 'a.yml': two }), ['UNKNOWN'], 'one of two');
  const list = (name: string): string => `build:\n  steps:\n    - ${githubToken(name)}\n`;
  assert.deepEqual(Object.values(verify(leaked({ 'a.yml': list('leaked') }), { 'a.yml': list('new') }).rows), ['UNKNOWN']);
});

test('a private key under a key of YAML or in settings: another one, the same in another form, that of another file', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [pkcs8, sec1] = (['pkcs8', 'sec1'] as const).map((type) => privateKey.export({ type, format: 'pem' }).toString());
  const yaml = (pem = ''): string => `tls:\n  key: |\n${pem.trim().replace(/^/gm, '    ')}\n`;
  const env = (pem = ''): string => `TLS_KEY=${JSON.stringify(pem)}\n`;
  const line = (pem = ''): string => `TLS_KEY=${pem.trim().replaceAll('\n', '\\n')}\n`;
  for (const [file, before, write] of [['a.yml', yaml, yaml], ['.env', env, env], ['.env', env, line]] as const) {
    const outcomes = (path: string, pem?: string): string[] =>
      Object.values(verify(leaked({ [file]: before(pkcs8) }), { [path]: write(pem) }).rows);
    assert.deepEqual(outcomes(file, sec1), ['STILL CURRENT'], file);
    assert.deepEqual(outcomes(file, pemKey('new')), ['ROTATED'], file);
    if (file === 'a.yml') assert.deepEqual(outcomes('b.yml', pemKey('new')), ['UNKNOWN'], 'another file');
  }
});

test('of accounts in a list nothing tells which one a password of today is', () => {
  const users = (...names: string[]): string =>
    `users:\n${names.map((name) => `  - user: ${name.slice(0, 1)}\n    password: ${random(name)}\n`).join('')}`;
  const outcomes = (now: string): string[] => {
    const repo = leaked({ 'a.yml': users('a', 'b', 'c') });
    repo.write('a.yml', now);
    const { stdout } = runCli(['verify', '--current', 'a.yml', '--format', 'json'], { cwd: repo.dir });
    return (JSON.parse(stdout) as { results: { outcome: string }[] }).results.map(({ outcome }) => outcome);
  };
  assert.deepEqual(outcomes(users('b new', 'c new')), ['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
  assert.deepEqual(outcomes(users('b new')), ['UNKNOWN', 'UNKNOWN', 'UNKNOWN']);
  const one = verify(leaked({ 'a.yml': users('a') }), { 'a.yml': users('b new', 'c new') });
  assert.deepEqual(Object.values(one.rows), ['UNKNOWN']);
});

test('a previous stage is no new value, though it stands at the same place', () => {
  const stage = (name: string): string =>
    JSON.stringify({
      Name: 'prod/pay',
      SecretString: JSON.stringify({ stripe: { api_key: random('new') } }),
      VersionStages: [name],
    });
  const outcomes = (name: string): string[] => {
    const repo = leaked({ 'a.json': JSON.stringify({ stripe: { api_key: random('leaked') } }) });
    return Object.values(verify(repo, { 'x.json': stage(name) }).rows);
  };
  assert.deepEqual(outcomes('AWSPREVIOUS'), ['UNKNOWN']);
  assert.deepEqual(outcomes('AWSCURRENT'), ['ROTATED']);
});

test('services that share what stands above them are two; levels in one key are levels', () => {
  const yaml = (service: string, value: string): string => `myapp:\n  ${service}:\n    api_key: ${random(value)}\n`;
  const outcomes = (before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string[] =>
    Object.values(verify(leaked(before), now).rows);
  const sendgrid = { 'a.yml': yaml('sendgrid', 'leaked') };
  assert.deepEqual(outcomes(sendgrid, { 'a.yml': yaml('stripe', 'new') }), ['UNKNOWN']);
  assert.deepEqual(outcomes(sendgrid, { 'a.yml': yaml('sendgrid', 'new') }), ['ROTATED']);
  assert.deepEqual(outcomes(sendgrid, { 'a.yml': `sendgrid:\n  config:\n    api_key: ${random('new')}\n` }), ['ROTATED']);
  const properties = { 'application.properties': `sendgrid.api-key=${random('leaked')}\n` };
  const as = (service: string): string => `${service}:\n  api-key: ${random('new')}\n`;
  assert.deepEqual(outcomes(properties, { 'application.yml': as('stripe') }), ['UNKNOWN']);
  assert.deepEqual(outcomes(properties, { 'application.yml': as('sendgrid') }), ['ROTATED']);
  assert.deepEqual(outcomes({ 'application.yml': as('sendgrid') }, { 'b.properties': `stripe.api-key=${random('other')}\n` }), ['UNKNOWN']);
});
