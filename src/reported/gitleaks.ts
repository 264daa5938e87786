/** gitleaks: `--report-format json`, a list; the same from betterleaks. */
import { isMap, type Json, placed, type Reported, textAt, valued } from './reported.ts';

export function isGitleaks(report: unknown): report is readonly Json[] {
  return Array.isArray(report) && report.every((each) => isMap(each) && 'RuleID' in each && 'File' in each);
}

export function readGitleaks(report: readonly Json[]): readonly Reported[] {
  return report.map((each) => ({
    tool: 'gitleaks',
    rule: textAt(each, 'RuleID'),
    path: textAt(each, 'File'),
    ...valued(textAt(each, 'Secret')),
    ...placed({
      line: each['StartLine'],
      endLine: each['EndLine'],
      commit: textAt(each, 'Commit'),
      date: textAt(each, 'Date'),
      author: textAt(each, 'Author'),
    }),
  }));
}
