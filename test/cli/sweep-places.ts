/** A folder as a team has it on its disk: repositories of all kinds, with a secret in each place that only a sweep reads. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder, repoAt, type Repo } from '../support/repo.ts';
import { githubToken as token, jwtSecret } from '../support/secrets.ts';

export interface Team {
  readonly dir: string;
  readonly api: Repo;
  /** Writes a file of the folder itself. */
  readonly write: (path: string, content: string) => void;
  readonly repo: (path: string) => Repo;
}

export function makeTeam(): Team {
  const dir = makeFolder();
  const write = (path: string, content: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const repo = (path: string): Repo => {
    mkdirSync(join(dir, path), { recursive: true });
    const made = repoAt(join(dir, path));
    made.git('init', '--quiet', '--initial-branch=main', '--template=');
    return made;
  };
  return { dir, api: repo('api'), write, repo };
}

/** The place's name is the name of its token. */
export function sweepPlaces(): Team {
  const team = makeTeam();
  const { dir, api } = team;
  api.write('.gitignore', '.env\nbuild/\n');
  api.write('a.txt', `token: ${token('shared')}\n`);
  api.write('old.env', `JWT_SECRET=${jwtSecret('live')}\n`);
  api.commit('start');
  api.git('rm', '--quiet', 'old.env');
  api.commit('clean up');
  api.write('.env', `JWT_SECRET=${jwtSecret('live')}\nAPI_TOKEN=${token('ignored file')}\n`);
  api.write('build/deep/out.js', `const token = "${token('ignored folder')}";\n`);
  api.write('untracked.txt', `token: ${token('untracked')}\n`);
  api.link('to-be-linked', `/srv/${token('untracked link')}`);
  api.write('.git-credentials', `https://x:${token('git credentials')}@github.com\n`);
  writeLfs(api, 'big.bin', 'lfs');
  api.git('add', 'big.bin');
  api.commit('large file', { add: false });
  writeLfs(api, undefined, 'lfs without pointer');

  const lib = team.repo('lib');
  lib.write('l.txt', `token: ${token('shared')}\n`);
  lib.commit('start');
  const web = team.repo('web');
  web.git('submodule', '--quiet', 'add', `file://${lib.dir}`, 'vendor/lib');
  web.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '--name', 'gone/deep', `file://${lib.dir}`, 'gone');
  web.commit('submodules');
  const gone = repoAt(join(web.dir, 'gone'));
  gone.write('s.txt', `token: ${token('store of a submodule')}\n`);
  gone.commit('only there');
  web.git('submodule', '--quiet', 'deinit', '--force', 'gone');
  const nested = team.repo('web/nested');
  nested.write('n.txt', `token: ${token('nested')}\n`);
  nested.commit('start');
  web.git('clone', '--quiet', '--mirror', `file://${lib.dir}`, join(dir, 'mirror.git'));
  writeFileSync(join(dir, 'mirror.git', 'FETCH_HEAD'), `token: ${token('bare')}\n`);
  api.git('worktree', 'add', '--quiet', '../api-2', '-b', 'two');
  writeFileSync(join(dir, 'api-2', 'new.txt'), `token: ${token('linked worktree')}\n`);

  api.git('remote', 'add', 'origin', `https://x:${token('url in config')}@github.com/ada/shop.git`);
  api.git('config', 'http.extraheader', `AUTHORIZATION: bearer ${token('extraheader')}`);
  for (const name of ['HEAD', 'objects', 'refs']) api.write(`.git/rr-cache/like-a-store/${name}`, '');
  for (const file of GIT_FILES) api.write(`.git/${file}`, `token: ${token(file)}\n`);
  api.write('.git/logs/refs/heads/main', `${'0'.repeat(40)} ${api.git('rev-parse', 'HEAD')} A <a@b> 1 +0000\tuse ${token('reflog')}\n`);
  team.write('notes/todo.txt', `token: ${token('between')}\n`);
  return team;
}

export const GIT_FILES = [
  'FETCH_HEAD',
  'COMMIT_EDITMSG',
  'MERGE_MSG',
  'SQUASH_MSG',
  'description',
  'hooks/pre-push',
  'info/exclude',
  'rebase-merge/message',
  'rr-cache/1f/preimage',
  'rr-cache/like-a-store/preimage',
  'worktrees/api-2/COMMIT_EDITMSG',
  'lfs/logs/20260101T000000.log',
  'modules/readme',
  'objects/info/note',
  'objects/pack/pack-1f.keep',
];

function writeLfs(repo: Repo, path: string | undefined, name: string): void {
  const content = `first line\ntoken: ${token(name)}\n`;
  const id = createHash('sha256').update(content).digest('hex');
  repo.write(`.git/lfs/objects/${id.slice(0, 2)}/${id.slice(2, 4)}/${id}`, content);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${id}\nsize ${content.length}\n`;
  if (path !== undefined) repo.write(path, pointer);
}
