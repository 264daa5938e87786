/** Where a forge shows the files of a commit, by the address that this clone came from. */
import type { LinkBase } from '../../report/markdown-text.ts';
import type { Git } from '../../source/git.ts';

const ADDRESS =
  /^(?:https:\/\/(?:[^@/]*@)?|(?:ssh:\/\/)?git@)(github\.[\w.-]+)[:/]([\w.-]+\/[\w.-]+?)(?:\.git)?\/?\s*$/;

export async function forgeBase(git: Git | undefined, revision: string | null): Promise<LinkBase> {
  if (git === undefined || revision === null) return 'nowhere';
  const url = await git.ask(['config', '--get', 'remote.origin.url']).catch(() => '');
  const match = ADDRESS.exec(url);
  return match ? `https://${match[1] ?? ''}/${match[2] ?? ''}/blob/${revision}` : 'nowhere';
}
