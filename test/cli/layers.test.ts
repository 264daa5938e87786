/** Encoded text in files, through the real binary: found where it stands, as the same secret that it is in plain. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { base64, base64url, hex, wrapped } from '../support/encode.ts';
import { makeRepo, runCli, type Repo } from '../support/repo.ts';
import { characters, githubToken } from '../support/secrets.ts';
import { auditBoth } from './both-engines.ts';

interface Occurrence {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly via: readonly string[];
}
interface Secret {
  readonly id: string;
  readonly occurrences: readonly Occurrence[];
}

const SECRET = characters('layers cli', '0123456789abcdef', 64);
const LINE = `JWT_SECRET=${SECRET}\n`;
const AT = 'JWT_SECRET='.length;
const FILLER = '# settings of the service\n'.repeat(300);

/** Path → content, and where in it the value stands: line, column, layers. */
const FILES: Readonly<Record<string, readonly [string | Buffer, number, number, ...string[]]>> = {
  'base64.txt': [`x\ndata = ${base64(LINE)}\n`, 2, 'data = '.length + Math.floor((AT * 4) / 3) + 1, 'base64'],
  'base64url.txt': [`"${base64url(LINE)}"`, 1, 2 + Math.floor((AT * 4) / 3), 'base64'],
  'hex.txt': [`0x${hex(LINE)}\n`, 1, 3 + AT * 2, 'hex'],
  'twice.txt': [`${base64(base64(LINE))}\n`, 1, Math.floor((Math.floor((AT * 4) / 3) * 4) / 3) + 1, 'base64', 'base64'],
  'long.txt': [`a\n${base64(FILLER + LINE)}\n`, 2, Math.floor(((FILLER.length + AT) * 4) / 3) + 1, 'base64'],
  'wide.txt': [base64(Buffer.from(LINE, 'utf16le')), 1, Math.floor((AT * 2 * 4) / 3) + 1, 'base64', 'utf-16'],
  'wrapped.txt': [
    `a\n${wrapped(base64(FILLER + LINE), 76)}\n`,
    2 + Math.floor(((FILLER.length + AT) * 4) / 3 / 76),
    1 + (Math.floor(((FILLER.length + AT) * 4) / 3) % 76),
    'base64',
  ],
};

function json(repo: Repo, ...args: readonly string[]): Secret[] {
  return (JSON.parse(runCli([...args, '--format', 'json'], { cwd: repo.dir }).stdout) as { secrets: Secret[] }).secrets;
}

function said(secrets: readonly Secret[]): unknown[] {
  return secrets.flatMap(({ occurrences }) => occurrences.map(({ path, line, column, via }) => [path, line, column, ...via])).sort();
}

const PLACES = Object.entries(FILES).map(([path, [, ...place]]) => [path, ...place]).sort();

test('the hook, scan, audit, a range and a sweep find them, all the same secret', () => {
  const repo = makeRepo();
  const start = repo.commit('start');
  for (const [path, [content]] of Object.entries(FILES)) repo.write(path, content);
  repo.git('add', '--all');
  const ways: Readonly<Record<string, Secret[]>> = { scan: json(repo, 'scan'), staged: json(repo, 'staged') };
  repo.commit('encoded');
  const all = {
    ...ways,
    audit: json(repo, 'audit'),
    range: json(repo, 'audit', '--range', `${start}..HEAD`),
    sweep: json(repo, 'sweep', '.'),
  };
  repo.write('plain.txt', LINE);
  const [{ id } = { id: '' }] = json(repo, 'scan', 'plain.txt');
  for (const [way, secrets] of Object.entries(all)) {
    assert.deepEqual(secrets.map((secret) => secret.id), [id], way);
    assert.deepEqual(said(secrets), PLACES, way);
  }
});

test('both engines agree on versions that were made from each other', () => {
  const repo = makeRepo();
  const filler = Array.from({ length: 120 }, (_, n) => `line ${n} of the settings\n`);
  for (let version = 0; version < 20; version++) {
    const token = base64(`token: ${githubToken(`layers ${version}`)}`);
    filler[(version * 7) % 120] = version % 3 === 0 ? `t: ${token}\n` : `changed ${version}\n`;
    if (version === 9) filler[60] = `${wrapped(base64(FILLER + LINE), 64)}\n`;
    if (version === 15) filler[60] = 'gone\n';
    if (version % 5 === 4) filler[61] = '# gitleaks:allow\n';
    repo.write('settings.txt', filler.join(''));
    repo.commit(`version ${version}`);
  }
  repo.git('repack', '-adfq', '--depth=50', '--window=50');
  const { report } = auditBoth(repo, [1, 2]);
  assert.equal(report.secrets.length, 8);
  assert.equal(report.coverage.complete, true);
});

test('both engines agree on a long line of escapes that loses its beginning, its middle and its end', () => {
  const repo = makeRepo();
  const pairs = Array.from({ length: 400 }, (_, n) => `name${n}\\u003d${n % 40 === 7 ? githubToken(`layers pair ${n}`) : `value${n}`};`);
  const gap = 'x'.repeat(3000);
  for (let version = 0; version < 12; version++) {
    repo.write('line.txt', `${pairs.slice(0, 200).join('')}${gap}${pairs.slice(200).join('')}\n`);
    repo.commit(`version ${version}`);
    pairs.splice((version * 67) % 390, 3);
  }
  repo.git('repack', '-adfq', '--depth=50', '--window=50');
  const { report } = auditBoth(repo, [1, 2]);
  assert.equal(report.secrets.length, 10);
});

test('a mark beside the run, or in it, lets a commit through; text says through what', () => {
  const repo = makeRepo();
  const token = githubToken('layers mark');
  const hook = (text: string): number => {
    repo.write('set.txt', text);
    repo.git('add', '--all');
    return runCli(['staged'], { cwd: repo.dir }).status!;
  };
  const run = base64(`token: ${token}\n`);
  assert.equal(hook(`${run}\n`), 1);
  assert.match(runCli(['staged'], { cwd: repo.dir }).stderr, /through base64/);
  assert.equal(hook(`${run} # burnlist:allow github-token a test\n`), 0);
  assert.equal(hook(`${base64(`token: ${token} # burnlist:allow github-token a test\n`)}\n`), 0);
});

test('text in text in text without end is a limit that is said, and can be acknowledged', () => {
  const repo = makeRepo();
  let text = LINE;
  for (let layer = 0; layer < 14; layer++) text = base64(text);
  repo.write('deep.txt', `${text}\n`);
  repo.commit('deep');
  const deep = runCli(['audit'], { cwd: repo.dir });
  assert.equal(deep.status, 3);
  assert.match(deep.stdout, /too-deep: .* as in deep\.txt; acknowledge it under {2}limits:/);
  repo.write('.burnlist/config.yaml', 'limits:\n  - { path: deep.txt, reason: a test }\n');
  repo.commit('known');
  assert.equal(runCli(['audit', '-q'], { cwd: repo.dir }).status, 0);
});

test('a value in base64 is judged with its name, as Kubernetes keeps secrets', () => {
  const repo = makeRepo();
  const word = 'hunter2';
  const values = `  password: ${base64(word)}\n  username: ${base64('admin')}\n  other-password: "${base64('${FROM_VAULT}')}"\n`;
  repo.write('secret.yaml', `apiVersion: v1\nkind: Secret\ndata:\n${values}`);
  repo.write('app.env', `DB_PASSWORD_B64=${base64(`${word}\n`)}\n`);
  repo.write('plain.env', `DB_PASSWORD=${word}\n`);
  repo.commit('secrets');
  const secrets = json(repo, 'audit');
  assert.equal(secrets.length, 1);
  assert.deepEqual(said(secrets), [
    ['app.env', 1, 17, 'base64'],
    ['plain.env', 1, 13],
    ['secret.yaml', 4, 13, 'base64'],
  ]);
});

test('escapes that join a name and a value are resolved; what they do not change is found once', () => {
  const repo = makeRepo();
  const unicode = Array.from(LINE.trim(), (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const tag = '<a x="{&quot;jwt_secret&quot;:&quot;';
  const mail = 'Content-Transfer-Encoding: quoted-printable\n\n';
  const files: Readonly<Record<string, readonly [string, number, number, ...string[]]>> = {
    'entities.xml': [`${tag}${SECRET}&quot;}"/>\n`, 1, tag.length + 1, 'entities'],
    'mail.eml': [`${mail}JWT_SECRET=3D${SECRET.slice(0, 40)}=\n${SECRET.slice(40)}\n`, 3, 'JWT_SECRET=3D'.length + 1, 'quoted-printable'],
    'percent.txt': [`?state=%7B%22jwt_secret%22%3A%22${SECRET}%22%7D\n`, 1, '?state=%7B%22jwt_secret%22%3A%22'.length + 1, 'percent'],
    'plain.txt': [`%22%3A &quot;: \\u003d\n${LINE}`, 2, AT + 1],
    'unicode.js': [`const settings = "${unicode}";\n`, 1, 'const settings = "'.length + AT * 6 + 1, 'escapes'],
  };
  for (const [path, [content]] of Object.entries(files)) repo.write(path, content);
  repo.commit('escaped');
  const places = Object.entries(files).map(([path, [, ...place]]) => [path, ...place]);
  const { report } = auditBoth(repo, [1]);
  assert.equal(report.secrets.length, 1);
  assert.deepEqual(said(json(repo, 'audit')), places);
});

test('of mail only the parts in quoted-printable are decoded as such, up to their end and no further', () => {
  const key = characters('mail layers', '0123456789abcdef', 60);
  const mail = [
    'Content-Type: multipart/mixed; boundary="=_cut"\n\n--=_cut\nContent-Transfer-Encoding: quoted-printable\n',
    `hello\n-- \nJWT_SECRET=3D${SECRET.slice(0, 30)}=\n${SECRET.slice(30)}\n--=_other\nSESSION_SECRET=3D${key}\n`,
    `--=_cut\nContent-Transfer-Encoding: base64\n\n${base64(`${LINE}SESSION_SECRET=${key}\n`)}\n--=_cut--\n`,
  ];
  const repo = makeRepo();
  repo.write('mail.eml', mail.join('\n'));
  repo.commit('mail');
  const { report } = auditBoth(repo, [1]);
  assert.equal(report.secrets.length, 2);
  const vias = json(repo, 'audit').map(({ occurrences }) => occurrences.map(({ line, via }) => [line, via.join()]));
  assert.deepEqual(vias.sort(), [[[11, 'quoted-printable'], [16, 'base64']], [[8, 'quoted-printable'], [16, 'base64']]]);
});

test('a token of which every letter is escaped, in each way, is found from its first letter on', () => {
  const repo = makeRepo();
  const token = githubToken('layers chain');
  const each = (write: (code: string) => string, base = 16): string =>
    [...token].map((letter) => write(letter.charCodeAt(0).toString(base))).join('');
  const files: Readonly<Record<string, readonly [string, string]>> = {
    'decimal.xml': [`<a>${each((code) => `&#${code};`, 10)}</a>\n`, 'entities'],
    'hex.html': [`<p>${each((code) => `&#x${code};`)}</p>\n`, 'entities'],
    'script.js': [`a = "${each((code) => `\\x${code}`)}";\n`, 'escapes'],
    'text.json': [`{"a":"${each((code) => `\\u00${code}`)}"}\n`, 'escapes'],
    'url.txt': [`go ${each((code) => `%${code.toUpperCase()}`)} on\n`, 'percent'],
  };
  for (const [path, [text]] of Object.entries(files)) repo.write(path, text);
  // what is escaped here is one letter, a colour, a format, the signs of another language
  repo.write('other.txt', `%41bc &#65;b \\u0041bc %4d %5d ${'\\u00e9'.repeat(20)} ${'%E4%BD%A0'.repeat(20)} ${'&#8217;'.repeat(20)}\n`);
  repo.commit('chains');
  const [secret, ...rest] = json(repo, 'audit');
  assert.deepEqual(rest, []);
  const places = secret!.occurrences.map(({ path, line, column, via }) => [path, line, column, via]);
  const wanted = Object.entries(files).map(([path, [text, via]]) => [path, 1, text.search(/&#|\\|%/) + 1, [via]]);
  assert.deepEqual(places, wanted);
});

test('escapes in escapes cost no power of them, and more than are decoded are a limit that hides nothing else', () => {
  const repo = makeRepo();
  const levels = ['%3D', '%253D', '%25253D', '%2525253D', '%252525253D', '%25252525253D'].join('');
  repo.write('nested.txt', `${levels.repeat(40)}\n`);
  repo.write('flat.txt', `${'%3D '.repeat(70_000)}\n${LINE}`);
  repo.commit('many');
  const { status, stdout } = runCli(['audit', '--format', 'json'], { cwd: repo.dir });
  const { secrets, coverage } = JSON.parse(stdout) as { secrets: Secret[]; coverage: { skipped: { what: string; count: number }[] } };
  assert.equal(status, 3);
  assert.deepEqual(coverage.skipped.map(({ what, count }) => [what, count]), [['too-many-escapes', 1]]);
  assert.equal(secrets.length, 1);
});
