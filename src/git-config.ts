/** Git's own configuration of a clone: remotes with their URLs, headers that it sends. */
import type { Occurrence } from './model.ts';

export function isGitConfig({ where, path }: Pick<Occurrence, 'where' | 'path'>): boolean {
  return where === 'git-file' && /(?:^|\/)config(?:\.worktree)?$/.test(path);
}
