/** What proves that a value of today is the successor of a leaked one: where it stands. What is called alike elsewhere closes nothing. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged } from '../../src/model.ts';
import { knownValue } from '../../src/detect/checks/known-values.ts';
import { isCommonPassword, notASecret } from '../../src/detect/checks/placeholders.ts';
import { strengthOf } from '../../src/detect/checks/randomness.ts';
import { readCurrent } from '../../src/plan/current/read.ts';
import { isClosed } from '../../src/plan/outcome.ts';
import { collectKeys, keysOfValues } from '../../src/plan/leaked-keys.ts';
import { verify } from '../../src/plan/verify.ts';
import { characters, githubToken } from '../support/secrets.ts';
import { judged } from './judged.ts';

const random = (name: string): string => characters(name, 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789', 40);

type Text = (value: string) => string;
/** A file of today: in the work tree at its path, tracked (`=path`), or from elsewhere (`~path`, `-`). */
type Today = Readonly<Record<string, string>>;

interface Leak {
  readonly path: string;
  readonly name?: string;
  readonly text: Text;
  readonly kind?: string;
}

const NEW = random('new');

/** Each leak has a value of its own; what is asked for is the first. */
function closes(leaks: readonly Leak[], today: Today, value = random): boolean {
  const collector = collectKeys();
  const secrets = leaks.map(({ path, name = '', text, kind = 'generic-secret' }, at): Judged => {
    const own = value(`leaked ${at}`);
    const secret = judged({ value: own, path, names: name === '' ? [] : [name], kind });
    if (/env|json|ya?ml|toml$/.test(path)) collector.add(keysOfValues(path, Buffer.from(text(own)), [secret]));
    return { ...secret, occurrences: secret.occurrences.map((place) => ({ ...place, ...(name === '' ? {} : { name }) })) };
  });
  const sources = Object.entries(today).map(([path, text]) => {
    const label = path === '-' ? 'standard input' : path.replace(/^[=~]/, '');
    const source = readCurrent(label, Buffer.from(text));
    if (/^[-~]/.test(path)) return source;
    return { ...source, place: label, ...(path.startsWith('=') ? { isTracked: true as const } : {}) };
  });
  const [row] = verify({
    secrets,
    sources,
    weigh: {
      isKnown: (text) => knownValue(Buffer.from(text)) !== undefined || isCommonPassword(text),
      notASecret: (text, name) => {
        const reason = notASecret(text, name, 'other');
        return reason === 'placeholder' || reason === 'reference' || reason === 'ciphertext' ? reason : undefined;
      },
      strengthOf,
    },
    sightings: [],
    isHeadOfToday: false,
    keyIds: new Map(),
    leakedKeys: collector.keys(),
  });
  assert.ok(row !== undefined);
  return isClosed(row);
}

const env = (name: string): Text => (value) => `LOG=info\n${name}=${value}\n`;
const code = (name: string): Text => (value) => `${name} = "${value}"\n`;
const yaml = (...keys: readonly string[]): Text => (value) =>
  keys.map((key, depth) => `${'  '.repeat(depth)}${key}:${depth === keys.length - 1 ? ` ${value}` : ''}\n`).join('');
const compose = (service: string, name: string): Text => yaml('services', service, 'environment', name);
const manifest = (secret: string, name: string): Text => (value) =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${secret}\nstringData:\n  ${name}: ${value}\n`;
const exported = (of: string, name: string): Text => (value) =>
  JSON.stringify({ Name: of, VersionStages: ['AWSCURRENT'], SecretString: JSON.stringify({ [name]: value }) });
const vault = (name: string): Text => (value) =>
  JSON.stringify({ request_id: '1', data: { data: { [name]: value }, metadata: { created_time: '2026-01-01T00:00:00Z' } } });

const DB = (path: string, text = env('DB_PASSWORD')): Leak => ({ path, name: 'DB_PASSWORD', text });
const API = (path: string, text: Text): Leak => ({ path, name: 'api_key', text });
const DOTNET: Leak = { path: 'appsettings.json', name: 'Jwt.Secret', text: (value) => JSON.stringify({ Jwt: { Secret: value } }) };
/** Items of a list that only their names tell apart, as in a task definition of ECS and a deployment. */
const containers = (values: Readonly<Record<string, string>>): string =>
  JSON.stringify({ containers: Object.entries(values).map(([name, value]) => ({ name, env: [{ name: 'DB_PASSWORD', value }] })) });
const listed = (...values: readonly string[]): string => `users:\n${values.map((value) => `  - password: ${value}\n`).join('')}`;
const services = (passwords: Readonly<Record<string, string>>): string =>
  `services:\n${Object.entries(passwords).map(([name, value]) => `  - name: ${name}\n    DB_PASSWORD: ${value}\n`).join('')}`;

const OPEN: Readonly<Record<string, readonly [readonly Leak[], Today]>> = {
  'same name, another folder': [[DB('api/.env')], { 'web/.env': env('DB_PASSWORD')(NEW) }],
  'same name, a folder below the one that leaked': [[DB('.env')], { 'web/.env': env('DB_PASSWORD')(NEW) }],
  'same name, the folder above': [[DB('api/.env')], { '.env': env('DB_PASSWORD')(NEW) }],
  'another folder, file called otherwise': [[DB('api/.env')], { 'web/now.env': env('DB_PASSWORD')(NEW) }],
  'another folder, leaked from code': [[DB('api/config.py', code('DB_PASSWORD'))], { 'web/.env': env('DB_PASSWORD')(NEW) }],
  'the same path below another customer': [[DB('api/.env')], { 'customers/b/api/.env': env('DB_PASSWORD')(NEW) }],
  'another folder, named from a folder above it outside of the repository': [[DB('api/.env')], { '~web/.env': env('DB_PASSWORD')(NEW) }],
  'another environment, by the file': [[DB('.env.staging')], { '.env.production': env('DB_PASSWORD')(NEW) }],
  'an environment, by the file, of none': [[DB('.env')], { '.env.production': env('DB_PASSWORD')(NEW) }],
  'no environment of one': [[DB('.env.production')], { '.env': env('DB_PASSWORD')(NEW) }],
  'another environment, by the folder': [
    [DB('deploy/staging/a.yml', yaml('DB_PASSWORD'))],
    { 'deploy/prod/b.yml': yaml('DB_PASSWORD')(NEW) },
  ],
  'the same file below another environment': [[DB('prod/.env')], { 'staging/.env': env('DB_PASSWORD')(NEW) }],
  'a file below an environment': [[DB('.env')], { 'staging/.env': env('DB_PASSWORD')(NEW) }],
  'another environment, by the keys': [[DB('c.yml', yaml('staging', 'DB_PASSWORD'))], { 'c.yml': yaml('production', 'DB_PASSWORD')(NEW) }],
  'code of tests, settings of production': [[DB('tests/conf.py', code('DB_PASSWORD'))], { '.env.production': env('DB_PASSWORD')(NEW) }],
  'another environment, by words that few use': [[DB('.env.preproduction')], { '.env.production': env('DB_PASSWORD')(NEW) }],
  'a lesser environment, in two words': [
    [DB('deploy/pre-prod/a.yml', yaml('DB_PASSWORD'))],
    { 'deploy/prod/now.yml': yaml('DB_PASSWORD')(NEW) },
  ],
  'settings of a lesser environment, from code of none': [
    [DB('config.py', code('DB_PASSWORD'))],
    { 'canary/now.env': env('DB_PASSWORD')(NEW) },
  ],
  'a folder that is called as objects have it': [
    [DB('config.py', code('DB_PASSWORD'))],
    { 'constructor/now.env': env('DB_PASSWORD')(NEW) },
  ],
  'the application, from a worker': [[DB('worker/config.py', code('DB_PASSWORD'))], { 'app/.env': env('DB_PASSWORD')(NEW) }],
  'the server, from a client': [[DB('client/config.py', code('DB_PASSWORD'))], { 'server/.env': env('DB_PASSWORD')(NEW) }],
  'a file of its kind, called otherwise': [[DB('api.env')], { 'web.env': env('DB_PASSWORD')(NEW) }],
  'a file of its kind, of another region': [[DB('.env.eu')], { '.env.us': env('DB_PASSWORD')(NEW) }],
  'the file of all, of one of a customer': [[DB('.env.acme')], { '.env': env('DB_PASSWORD')(NEW) }],
  'variables of another region': [
    [DB('infra/eu.tfvars', (value) => `DB_PASSWORD = "${value}"\n`)],
    { 'infra/us.tfvars': `DB_PASSWORD = "${NEW}"\n` },
  ],
  'settings of all customers, of one': [
    [DB('appsettings.Acme.json', (value) => JSON.stringify({ DB_PASSWORD: value }))],
    { 'appsettings.json': JSON.stringify({ DB_PASSWORD: NEW }) },
  ],
  'another profile of the same file': [
    [DB('c.toml', (value) => `[prod]\nDB_PASSWORD = "${value}"\n`)],
    { 'c.toml': `[default]\nDB_PASSWORD = "${NEW}"\n` },
  ],
  'another service of the same file, called as anything is': [
    [DB('compose.yml', compose('auth', 'DB_PASSWORD'))],
    { 'compose.yml': compose('api', 'DB_PASSWORD')(NEW) },
  ],
  'a general name below other keys that say little': [
    [{ path: 'database.yml', name: 'password', text: yaml('production', 'password') }],
    { 'database.yml': yaml('default', 'password')(NEW) },
  ],
  'another workflow': [
    [{ path: '.github/workflows/a.yml', name: 'CI_KEY', text: yaml('env', 'CI_KEY') }],
    { '=.github/workflows/b.yml': yaml('env', 'CI_KEY')(NEW) },
  ],
  'another tracked file': [[DB('config.py', code('DB_PASSWORD'))], { '=other.yml': yaml('DB_PASSWORD')(NEW) }],
  'another service of the same file': [
    [DB('compose.yml', compose('api', 'DB_PASSWORD'))],
    { 'compose.yml': compose('web', 'DB_PASSWORD')(NEW) },
  ],
  'another service of another file': [
    [DB('compose.yml', compose('api', 'DB_PASSWORD'))],
    { 'new.yml': compose('web', 'DB_PASSWORD')(NEW) },
  ],
  'a manifest of another service': [[DB('api/config.py', code('DB_PASSWORD'))], { 'k8s.yml': manifest('web-secrets', 'DB_PASSWORD')(NEW) }],
  'the manifest of another service, from a manifest': [
    [DB('m.yml', manifest('api', 'DB_PASSWORD'))],
    { '-': manifest('web', 'DB_PASSWORD')(NEW) },
  ],
  'an export of another environment': [[DB('.env.production')], { '-': exported('staging/shop', 'DB_PASSWORD')(NEW) }],
  'an export of another service': [[DB('api/.env')], { '-': exported('web/prod', 'DB_PASSWORD')(NEW) }],
  'one of two that leaked under the name, from elsewhere': [[DB('api/.env'), DB('web/.env')], { '-': env('DB_PASSWORD')(NEW) }],
  'one of two variants, from elsewhere': [[DB('.env.staging'), DB('.env.production')], { '-': env('DB_PASSWORD')(NEW) }],
  'a general name at the top, one of a service': [[API('a.yml', yaml('api_key'))], { 'a.yml': yaml('stripe', 'api_key')(NEW) }],
  'a general name of a service, one at the top': [[API('a.yml', yaml('sendgrid', 'api_key'))], { 'a.yml': yaml('api_key')(NEW) }],
  'a general name, another file': [[{ path: '.env', name: 'API_KEY', text: env('API_KEY') }], { 'now.env': env('API_KEY')(NEW) }],
  'a general name in code': [[API('send.py', code('api_key'))], { '.env': env('API_KEY')(NEW) }],
  'a general name in code, one of a service': [[API('send.py', code('api_key'))], { 'a.yml': yaml('stripe', 'api_key')(NEW) }],
  'a general name of another service': [
    [API('a.json', (value) => JSON.stringify({ mail: { api_key: value } }))],
    { 'a.json': JSON.stringify({ pay: { api_key: NEW } }) },
  ],
  'one of two that leaked under the name from files called otherwise, from elsewhere': [
    [DB('api.env'), DB('web.env')],
    { '-': env('DB_PASSWORD')(NEW) },
  ],
  'one of two that leaked from code, in settings': [
    [DB('api/config.py', code('DB_PASSWORD')), DB('web/settings.py', code('DB_PASSWORD'))],
    { '.env': env('DB_PASSWORD')(NEW) },
  ],
  'one of a list, under a name of its own': [
    [DB('a.yml', (value) => services({ api: value, web: random('b') }))],
    { 'a.yml': services({ web: random('b') }) },
  ],
  'a position of a list': [
    [{ path: 'a.yml', name: 'password', text: (value) => listed(value, random('b'), random('c')) }],
    { 'a.yml': listed(random('b'), random('c')) },
  ],
  'the only position of a list': [
    [{ path: 'a.yml', name: 'password', text: (value) => listed(value, random('b')) }],
    { 'a.yml': listed(random('b')) },
  ],
  'a general name below keys that say little': [
    [{ path: 'app.yml', name: 'secret', text: yaml('app', 'config', 'secret') }],
    { '-': env('APP_CONFIG_SECRET')(NEW) },
  ],
  'a general name below other keys, spelled out': [[DOTNET], { '-': env('Smtp__Secret')(NEW) }],
  'nothing': [[DB('.env')], { '.env': env('DB_PASSWORD')('') }],
  'a placeholder': [[DB('.env')], { '.env': env('DB_PASSWORD')('<your-password>') }],
  'a variable': [[DB('.env')], { '.env': env('DB_PASSWORD')('${DB_PASSWORD}') }],
  'a reference to a secret manager': [[DB('.env')], { '.env': env('DB_PASSWORD')('vault:secret/data/shop#db') }],
  'an ARN': [[DB('.env')], { '.env': env('DB_PASSWORD')(`arn:aws:secretsmanager:eu-west-1:${'1'.repeat(12)}:secret:db`) }],
  'the value before': [[DB('.env')], { '.env': env('DB_PASSWORD_OLD')(NEW) }],
  'a word that everybody knows': [[DB('.env')], { '.env': env('DB_PASSWORD')('changeme') }],
  'a longer name that ends alike': [[DB('.env')], { '.env': env('SHADOW_DB_PASSWORD')(NEW) }],
  'YAML on standard input, another service': [
    [{ path: 'docker-compose.yml', name: 'DB_PASSWORD', text: compose('api', 'DB_PASSWORD') }],
    { '-': compose('web', 'DB_PASSWORD')(NEW) },
  ],
  'a token of another registry': [
    [{ path: 'env/.npmrc.toml', name: '_authToken', text: (value) => `//npm.shop.example/:_authToken=${value}\n` }],
    { 'env/.npmrc.toml': `//npm.example.com/:_authToken=${NEW}\n` },
  ],
  'a value without a name under another name': [[{ path: '.env', text: env('CI_TOKEN') }], { '.env': env('OTHER_TOKEN')(NEW) }],
  'a value repeated': [[DB('.env')], { '.env': env('DB_PASSWORD')('xK4d9!'.repeat(4)) }],
  'an emptied map of another folder': [
    [{ path: 'api/jwt_secrets.json', name: 'jwt_secrets.v1', text: (value) => JSON.stringify({ v1: value }) }],
    { 'web/jwt_secrets.json': '{}' },
  ],
};

for (const [what, [leaks, today]] of Object.entries(OPEN))
  test(`open: ${what}`, () => assert.equal(closes(leaks, today), false));

const CLOSED: Readonly<Record<string, readonly [readonly Leak[], Today]>> = {
  'the same file': [[DB('.env')], { '.env': env('DB_PASSWORD')(NEW) }],
  'a value without a name under the name it had': [[{ path: '.env', text: env('CI_TOKEN') }], { '.env': env('CI_TOKEN')(NEW) }],
  'the same file in a folder': [[DB('api/.env')], { 'api/.env': env('DB_PASSWORD')(NEW) }],
  'the same file, tracked': [[DB('api/conf.yml', yaml('db', 'DB_PASSWORD'))], { '=api/conf.yml': yaml('db', 'DB_PASSWORD')(NEW) }],
  'the same file among several': [
    [DB('api/.env'), DB('web/.env')],
    { 'api/.env': env('DB_PASSWORD')(NEW), 'web/.env': env('DB_PASSWORD')(random('x')) },
  ],
  'a copy of it': [[DB('api/.env')], { 'copy/api/.env': env('DB_PASSWORD')(NEW) }],
  'the file as deployed, in whatever folder': [[DB('api/.env')], { '~.env': env('DB_PASSWORD')(NEW) }],
  'standard input': [[DB('.env')], { '-': env('DB_PASSWORD')(NEW) }],
  'settings that took the place of code': [[DB('src/app/config.py', code('DB_PASSWORD'))], { '.env': env('DB_PASSWORD')(NEW) }],
  'settings in a folder for settings': [[DB('.env')], { 'settings/secret.yaml': manifest('app-secrets', 'DB_PASSWORD')(NEW) }],
  'a manifest in a folder for manifests': [[DB('.env')], { 'kubernetes/secret.yaml': manifest('app-secrets', 'DB_PASSWORD')(NEW) }],
  'settings of production that took the place of code': [
    [DB('config.py', code('DB_PASSWORD'))],
    { '.env.production': env('DB_PASSWORD')(NEW) },
  ],
  'a compose file': [[DB('compose.yml', compose('api', 'DB_PASSWORD'))], { '=compose.yml': compose('api', 'DB_PASSWORD')(NEW) }],
  'settings, now in a compose file': [[DB('.env')], { 'compose.yml': compose('api', 'DB_PASSWORD')(NEW) }],
  'a manifest': [[DB('k8s/s.yml', manifest('api', 'DB_PASSWORD'))], { '-': manifest('api', 'DB_PASSWORD')(NEW) }],
  'settings, now in a manifest': [[DB('api/.env')], { 'k8s/secret.yaml': manifest('api-secrets', 'DB_PASSWORD')(NEW) }],
  'settings, now in the file of all': [[DB('app.env')], { '.env': env('DB_PASSWORD')(NEW) }],
  'settings called as now': [[DB('api.env')], { 'now.env': env('DB_PASSWORD')(NEW) }],
  'an export': [[DB('.env')], { '-': exported('prod/shop', 'DB_PASSWORD')(NEW), '.env': env('X')('1') }],
  'an export of Vault': [[DB('api/.env')], { '-': vault('DB_PASSWORD')(NEW) }],
  'below the same keys, of production': [
    [DB('c.yml', yaml('production', 'DB_PASSWORD'))],
    { 'c.yml': yaml('production', 'DB_PASSWORD')(NEW) },
  ],
  'a general name below keys that say what for, spelled out': [[DOTNET], { '-': env('Jwt__Secret')(NEW) }],
  'user secrets of .NET, with what stands around them': [
    [DOTNET],
    { '-': `//BEGIN\n{\n  "Jwt:Secret": "${NEW}"\n}\n//END\n` },
  ],
  'user secrets of .NET, in their file': [[DOTNET], { '~secrets.json': JSON.stringify({ 'Jwt:Secret': NEW }) }],
  'a general name in its file': [[{ path: '.env', name: 'API_KEY', text: env('API_KEY') }], { '.env': env('API_KEY')(NEW) }],
  'a general name below its service': [[API('a.yml', yaml('sendgrid', 'api_key'))], { '-': env('SENDGRID_API_KEY')(NEW) }],
  'the one key of an application': [
    [{ path: 'shop/settings.py', name: 'SECRET_KEY', text: code('SECRET_KEY') }],
    { '.env': env('SECRET_KEY')(NEW) },
  ],
};

for (const [what, [leaks, today]] of Object.entries(CLOSED))
  test(`closed: ${what}`, () => assert.equal(closes(leaks, today), true));

test('items of a list are told apart by their names', () => {
  const leak = DB('task.json', (value) => containers({ api: value, web: random('web') }));
  assert.equal(closes([leak], { 'task.json': containers({ api: NEW, web: random('web') }) }), true);
  assert.equal(closes([leak], { 'task.json': containers({ web: NEW }) }), false);
});

test('of what has no name only what its issuer begins with is compared: the random part may look like more of it', () => {
  const leak = { path: 'a.yml', text: yaml('on', 'run'), kind: 'gitlab-token' };
  const gitlab = (name: string): string => `glpat-${name.startsWith('leaked') ? 'xy_' : 'Q7w'}${random(name).slice(0, 17)}`;
  assert.equal(closes([leak], { 'a.yml': yaml('on', 'run')(gitlab('now')) }, gitlab), true);
  const stripe = (mode: string, name: string): string => ['sk', mode, random(name).slice(0, 24)].join('_');
  const now = { 'a.yml': yaml('on', 'run')(stripe('test', 'now')) };
  assert.equal(closes([leak], now, (name) => stripe('live', name)), false, 'another mode');
});

test('what has no name closes by what begins alike', () => {
  const leak = { path: 'a.yml', text: yaml('on', 'run'), kind: 'github-token' };
  for (const [now, expected] of [['build-everything', false], [NEW, false], [githubToken('now'), true]] as const)
    assert.equal(closes([leak], { 'a.yml': yaml('on', 'run')(now) }, githubToken), expected, now.slice(0, 6));
  assert.equal(closes([leak], { 'b.yml': yaml('on', 'run')(githubToken('now')) }, githubToken), false);
});
