/**
 * Repositories as years of work leave them, the same for one seed: files that grow, shrink, move and come back, binary
 * ones, huge lines, CRLF; branches and merges, tags, notes, a stash, what was thrown away; here and there a secret.
 */
import { makeRepo, type Repo } from './repo.ts';
import { awsPair, bytes, characters, databaseUrl, githubToken, jwtSecret, password, pemKey } from './secrets.ts';

export type Pick = (below: number) => number;

const PATHS = [
  ['app.py', 'config/a.env', 'config/b.yml', 'src/main.ts', 'src/lib/x.js'],
  ['test/x.js', 'data.bin', 'jwt_secrets.json', 'ü/ñ.txt'],
].flat();

/** Names say what is there; a number keeps values apart. */
const LINES: readonly ((n: number) => string)[] = [
  (n) => `JWT_SECRET=${jwtSecret(`random ${n % 7}`)}`,
  (n) => `db.password: "${password(`random ${n % 5}`)}"`,
  (n) => `GH_TOKEN=${githubToken(`random ${n % 4}`)}${n % 3 === 0 ? ' # gitleaks:allow' : ''}`,
  (n) => `url = '${databaseUrl(`random ${n % 3}`).url}'`,
  (n) => `AWS_ACCESS_KEY_ID=${awsPair(`random ${n % 3}`).id}\nAWS_SECRET_ACCESS_KEY=${awsPair(`random ${n % 3}`).secret}`,
  (n) => pemKey(`random ${n % 3}`).trimEnd(),
  (n) => `//registry.example.net/:_authToken=${characters(`npm ${n % 3}`, 'abcdef0123456789', 36)}`,
  (n) => `  "v${n % 5}": "${jwtSecret(`map ${n % 5}`)}",`,
  () => 'password = "change-me"',
  () => '# burnlist:allow github-token in tests',
  (n) => `// secretlint-${n % 2 ? 'enable' : 'disable'}`,
  (n) => `api_secret = "${jwtSecret(`half ${n % 3}`)}" + "${jwtSecret(`other ${n % 3}`)}"`,
  (n) => `jwt:\n  issuer: x\n  secret: ${jwtSecret(`nested ${n % 3}`)}`,
];

function line(pick: Pick): string {
  if (pick(9) === 0) return LINES[pick(LINES.length)]!(pick(40));
  if (pick(60) === 0) return 'long '.repeat(8000);
  const word = (): string => ['return', 'token', 'value', 'if (x)', 'secret', 'π', '{', '}', 'key:'][pick(9)]!;
  return Array.from({ length: pick(8) }, word).join(' ');
}

function edited(lines: readonly string[], pick: Pick): string[] {
  const next = [...lines];
  for (let edits = 1 + pick(3); edits > 0; edits--) {
    const at = pick(next.length + 1);
    const what = pick(6);
    if (what === 0 && next.length > 3) next.splice(at, 1 + pick(4));
    else if (what === 1) next.splice(at, 0, ...next.slice(pick(next.length + 1)).slice(0, pick(6)));
    else if (what === 2 && next[at] !== undefined) next[at] = `${next[at].slice(0, pick(20))}${line(pick)}`;
    else next.splice(at, 0, line(pick));
  }
  return next.length > 0 ? next : [''];
}

type Files = Map<string, { readonly lines: readonly string[]; readonly end: string }>;

/** @param args of `git init` */
export function randomRepo(seed: number, ...args: readonly string[]): Repo {
  const pick = picker(seed);
  const repo = makeRepo({ args });
  const states: Files[] = [];
  const stream: string[] = [];
  const count = 12 + pick(20);
  for (let index = 0; index < count; index++) {
    const parents = parentsOf(index, pick);
    const files = new Map(parents.flatMap((parent) => [...states[parent]!]));
    for (let changes = 1 + pick(3); changes > 0; changes--) change(files, pick);
    states.push(files);
    stream.push(commitText(index, parents, files));
  }
  stream.push(`reset refs/heads/main\nfrom :${count}\n\nreset refs/heads/side\nfrom :${1 + pick(count)}\n\n`);
  repo.gitWith(stream.join(''), 'fast-import', '--quiet', '--force');
  repo.git('update-ref', '-d', 'refs/heads/work');
  repo.git('reset', '--quiet', '--hard');
  repo.git('tag', '--annotate', '--message', `token: ${githubToken(`tag ${seed}`)}`, 'v1', 'HEAD~2');
  repo.git('notes', 'add', '--message', `password = "${password(`note ${seed}`)}"`);
  repo.write('src/main.ts', `const token = "${githubToken(`stash ${seed}`)}";\n`);
  repo.git('stash', '--quiet', '--include-untracked');
  return repo;
}

/** The latest, at times with one that is a little older. */
function parentsOf(index: number, pick: Pick): number[] {
  if (index === 0) return [];
  return pick(4) > 0 ? [index - 1] : [...new Set([index - 1 - pick(Math.min(index, 3)), index - 1])];
}

function change(files: Files, pick: Pick): void {
  const path = PATHS[pick(PATHS.length)]!;
  const known = files.get(path);
  const what = pick(8);
  if (what === 0) files.delete(path);
  else if (what === 1 && known !== undefined) {
    files.set(PATHS[pick(PATHS.length)]!, known);
    files.delete(path);
  } else if (path === 'data.bin') files.set(path, { lines: [bytes(`bin ${pick(9)}`, 600).toString('latin1')], end: '\0' });
  else {
    const lines = known?.lines ?? Array.from({ length: 5 + pick(40) }, () => line(pick));
    files.set(path, { lines: edited(lines, pick), end: pick(9) === 0 ? '\r\n' : (known?.end ?? '\n') });
  }
}

function commitText(index: number, parents: readonly number[], files: Files): string {
  const [first, ...others] = parents;
  return [
    `reset refs/heads/work\n\ncommit refs/heads/work\nmark :${index + 1}\n`,
    `committer Ada <ada@example.org> ${1740000000 + index * 3600} +0000\ndata 8\nchange ${index % 10}\n`,
    ...(first === undefined ? [] : [`from :${first + 1}\n`]),
    ...others.map((parent) => `merge :${parent + 1}\n`),
    'deleteall\n',
    ...Array.from(files, ([path, { lines, end }]) => {
      const content = `${lines.join(end)}${end}`;
      return `M 100644 inline ${path}\ndata ${Buffer.byteLength(content)}\n${content}\n`;
    }),
    '\n',
  ].join('');
}

export function picker(seed: number): Pick {
  let state = seed * 2654435761;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
