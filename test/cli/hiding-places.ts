/** A repository with a secret in each place where git can hold one: what an audit has to find. */
import { gzipSync } from 'node:zlib';
import { makeRepo, type Repo } from '../support/repo.ts';
import { githubToken as token } from '../support/secrets.ts';

/** The place's name is the name of its secret. */
export function hidingPlaces(): Repo {
  const made = makeRepo();
  const { git, gitWith, write, commit } = made;
  write('.gitattributes', '*.quiet -diff\n');
  write('deleted.txt', `token: ${token('deleted')}\n`);
  write('head.txt', `one\ntwo\ntoken: ${token('head')}\n`);
  write('show.quiet', `token: ${token('attribute')}\n`);
  write(`names/${token('file name')}.txt`, 'x');
  write(`names/${token('folder name')}/x`, 'x');
  write('odd/"Grüße"\n.txt', `token: ${token('odd path')}\n`);
  made.link('link', `to/${token('link')}`);
  commit('start');

  write('deleted.txt', `token: ${token('amended')}\n`);
  commit('first try');
  git('rm', '--quiet', 'deleted.txt');
  git('commit', '--quiet', '--amend', '--message', 'clean up');
  commit(`use ${token('reworded')}`);
  git('commit', '--quiet', '--amend', '--allow-empty', '--message', 'reworded');

  git('switch', '--quiet', '--create', 'side');
  write('side.txt', `token: ${token('branch')}\n`);
  commit('side');
  git('switch', '--quiet', 'main');
  write('main.txt', 'main\n');
  commit('main');
  git('merge', '--quiet', '--no-commit', '--no-ff', 'side');
  git('rm', '--quiet', '--force', 'side.txt');
  write('merged.txt', `token: ${token('merge')}\n`);
  commit('merge');
  git('rm', '--quiet', 'merged.txt');
  commit('after the merge');

  write('main.txt', `token: ${token('old stash')}\n`);
  git('stash', '--quiet');
  write('main.txt', `token: ${token('stash index')}\n`);
  git('add', 'main.txt');
  write('main.txt', `token: ${token('stashed')}\n`);
  write('new.txt', `token: ${token('stash untracked')}\n`);
  git('stash', '--quiet', '--include-untracked');

  git('notes', 'add', '--message', `token: ${token('note')}`);
  commit(`use ${token('commit message')} for now`);
  commit('who', { author: `${token('author')} <ada@example.org>` });
  const tree = git('rev-parse', 'HEAD^{tree}');
  const lines = [`tree ${tree}`, `parent ${git('rev-parse', 'HEAD')}`, 'author A <a@example.org> 1740000000 +0000'];
  const raw = `${lines.join('\n')}\ncommitter ${token('committer')} <c@example.org> 1740000000 +0000\n\nwho\n`;
  git('update-ref', 'refs/heads/who', gitWith(raw, 'hash-object', '-t', 'commit', '-w', '--stdin'));
  git('tag', '--annotate', '--message', `token: ${token('tag message')}`, 'v1');
  const target = `object ${git('rev-parse', 'HEAD')}
type commit
tag v2`;
  const tag = `${target}
tagger ${token('tagger')} <t@example.org> 1740000000 +0000

v2
`;
  git('update-ref', 'refs/tags/v2', gitWith(tag, 'hash-object', '-t', 'tag', '-w', '--stdin'));
  git('branch', `fix-${token('ref name')}`);

  git('switch', '--quiet', '--detach');
  write('tagged.txt', `token: ${token('tag')}\n`);
  commit('only tagged');
  git('tag', 'v0');
  git('switch', '--quiet', 'main');

  git('tag', 'blob', gitWith(`token: ${token('tagged blob')}\n`, 'hash-object', '-w', '--stdin'));
  const blob = gitWith(`token: ${token('tagged tree')}\n`, 'hash-object', '-w', '--stdin');
  const named = gitWith(`100644 blob ${blob}\t${token('name in a tagged tree')}\n`, 'mktree');
  git('tag', 'tree', gitWith(`100644 blob ${blob}\tx.txt\n040000 tree ${named}\tsub\n`, 'mktree'));
  gitWith(`100644 blob ${gitWith('x', 'hash-object', '-w', '--stdin')}\t${token('name in a lost tree')}\n`, 'mktree');

  write('replaced.txt', `token: ${token('replaced')}\n`);
  commit('to be replaced');
  const secret = git('rev-parse', 'HEAD:replaced.txt');
  git('replace', secret, gitWith('nothing here\n', 'hash-object', '-w', '--stdin'));

  write('unattached.txt', `token: ${token('reset')}\n`);
  git('add', 'unattached.txt');
  git('reset', '--quiet');
  made.remove('unattached.txt');
  write('staged.txt', `token: ${token('index')}\n`);
  git('add', 'staged.txt');
  return made;
}

/** Rarer ones, in a clone of its own that has pushed and fetched; the name of each is that of its secret. */
export function rarePlaces(): { readonly repo: Repo; readonly ids: ReadonlyMap<string, string> } {
  const made = makeRepo();
  const { git, gitWith, write, commit } = made;
  const ids = new Map<string, string>();
  const origin = makeRepo({ args: ['--bare'] });
  git('remote', 'add', 'origin', `file://${origin.dir}`);
  write('a.txt', 'start\n');
  commit('start');

  for (const name of ['one', 'two', 'three']) {
    git('switch', '--quiet', '--create', name, 'main');
    write(`${name}.txt`, `${name}\n`);
    commit(name);
  }
  git('switch', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '--no-commit', 'one', 'two', 'three');
  write('octopus.txt', `token: ${token('octopus merge')}\n`);
  ids.set('octopus merge', commit('octopus'));
  git('rm', '--quiet', 'octopus.txt');
  commit('after the octopus');

  write('renamed.txt', `${'line\n'.repeat(40)}end\n`);
  made.link('becomes-file', 'nowhere');
  commit('before');
  git('mv', 'renamed.txt', 'moved.txt');
  write('moved.txt', `${'line\n'.repeat(40)}token: ${token('rename with edit')}\n`);
  made.remove('becomes-file');
  write('becomes-file', `token: ${token('link become file')}\n`);
  write('.gitmodules', `[submodule "x"]\n\tpath = x\n\turl = https://x:${token('submodule url')}@github.com/ada/x.git\n`);
  write('image.bin', Buffer.concat([Buffer.alloc(64), Buffer.from(`token: ${token('binary file')}`), Buffer.alloc(64)]));
  write('utf-16.txt', Buffer.from(`one\r\ntoken: ${token('utf-16 file')}\r\n`, 'utf16le'));
  write('long.json', `{"a":"${'x'.repeat(3 << 20)}","token":"${token('three megabytes')}","b":1}`);
  write('odd/tab\there.txt', `token: ${token('tab in a path')}\n`);
  write('backup.gz', gzipSync(`token: ${token('gzip member')}\n`));
  const encoded = Buffer.from(token('base64 in a manifest')).toString('base64');
  write('k8s/secret.yaml', `apiVersion: v1\nkind: Secret\ndata:\n  token: ${encoded}\n`);
  write('callback.txt', `next=https%3A%2F%2Fada%3A${token('percent-encoded')}%40github.com%2Fada%2Fx.git\n`);
  ids.set('rename with edit', commit('all at once'));

  write('dropped.txt', `token: ${token('dropped stash')}\n`);
  git('stash', '--quiet', '--include-untracked');
  git('stash', 'drop', '--quiet');
  git('switch', '--quiet', '--detach');
  write('left.txt', `token: ${token('detached and left')}\n`);
  ids.set('detached and left', commit('on no branch'));
  git('switch', '--quiet', 'main');
  git('switch', '--quiet', '--create', 'private');
  write('private.txt', `token: ${token('unpushed branch')}\n`);
  ids.set('unpushed branch', commit('never pushed'));
  git('switch', '--quiet', '--orphan', 'lonely');
  write('lonely.txt', `token: ${token('orphan branch')}\n`);
  ids.set('orphan branch', commit('without parents'));
  git('switch', '--quiet', 'main');

  git('switch', '--quiet', '--create', 'forced');
  write('forced.txt', `token: ${token('force-pushed over')}\n`);
  ids.set('force-pushed over', commit('pushed by mistake'));
  git('push', '--quiet', 'origin', 'main', 'forced');
  git('reset', '--quiet', '--hard', 'HEAD~1');
  git('push', '--quiet', '--force', 'origin', 'forced');
  git('switch', '--quiet', 'main');

  git('switch', '--quiet', '--create', 'proposal');
  write('proposed.txt', `token: ${token('pull request')}\n`);
  ids.set('pull request', commit('proposed'));
  git('push', '--quiet', 'origin', 'proposal:refs/pull/1/head');
  git('switch', '--quiet', 'main');
  git('branch', '--quiet', '-D', 'proposal');
  git('fetch', '--quiet', 'origin', '+refs/pull/*/head:refs/remotes/origin/pr/*');

  const inner = gitWith(tagOf(git('rev-parse', 'HEAD'), 'commit', 'inner', token('tag of a tag')), 'mktag');
  git('update-ref', 'refs/tags/outer', gitWith(tagOf(inner, 'tag', 'outer', 'nothing'), 'mktag'));
  return { repo: made, ids };
}

function tagOf(object: string, type: string, name: string, message: string): string {
  return `object ${object}\ntype ${type}\ntag ${name}\ntagger T <t@example.org> 1740000000 +0000\n\n${message}\n`;
}
