/** Kingfisher: `--format json` (an envelope with findings, one for each repository) or `jsonl` (a finding a line). */
import { isMap, type Json, listAt, mapAt, placed, type Reported, textAt, valued } from './reported.ts';

export function isKingfisher(report: unknown): report is readonly Json[] {
  return Array.isArray(report) && report.length > 0 && report.every(isMap) && report.some(isPart);
}

function isPart(each: Json): boolean {
  return (isMap(each['rule']) && isMap(each['finding'])) || listAt(each, 'findings').some(isPart) || isEmptyEnvelope(each);
}

function isEmptyEnvelope({ findings, metadata }: Json): boolean {
  return Array.isArray(findings) && findings.length === 0 && isMap(metadata);
}

export function readKingfisher(report: readonly Json[]): readonly Reported[] {
  const parts = report.flatMap((each) => ('finding' in each ? [each] : listAt(each, 'findings')));
  return parts.map((each) => {
    const found = mapAt(each, 'finding');
    const commit = mapAt(mapAt(found, 'git_metadata'), 'commit');
    return {
      tool: 'Kingfisher',
      rule: textAt(mapAt(each, 'rule'), 'id', 'name'),
      path: textAt(found, 'path'),
      ...valued(textAt(found, 'snippet')),
      ...placed({
        line: found['line'],
        commit: textAt(commit, 'id'),
        date: textAt(commit, 'date'),
        author: textAt(mapAt(commit, 'committer'), 'name'),
      }),
      ...(/^active\b/i.test(textAt(mapAt(found, 'validation'), 'status')) ? { isLive: true as const } : {}),
    };
  });
}
