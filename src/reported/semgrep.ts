/** Semgrep: `--json`, whose results are about anything. The lines themselves are there only for those who have logged in. */
import { saysFound, speaksOfSecrets } from './about-secrets.ts';
import { inArea, isMap, type Json, listAt, mapAt, placed, type Reported, type ReportedFile, textAt } from './reported.ts';

export function isSemgrep(report: unknown): report is Json {
  if (!isMap(report) || !Array.isArray(report['results']) || !Array.isArray(report['errors']) || !isMap(report['paths'])) return false;
  return report['results'].every((each: unknown) => isMap(each) && 'check_id' in each && isMap(each['extra']));
}

export function readSemgrep(report: Json): ReportedFile {
  const results = listAt(report, 'results');
  const open = results.filter((result) => mapAt(result, 'extra')['is_ignored'] !== true);
  const about = open.filter(isAboutSecrets);
  return {
    found: about.map(reportedIn),
    leftOut: [
      { what: 'suppressed by what the report says', count: results.length - open.length },
      { what: 'not about secrets', count: open.length - about.length },
    ],
  };
}

function isAboutSecrets(result: Json): boolean {
  const extra = mapAt(result, 'extra');
  const weaknesses = mapAt(extra, 'metadata')['cwe'];
  const words = [textAt(result, 'check_id'), ...[weaknesses].flat().map(String)];
  return speaksOfSecrets(words) || saysFound([textAt(extra, 'message')]);
}

function reportedIn(result: Json): Reported {
  const extra = mapAt(result, 'extra');
  const [start, end] = [mapAt(result, 'start'), mapAt(result, 'end')];
  const lines = textAt(extra, 'lines');
  const isOneLine = start['line'] === end['line'];
  return {
    tool: 'Semgrep',
    rule: textAt(result, 'check_id'),
    path: textAt(result, 'path'),
    ...(lines === 'requires login' ? {} : inArea(lines)),
    ...placed({
      line: start['line'],
      endLine: end['line'],
      ...(isOneLine ? { from: start['col'], to: end['col'] } : {}),
    }),
    ...(extra['validation_state'] === 'CONFIRMED_VALID' ? { isLive: true as const } : {}),
  };
}
