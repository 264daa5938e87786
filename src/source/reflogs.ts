/** What refs pointed at before, from `logs/`:  <old> SP <new> SP <who> SP <time> SP <zone> TAB <message> LF */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Repository } from './repository.ts';

export interface ReflogTip {
  /** Full ref name, or HEAD. */
  readonly ref: string;
  readonly id: string;
}

/** A log that is larger is read from its end. */
const LARGEST = 64 << 20;

/** Every id that a reflog names, once for each ref: those of all linked worktrees, whose HEADs are their own. */
export function reflogTips({ gitDir, commonDir }: Repository): ReflogTip[] {
  const tips = new Map<string, ReflogTip>();
  const worktrees = namesIn(join(commonDir, 'worktrees')).map((name) => join(commonDir, 'worktrees', name));
  for (const top of new Set([commonDir, gitDir, ...worktrees].map((folder) => join(folder, 'logs')))) {
    for (const path of filesBelow(top)) {
      const ref = relative(top, path).replaceAll('\\', '/');
      const bytes = readFileSync(path);
      const text = bytes.subarray(Math.max(0, bytes.length - LARGEST)).toString('latin1');
      for (const match of text.matchAll(/^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) /gm)) {
        for (const id of [match[1]!, match[2]!]) if (!/^0+$/.test(id)) tips.set(`${ref} ${id}`, { ref, id });
      }
    }
  }
  return [...tips.values()];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return entry.isFile() && statSync(path).size > 0 ? [path] : [];
    });
  } catch {
    return [];
  }
}
