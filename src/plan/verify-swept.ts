/**
 * A secret of a saved sweep in, what the sweep saw of it on the disk out: where a file had the value, only that file says that
 * it has it no more, or another sweep.
 */
import { baseName } from '../base-name.ts';
import type { Judged } from '../model.ts';
import { isDocument } from './current/read.ts';
import type { Seen } from './outcome.ts';

/** Undefined where no file had it, or all that had it are named. @param named files that say what they hold today, as people call them */
export function heldOnDisk({ occurrences, verdict }: Judged, named: ReadonlySet<string>): Seen | undefined {
  if (verdict !== 'still-current') return undefined;
  const holding = occurrences.filter(({ where, path }) => where === 'worktree' && !isDocument(path));
  const paths = holding.map(({ home, path }) => (home === undefined ? path : `${home}/${path}`));
  // a file that is named from elsewhere goes by its bare name
  const [first, ...more] = paths.filter((path) => !named.has(path) && !named.has(baseName(path)));
  if (first === undefined) return undefined;
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const detail = `the sweep saw it in ${first}${others}: add --current ${first}, or sweep again`;
  return { outcome: 'STILL CURRENT', detail };
}
