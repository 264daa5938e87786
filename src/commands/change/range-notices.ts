/** What a range's report says beside its secrets: changes of its own policy, marks that it adds, what was not read. */
import { unreadNotice } from './novelty.ts';
import { CONFIG_PATH, LEDGER_PATH } from '../policy/policy.ts';
import type { Addition } from './report.ts';
import type { ScannedRange } from './range-scan.ts';
import type { Policy } from '../policy/policy.ts';
import type { CommitChanges } from '../../source/range-changes.ts';
import type { Repository } from '../../source/repository.ts';

/** Ranges that one policy judges. */
export interface NoticedPart {
  readonly policy: Policy;
  /** The policy is that of a base, which the range itself cannot change. */
  readonly isBase: boolean;
  readonly changes: readonly CommitChanges[];
  readonly scanned: ScannedRange;
}

const MARKS_SHOWN = 20;

/** @param unread files of parents that could not be read */
export function rangeNotices({ partial }: Repository, parts: readonly NoticedPart[], unread: readonly string[]): string[] {
  const notices = [...new Set(parts.flatMap(({ policy }) => policy.foreign?.notices ?? []))];
  if (parts.every(({ changes, scanned }) => changes.length + scanned.additions.length === 0))
    notices.push('the range holds no commits');
  const changed = changedPolicy(parts);
  if (changed.length > 0) {
    const [is, does] = changed.length === 1 ? ['is', 'does'] : ['are', 'do'];
    const how = 'land the entry first, or use  --policy-from  after review';
    notices.push(`${changed.join(' and ')} ${is} changed by this range and ${does} not count for it: ${how}`);
  }
  if (unread.length > 0 && partial) notices.push(unreadNotice(unread));
  const marked = parts.flatMap(({ scanned }) => scanned.marked).filter(({ finding }) => finding.rule.anchor !== true);
  const marks = new Set(marked.map(markLine));
  notices.push(...[...marks].slice(0, MARKS_SHOWN));
  if (marks.size > MARKS_SHOWN) notices.push(`and ${marks.size - MARKS_SHOWN} more marks of this range`);
  return notices;
}

/** Files of a policy that a range changes, and that do not count for it. */
export function changedPolicy(parts: readonly NoticedPart[]): readonly string[] {
  const own = parts.filter(({ isBase }) => isBase).flatMap((part) => part.changes.flatMap(({ sides }) => sides));
  const paths = new Set(own.flatMap((side) => side.changes.map(({ path }) => path)));
  return [CONFIG_PATH, LEDGER_PATH].filter((path) => paths.has(path));
}

function markLine({ finding, path, where, moment }: Addition): string {
  const place = `${path || where}:${finding.position.line}`;
  const reason = finding.mark?.reason === undefined ? '' : `: ${finding.mark.reason}`;
  return `marked as allowed in ${moment?.commit.slice(0, 10)}: ${place} (${finding.rule.id}${reason})`;
}
