/** detect-secrets: a baseline, which has the SHA-1 of each value and its line, never the value. */
import { isMap, type Json, listAt, mapAt, placed, type ReportedFile, textAt } from './reported.ts';

export function isBaseline(report: unknown): report is Json {
  return isMap(report) && isMap(report['results']) && (Array.isArray(report['plugins_used']) || 'generated_at' in report);
}

export function readBaseline(report: Json): ReportedFile {
  const results = mapAt(report, 'results');
  const all = Object.keys(results).flatMap((path) => listAt(results, path).map((each) => ({ path, each })));
  const real = all.filter(({ each }) => each['is_secret'] !== false);
  const found = real.map(({ path, each }) => {
    const sha1 = textAt(each, 'hashed_secret').toLowerCase();
    return {
      tool: 'detect-secrets',
      rule: textAt(each, 'type'),
      path: textAt(each, 'filename') || path,
      ...(/^[0-9a-f]{40}$/.test(sha1) ? { sha1 } : {}),
      ...placed({ line: each['line_number'] }),
      ...(each['is_verified'] === true ? { isLive: true as const } : {}),
    };
  });
  return { found, leftOut: [{ what: 'audited as no secret in the baseline', count: all.length - real.length }] };
}
