/** What is known of a reported find in, the secrets of an audit that it is out. */
import { createDetector, type Detector } from '../../detect/unit.ts';
import { sha1Of } from '../../reported/hashed.ts';
import type { Finding, Judged, Position, Rule } from '../../model.ts';
import type { Reported } from '../../reported/reported.ts';
import type { SecretValue } from '../../secret-value.ts';

/** Shorter values stand in others by chance. */
const SHORTEST = 8;

/** What our own rules make of the text of a find. */
export type Findings = (reported: Reported) => readonly Finding[];

export function findingsBy(rules: readonly Rule[]): Findings {
  let detector: Detector | undefined;
  const known = new Map<Reported, readonly Finding[]>();
  return (reported) => {
    const text = reported.value ?? reported.area;
    detector ??= createDetector(
      rules.filter(({ paths }) => paths === undefined),
      { marks: false },
    );
    const found = known.get(reported) ?? (text === undefined ? [] : detector.scan(text.expose('judge')).findings);
    known.set(reported, found);
    return found;
  };
}

/** Secrets that a find is about; without a value or text of its own only those on its line. */
export function matcherFor(secrets: readonly Judged[], findings: Findings): (reported: Reported) => readonly Judged[] {
  const byKey = grouped(secrets, ({ value }) => [value.key()]);
  const byHash = grouped(secrets, ({ value }) => [sha1Of(value)]);
  const byPath = grouped(secrets, ({ occurrences }) => occurrences.map(({ path }) => path));
  return (reported) => {
    const { value, area, sha1, path } = reported;
    const values = [...findings(reported).map((finding) => finding.value), ...(value === undefined ? [] : [value])];
    const same = [...values.flatMap((each) => byKey.get(each.key()) ?? []), ...(byHash.get(sha1 ?? '') ?? [])];
    if (same.length > 0) return [...new Set(same)];
    const there = path === '' ? [] : (byPath.get(path) ?? []);
    const text = value ?? area;
    if (text !== undefined) return there.filter((secret) => overlap(secret.value, text) || isWithin(secret, reported));
    return there.filter((secret) => isOnLine(secret, reported));
  };
}

function grouped(secrets: readonly Judged[], keysOf: (secret: Judged) => readonly string[]): ReadonlyMap<string, Judged[]> {
  const groups = new Map<string, Judged[]>();
  for (const secret of secrets)
    for (const key of new Set(keysOf(secret))) groups.set(key, [...(groups.get(key) ?? []), secret]);
  return groups;
}

function isOnLine({ occurrences }: Judged, { path, line = 0, endLine = line }: Reported, hasLines = false): boolean {
  const reaches = (place: Position): boolean =>
    place.line <= endLine && line <= place.endLine && (!hasLines || place.endLine > place.line);
  return occurrences.some(
    ({ path: at, position, inHeadAt }) => at === path && [position, inHeadAt ?? position].some(reaches),
  );
}

/** Of a key in PEM some tools report the line that it begins with: nothing else stands on lines that one secret fills. */
function isWithin(secret: Judged, reported: Reported): boolean {
  return reported.line !== undefined && isOnLine(secret, reported, true);
}

/** The password of a URL, a line with a value: one tool's whole is another one's part. */
function overlap(a: SecretValue, b: SecretValue): boolean {
  if (Math.min(a.length, b.length) < SHORTEST) return false;
  const [one, other] = [a.expose('judge'), b.expose('judge')];
  return one.includes(other) || other.includes(one);
}
