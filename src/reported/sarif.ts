/**
 * SARIF 2.1.0 of any tool. Only a few put the value into the snippet, most put the line there or nothing: so a snippet
 * is text in which a value stands. Tools that look for other things as well are listened to where they speak of secrets.
 */
import { saysFound, speaksOfSecrets } from './about-secrets.ts';
import { inArea, isMap, type Json, listAt, mapAt, placed, type Reported, type ReportedFile, textAt } from './reported.ts';

export function isSarif(report: unknown): report is Json {
  if (!isMap(report) || !Array.isArray(report['runs'])) return false;
  // without any run nobody has looked at anything
  return report['runs'].length > 0 && report['runs'].every((run: unknown) => isMap(run) && isMap(run['tool']));
}

export function readSarif(report: Json): ReportedFile {
  const runs = listAt(report, 'runs').map(readRun);
  const count = (of: keyof Omit<Run, 'found'>): number => runs.reduce((sum, run) => sum + run[of], 0);
  return {
    found: runs.flatMap(({ found }) => found),
    leftOut: [
      { what: 'suppressed, passed or gone by what the report says', count: count('settled') },
      { what: 'not about secrets', count: count('others') },
    ],
  };
}

interface Run {
  readonly found: readonly Reported[];
  readonly settled: number;
  readonly others: number;
}

function readRun(run: Json): Run {
  const driver = mapAt(mapAt(run, 'tool'), 'driver');
  const rules = new Map(listAt(driver, 'rules').map((rule) => [textAt(rule, 'id'), rule]));
  const tool = textAt(driver, 'name');
  const results = listAt(run, 'results');
  const open = results.filter((result) => !isSettled(result));
  const about = open.filter((result) => {
    const id = textAt(result, 'ruleId') || textAt(mapAt(result, 'rule'), 'id');
    const rule = rules.get(id) ?? {};
    return SCANNERS.test(tool) || speaksOfSecrets(wordsOf(id, rule)) || saysFound(textsOf(result, rule));
  });
  return {
    found: about.map((result) => reportedIn(result, tool)),
    settled: results.length - open.length,
    others: open.length - about.length,
  };
}

function isSettled(result: Json): boolean {
  const suppressions = listAt(result, 'suppressions');
  const isSuppressed = suppressions.some(({ status }) => status === undefined || status === 'accepted');
  return isSuppressed || FINE.has(String(result['kind'])) || result['baselineState'] === 'absent';
}

/** Of the kinds of a result these ask for nothing: what is open, or waits for a review, is work. */
const FINE: ReadonlySet<string> = new Set(['informational', 'notApplicable', 'pass']);

const SCANNERS = /secret|leak|truffle|kingfisher|burnlist|ggshield|gitguardian|whispers|titus|noseyparker|ripsecrets|credsweeper/i;

function wordsOf(id: string, rule: Json): readonly string[] {
  const tags = mapAt(rule, 'properties')['tags'];
  return [id, textAt(rule, 'name'), ...(Array.isArray(tags) ? tags.map(String) : [])];
}

function textsOf(result: Json, rule: Json): readonly string[] {
  const said = [mapAt(result, 'message'), mapAt(rule, 'shortDescription'), mapAt(rule, 'fullDescription')];
  return said.map((words) => textAt(words, 'text'));
}

function reportedIn(result: Json, tool: string): Reported {
  const location = listAt(result, 'locations')[0] ?? {};
  const place = mapAt(location, 'physicalLocation');
  const region = mapAt(place, 'region');
  const prints = mapAt(result, 'partialFingerprints');
  const commit = mapAt(mapAt(mapAt(location, 'properties'), 'git_metadata'), 'commit');
  return {
    tool: tool || 'SARIF',
    rule: textAt(result, 'ruleId') || textAt(mapAt(result, 'rule'), 'id'),
    path: pathOf(textAt(mapAt(place, 'artifactLocation'), 'uri')),
    ...inArea(textAt(mapAt(region, 'snippet'), 'text')),
    ...placed({
      line: region['startLine'],
      endLine: region['endLine'],
      from: region['startColumn'],
      to: region['endColumn'],
      // gitleaks puts them beside its fingerprint, Kingfisher beside the place
      commit: textAt(prints, 'commitSha') || textAt(commit, 'id'),
      date: textAt(prints, 'date') || textAt(commit, 'date'),
      author: textAt(prints, 'author') || textAt(mapAt(commit, 'author'), 'name'),
    }),
  };
}

/** A URI reference: percent-encoded, perhaps with a scheme. */
function pathOf(uri: string): string {
  const path = uri.replace(/^file:\/\/[^/]*/i, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
