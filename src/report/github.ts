/**
 * A report goes in; out come workflow commands, which GitHub shows as annotations at the lines they are about. It shows
 * ten of each level for a step: the worst come first, and the job summary has all of them.
 */
import type { Judged, Occurrence, Plan, Report } from '../model.ts';
import { gapLines } from './gaps.ts';
import { createLineMasker, valuesIn } from './mask.ts';
import { type Clean, fitted, hasLines, mainPlace, placeOf, reach, subject } from './phrases.ts';
import { standsAt } from './stands-at.ts';
import { sectionsOf } from './sections.ts';
import { shortIds } from './short-id.ts';
import { isListed } from './totals.ts';
import { withVersionsJoined } from './versions.ts';
import { dates } from './when.ts';

type Level = 'error' | 'warning' | 'notice';

/** One command a line. What is known, settled or only guessed is not annotated. */
export function githubAnnotations(report: Report, plan: Plan | undefined): string {
  const clean = createLineMasker(valuesIn(report));
  const short = shortIds(report.secrets.map(({ id }) => id));
  const lines = [
    ...gapLines(report.coverage, clean).map((gap) => command('error', { title: 'burnlist: not everything was seen' }, gap)),
    ...withVersionsJoined(report.secrets, plan)
      .filter(isAnnotated)
      .map((secret) => annotation(secret, short(secret.id), plan, clean)),
    ...report.risks.map(({ path, advice }) =>
      command('warning', { file: clean(path), title: 'burnlist: risk' }, `${clean(path)} ${clean(advice)}`),
    ),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Something is to be done about it, and that is sure. */
export function isAnnotated(secret: Judged): boolean {
  const isStillCurrent = secret.verdict === 'still-current';
  return isStillCurrent || (isListed(secret) && secret.confidence !== 'low' && secret.status !== 'known');
}

function annotation(secret: Judged, id: string, plan: Plan | undefined, clean: Clean): string {
  const { priority, rule, exposure, proofs, reasons } = secret;
  const place = mainPlace(secret);
  const [proof] = proofs.filter(({ kind }) => kind !== 'checksum');
  const said = [
    `${subject(secret, clean)} (${id}): ${clean(reasons.at(-1) ?? '')}`,
    place === undefined ? '' : whereOf(place, clean),
    dates(exposure),
    reach(exposure, clean),
    proof && `proof: ${clean(proof.detail)}`,
    ...sectionsOf(secret, plan).map(({ path, anchor }) => `rotate: ${clean(path)}#${clean(anchor)}`),
  ];
  const level: Level = priority === 'P0' || priority === 'P1' ? 'error' : priority === 'P2' ? 'warning' : 'notice';
  return command(
    secret.verdict === 'still-current' ? 'error' : level,
    { ...fileOf(place, clean), title: `burnlist: ${rule.name} ${priority}` },
    said.filter((part) => part !== undefined && part !== '').join('\n'),
  );
}

function whereOf(place: Occurrence, clean: Clean): string {
  const where = fitted(placeOf(place, clean), Infinity);
  return place.commit === undefined ? where : `${where}, commit ${place.commit.slice(0, 10)}`;
}

/** Only what stands in the checkout has a line to show it at. */
function fileOf(place: Occurrence | undefined, clean: Clean): Readonly<Record<string, string>> {
  if (place === undefined || place.path === '' || place.repository !== 0) return {};
  const isThere = place.inHead || place.class !== 'committed';
  if (!isThere || !hasLines(place)) return {};
  const { line, endLine, column, endColumn } = standsAt(place);
  const columns = line === endLine ? { col: String(column), endColumn: String(endColumn) } : {};
  return { file: clean(place.path), line: String(line), endLine: String(endLine), ...columns };
}

function command(level: Level, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
  return `::${level} ${list.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
