/** A repository with a secret in each place where git can hold one: what an audit has to find. */
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
  git('tag', 'tree', gitWith(`100644 blob ${blob}\tx.txt\n`, 'mktree'));

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
