/** Secret scanning alerts of GitHub, as its REST API lists them. What is resolved there is no work here. */
import { isMap, type Json, mapAt, placed, type ReportedFile, textAt, valued } from './reported.ts';

export function isAlerts(report: unknown): report is readonly Json[] {
  return Array.isArray(report) && report.every((each) => isMap(each) && 'secret_type' in each && 'state' in each);
}

export function readAlerts(report: readonly Json[]): ReportedFile {
  const open = report.filter(({ state }) => state !== 'resolved');
  const found = open.map((each) => {
    const place = mapAt(each, 'first_location_detected');
    return {
      tool: 'GitHub secret scanning',
      rule: textAt(each, 'secret_type'),
      path: textAt(place, 'path').replace(/^\/+/, ''),
      ...valued(textAt(each, 'secret')),
      ...placed({
        number: each['number'],
        line: place['start_line'],
        endLine: place['end_line'],
        commit: textAt(place, 'commit_sha'),
        date: textAt(each, 'created_at'),
      }),
      ...(each['validity'] === 'active' ? { isLive: true as const } : {}),
    };
  });
  return { found, leftOut: [{ what: 'resolved on GitHub', count: report.length - open.length }] };
}
