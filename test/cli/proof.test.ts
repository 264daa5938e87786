/** Proofs and relations as users see them: text, JSON, --explain, the to-do; and what they do to the priority. */
import assert from 'node:assert/strict';
import { createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import { test } from 'node:test';
import { wireOf } from '../../src/ssh-wire.ts';
import { certificateOf } from '../proof/certificate.ts';
import { cloneRepo, makeRepo, runCli, type Repo } from '../support/repo.ts';
import { ansibleVault, awsPair, characters, jsonWebToken, jwtSecret, password, pemKey } from '../support/secrets.ts';

interface Secret {
  readonly id: string;
  readonly rule: string;
  readonly names: readonly { readonly kind: string }[];
  readonly confidence: string;
  readonly priority: string;
  readonly proofs: readonly { readonly kind: string; readonly detail: string; readonly unit: string | null }[];
  readonly related: readonly { readonly id: string; readonly how: string }[];
}

function secretsOf(args: readonly string[], cwd: string): readonly Secret[] {
  return JSON.parse(runCli([...args, '--format', 'json'], { cwd }).stdout).secrets;
}

function byRule(secrets: readonly Secret[], rule: string): Secret {
  const some = secrets.filter((secret) => secret.rule === rule);
  assert.equal(some.length, 1, rule);
  return some[0]!;
}

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function signing(name: string): { readonly repo: Repo; readonly key: string; readonly token: string } {
  const key = jwtSecret(name);
  const token = jsonWebToken({ iss: 'erp', sub: 'grace@hopper.test', exp: 1_767_229_200 }, key);
  const repo = makeRepo();
  repo.write('.env.production', `# ours\nJWT_SECRET=${key}\n`);
  repo.write('test/session.txt', `GET /\nHost: x\nAccept: */*\nCookie: session=${token}\n`);
  repo.commit('leak');
  return { repo, key, token };
}

test('the report says which token a leaked secret signs, and nothing of either', () => {
  const { repo, key, token } = signing('report');
  const { stdout } = runCli(['audit', '--as-of', '2026-11-22'], { cwd: repo.dir });
  assert.match(stdout, /^ {6}proof: signs the token in test\/session\.txt:4 \(HS256, issued by erp, expired/m);
  const secrets = secretsOf(['audit', '--as-of', '2026-11-22'], repo.dir);
  const [signer, session] = [byRule(secrets, 'jwt-signing-secret'), byRule(secrets, 'json-web-token')];
  assert.deepEqual(signer.proofs, [
    {
      kind: 'proven',
      detail: 'signs the token in test/session.txt:4 (HS256, issued by erp, expired 2026-01-01)',
      unit: 'test/session.txt:4',
    },
  ]);
  assert.deepEqual(signer.related, [{ id: session.id, how: 'signs' }]);
  assert.deepEqual(session.related, [{ id: signer.id, how: 'signed by' }]);
  assert.equal(session.priority, 'P3');
  const explained = runCli(['audit', '--explain', signer.id.slice(0, 8)], { cwd: repo.dir }).stdout;
  assert.match(explained, /^ {2}proof +proven: signs the token in test\/session\.txt:4/m);
  assert.match(explained, /^ {2}related +signs \w{6}, JSON Web Token in test\/session\.txt of HEAD$/m);
  assert.match(explained, /^ {2}priority +P1, because it is in HEAD$/m);
  const said = stdout + explained + JSON.stringify(secrets);
  for (const hidden of [key, token, token.slice(12, 40), 'grace']) assert.ok(!said.includes(hidden));
});

test('a proof makes what others could read urgent, and sure whatever found it', () => {
  const key = characters('unnamed', ALNUM, 40);
  const repo = makeRepo();
  repo.write('notes.dat', `${key}\n`);
  repo.write('a.txt', 'nothing\n');
  repo.commit('a');
  const unsure = secretsOf(['audit'], repo.dir);
  assert.deepEqual([unsure[0]?.confidence, unsure[0]?.priority, unsure[0]?.proofs], ['low', 'P3', []]);
  repo.write('a.txt', `token=${jsonWebToken({ iss: 'erp' }, key)}\n`);
  repo.commit('b');
  const clone = cloneRepo(repo);
  clone.git('rm', '--quiet', 'notes.dat', 'a.txt');
  clone.commit('clean up');
  const { confidence, priority, names } = byRule(secretsOf(['audit'], clone.dir), 'unnamed-token');
  assert.deepEqual([confidence, priority, names[0]?.kind], ['high', 'P0', 'jwt-secret']);
  assert.equal(runCli(['audit'], { cwd: clone.dir }).status, 1);
});

test('the hook, a range and a scan prove too', () => {
  const { repo } = signing('everywhere');
  const proofs = (...args: readonly string[]): readonly string[] =>
    secretsOf(args, repo.dir).flatMap((secret) => secret.proofs.map(({ kind }) => kind));
  for (const args of [
    ['scan', '.'],
    ['audit', '--range', '0000000..HEAD'],
  ])
    assert.ok(proofs(...args).includes('proven'), args.join(' '));
  repo.git('rm', '-r', '--quiet', '--cached', '.');
  repo.commit('nothing tracked', { add: false });
  repo.git('add', '.');
  assert.ok(proofs('staged').includes('proven'));
});

test('the secret of an AWS key is related to its id', () => {
  const { id, secret } = awsPair('cli');
  const repo = makeRepo();
  repo.write('.env', `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\n`);
  repo.commit('leak');
  const secrets = secretsOf(['audit'], repo.dir);
  const keyId = byRule(secrets, 'aws-access-key-id');
  assert.deepEqual(byRule(secrets, 'aws-secret-access-key').related, [{ id: keyId.id, how: 'key of' }]);
});

test('keys are tied to what stands beside them in the repository, and none of that is reported', () => {
  const repo = makeRepo();
  const pem = pemKey('deploy');
  const key = createPrivateKey(pem);
  const wrapped = (label: string, der: Buffer): string =>
    `-----BEGIN ${label}-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END ${label}-----\n`;
  repo.write('deploy.pem', pem);
  repo.write('tls/site.crt', wrapped('CERTIFICATE', certificateOf(key, 'www.example.org', '2030-01-01')));
  repo.write('tls/site.pub', wrapped('PUBLIC KEY', createPublicKey(key).export({ format: 'der', type: 'spki' })));
  repo.write('host/authorized_keys', `# ours\nssh-ed25519 ${wireOf(createPublicKey(key))!.toString('base64')} ada\n`);
  repo.commit('keys');
  const secrets = secretsOf(['audit', '--as-of', '2026-11-22'], repo.dir);
  assert.deepEqual(
    secrets.map(({ rule }) => rule),
    ['private-key'],
  );
  assert.deepEqual(
    secrets[0]?.proofs.filter(({ kind }) => kind === 'proven').map(({ detail }) => detail),
    [
      'is the key of the certificate in tls/site.crt:1 (www.example.org, valid until 2030-01-01)',
      'is the private half of the public key in tls/site.pub:1',
      'opens what trusts the SSH key in host/authorized_keys:2',
    ],
  );
});

test('both engines prove the same, loose and packed', () => {
  const { repo } = signing('engines');
  const pem = pemKey('engines');
  repo.write('id.pem', pem);
  repo.write('authorized_keys', `ssh-ed25519 ${wireOf(createPublicKey(pem))!.toString('base64')} ada\n`);
  repo.commit('key');
  repo.write('authorized_keys', `# ours\nssh-ed25519 ${wireOf(createPublicKey(pem))!.toString('base64')} ada\n`);
  repo.commit('edit');
  const report = (engine: string): string =>
    runCli(['audit', '--engine', engine, '--format', 'json', '--as-of', '2026-11-22'], { cwd: repo.dir }).stdout;
  const loose = report('plain');
  assert.match(loose, /opens what trusts the SSH key/);
  assert.equal(report('packs'), loose);
  repo.git('repack', '-adq');
  assert.equal(report('packs'), loose);
});

test('a signed cookie proves its key, and under a name of a secret it is one as well', () => {
  const repo = makeRepo();
  const key = jwtSecret('flask');
  const signed = `${Buffer.from(JSON.stringify({ user: 7 })).toString('base64url')}.${characters('t', ALNUM, 6)}`;
  const derived = createHmac('sha1', key).update('cookie-session').digest();
  const cookie = `${signed}.${createHmac('sha1', derived).update(signed).digest('base64url')}`;
  repo.write('app.env', `FLASK_SECRET_KEY=${key}\n`);
  repo.write('http/a.txt', `Cookie: session=${cookie}\n`);
  repo.commit('cookie');
  const [only, ...others] = secretsOf(['audit'], repo.dir);
  assert.deepEqual(others, []);
  assert.deepEqual(
    only?.proofs.map(({ detail }) => detail),
    ['signs the cookie or token in http/a.txt:1'],
  );
  repo.write('settings.py', `ADMIN_TOKEN = "${cookie}"\n`);
  repo.commit('token');
  assert.equal(secretsOf(['audit'], repo.dir).length, 2);
});

test('people read of one vault, however many versions of it a password opens; JSON has each', () => {
  const repo = makeRepo();
  for (const text of ['one', 'two', 'three']) {
    repo.write('vars.yml', `db_password: !vault |\n${ansibleVault(password('vault'), text)}`);
    repo.commit(text);
  }
  repo.write('.env', `ANSIBLE_VAULT_PASSWORD=${password('vault')}\n`);
  repo.commit('password');
  const run = (format: string): string => runCli(['audit', '--format', format], { cwd: repo.dir }).stdout;
  assert.match(run('text'), /^ {2}2 compromised/m);
  assert.match(run('text'), /vault of Ansible {3}db_password +\w{6} {3}in vars\.yml of HEAD\n +2025-01-02 → open, .* 3 versions$/m);
  assert.match(run('text'), /related: wraps \w{6}$/m);
  assert.equal(run('github').match(/^::error /gm)?.length, 2);
  assert.equal(run('html').match(/<details/g)?.length, 2);
  assert.equal(JSON.parse(run('json')).secrets.length, 4);
});

test("a row of the team's own gives the priority, and --explain says which", () => {
  const { repo } = signing('policy');
  const row = '{ priority: P2, when: { kind: [jwt-secret] }, because: keys of a sandbox }';
  repo.write('.burnlist/config.yaml', `priority:\n  - ${row}\n`);
  repo.commit('policy');
  const { id, priority } = byRule(secretsOf(['audit'], repo.dir), 'jwt-signing-secret');
  assert.equal(priority, 'P2');
  const { stdout } = runCli(['audit', '--explain', id], { cwd: repo.dir });
  assert.match(stdout, /^ {2}priority +P2, because keys of a sandbox$/m);
});
