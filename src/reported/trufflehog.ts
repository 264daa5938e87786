/** TruffleHog: `--json`, one object a line. Where something was found depends on the kind of source. */
import { isMap, type Json, mapAt, placed, type Reported, textAt, valued } from './reported.ts';

export function isTrufflehog(report: unknown): report is readonly Json[] {
  return Array.isArray(report) && report.every((each) => isMap(each) && 'DetectorName' in each && 'Raw' in each);
}

export function readTrufflehog(report: readonly Json[]): readonly Reported[] {
  return report.map((each) => {
    const data = mapAt(mapAt(each, 'SourceMetadata'), 'Data');
    const source = Object.values(data).find(isMap) ?? {};
    return {
      tool: 'TruffleHog',
      rule: textAt(each, 'DetectorName'),
      path: textAt(source, 'file', 'path'),
      ...valued(textAt(each, 'Raw')),
      ...placed({
        line: source['line'],
        commit: textAt(source, 'commit'),
        date: textAt(source, 'timestamp'),
        author: textAt(source, 'email'),
      }),
      ...(each['Verified'] === true ? { isLive: true as const } : {}),
    };
  });
}
