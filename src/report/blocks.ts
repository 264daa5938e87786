/**
 * Secrets go in; out come their blocks: a row that says what, whose, which and where, then since when, who could read it
 * and what to do. A terminal too narrow for the row gets the place on a line of its own; only paths are ever shortened.
 */
import { groupBy } from '../group-by.ts';
import type { Alike } from './alike.ts';
import type { Judged, Occurrence, Plan, Proof, Report } from '../model.ts';
import { cutEnd, displayWidth, flowed, padded, widest, wrapped } from './columns.ts';
import { type Clean, type Place, extent, fitted, leastWidth, placeOf } from './phrases.ts';
import { reach, subject, versionLines, whereItStands } from './phrases.ts';
import { otherForms, otherUses, relatedLine } from './links.ts';
import { sortedOccurrences } from './order.ts';
import { grouped } from './numbers.ts';
import { sectionsOf } from './sections.ts';
import { shortIds } from './short-id.ts';
import { dates, publication } from './when.ts';
import type { Style } from './style.ts';

const USUAL = 3;
/** Beyond so many, a secret gets one line instead of a block. */
const BLOCKS = 20;
const KNOWN = '  known already, by the ledger; --explain ID says more:';
const WIDEST_RULE = 32;
const WIDEST_COLUMN = 28;
const NARROWEST_COLUMN = 8;
const INDENT = '      ';
const GAP = '   ';
/** Lines about a secret on a terminal; --explain has the rest. */
const DETAILS = 4;

interface Row extends Alike {
  readonly rule: string;
  readonly subject: string;
  readonly id: string;
  readonly where: Place;
}

/** The one reason that so many secrets with a block have, and no other: said once, above their blocks. */
export function usualReason(alike: readonly Alike[]): string | undefined {
  const rows = alike.map(({ secret }) => secret);
  const told = rows.filter((_, index) => alike[index]!.all.length > 1 || hasBlock(rows, index));
  const alone = told.flatMap(({ reasons: [reason, ...more] }) => (reason === undefined || more.length > 0 ? [] : [reason]));
  const [usual] = [...groupBy(alone, (reason) => reason).values()].sort((a, b) => b.length - a.length);
  return usual !== undefined && usual.length >= USUAL ? usual[0] : undefined;
}

/** The blocks of some secrets of a report, in their order. @param said a reason that was said of them already */
export function secretBlocks(
  alike: readonly Alike[],
  report: Report,
  style: Style,
  clean: Clean,
  plan: Plan | undefined,
  said: string | undefined,
): readonly string[] {
  const short = shortIds(report.secrets.map((secret) => secret.id));
  const rows = alike.map(({ secret, all }): Row => {
    const where = whereItStands(secret, clean);
    const [whose, ...others] = new Set(all.map((one) => subject(one, clean)));
    const row = { secret, all, rule: secret.rule.name };
    if (all.length === 1) return { ...row, subject: whose!, id: short(secret.id), where };
    const after = where.after.replace(/^:\d+$/, '');
    return { ...row, subject: others.length === 0 ? whose! : '', id: `${grouped(all.length)} alike`, where: { ...where, after } };
  });
  const heads = headsOf(rows, style);
  const room = style.fits - Math.max(0, ...heads.map(({ width }) => width)) - GAP.length;
  const beside = rows.every(({ where }) => leastWidth(where) <= room);
  const secrets = rows.map(({ secret }) => secret);
  return rows.flatMap(({ secret, all, where }, index) => {
    const { text } = heads[index]!;
    const block = (): readonly string[] => (hasBlock(secrets, index) ? detailLines(secret, short, style, clean, plan, said) : []);
    const details = all.length === 1 ? block() : alikeLines(all, short, style, clean, said);
    const place = beside
      ? [(text + GAP + fitted(where, room)).trimEnd()]
      : [text.trimEnd(), INDENT + fitted(where, style.fits - INDENT.length)];
    return [...(isFirstKnown(secrets, index) ? ['', style.faint(KNOWN)] : []), ...place, ...details];
  });
}

/** How many come before those of which a line is all that is shown for want of room; none where all have what is theirs. */
export function shortenedBeyond(alike: readonly Alike[]): number | undefined {
  const secrets = alike.map(({ secret }) => secret);
  return secrets.some((_, index) => index >= BLOCKS && !stepsBack(secrets, index)) ? BLOCKS : undefined;
}

/** What is decided, behind what is new. */
function stepsBack(secrets: readonly Judged[], index: number): boolean {
  return secrets[index]!.status === 'known' && secrets[0]!.status !== 'known';
}

function hasBlock(secrets: readonly Judged[], index: number): boolean {
  return index < BLOCKS && !stepsBack(secrets, index);
}

/** The first of those that the ledger knows, behind others that are new; where all are known the counts say so. */
function isFirstKnown(secrets: readonly Judged[], index: number): boolean {
  return index > 0 && secrets[index]!.status === 'known' && secrets[index - 1]!.status !== 'known';
}

/** "  P0  JWT signing secret   JWT_SECRET   v8fk2a", aligned. */
function headsOf(rows: readonly Row[], style: Style): readonly { readonly text: string; readonly width: number }[] {
  const column = (key: 'rule' | 'subject' | 'id', most: number): number =>
    widest(
      rows.map((row) => row[key]),
      most,
    );
  const rule = column('rule', WIDEST_RULE);
  const id = column('id', WIDEST_COLUMN);
  const left = style.fits - displayWidth(`  P0  ${GAP}${GAP}`) - rule - id;
  const whose = column('subject', Math.max(NARROWEST_COLUMN, Math.min(WIDEST_COLUMN, left)));
  const cell = (text: string, width: number): string =>
    padded(style.fits === Infinity ? text : cutEnd(text, width), width);
  return rows.map(({ secret, ...row }) => {
    const columns = `${cell(row.rule, rule)}${GAP}${cell(row.subject, whose)}`;
    const text = `  ${style.priority(secret.priority)}  ${columns}${GAP}${style.strong(padded(row.id, id))}`;
    return { text, width: displayWidth(text) };
  });
}

/** What is so of all of them, and the id of each. */
function alikeLines(
  all: readonly Judged[],
  short: (id: string) => string,
  style: Style,
  clean: Clean,
  said: string | undefined,
): readonly string[] {
  const [oldest] = [...all].sort((a, b) => b.exposure.days - a.exposure.days);
  const { exposure, reasons } = oldest!;
  const since = dates(exposure);
  const parts = [
    since === undefined ? undefined : `the oldest ${since}`,
    reach(exposure, clean),
    ...(reasons.length === 1 && reasons[0] === said ? [] : reasons.map(clean)),
    'each says more with --explain ID:',
  ].filter((part) => part !== undefined);
  const room = style.fits - INDENT.length;
  return [
    ...flowed(parts, ' · ', style.width - INDENT.length).flatMap((line) => wrapped(line, room)).map((line) => style.faint(INDENT + line)),
    ...flowed(all.map(({ id }) => short(id)), ' ', Math.min(room, style.width - INDENT.length)).map((line) => INDENT + line),
  ];
}

function detailLines(
  secret: Judged,
  short: (id: string) => string,
  style: Style,
  clean: Clean,
  plan: Plan | undefined,
  said: string | undefined,
): readonly string[] {
  // of what no commit holds there is nothing to say that its row does not
  if (secret.verdict === 'unattached') return [];
  const told = [
    secret.status === 'known' ? 'known (ledger)' : undefined,
    secret.nature === 'weak' ? 'weak' : undefined,
    dates(secret.exposure),
    reach(secret.exposure, clean),
  ];
  // the first to go where there is no room, from the last on
  const more = [publication(secret.exposure), extent(secret), otherForms(secret, clean)].filter((part) => part !== undefined);
  const why = secret.reasons.length === 1 && secret.reasons[0] === said ? [] : secret.reasons.map(clean);
  const room = style.fits - INDENT.length;
  const linesWith = (some: readonly string[]): readonly string[] => {
    const parts = [...told, ...some, ...why].filter((part) => part !== undefined);
    return flowed(parts, ' · ', style.width - INDENT.length).flatMap((line) => wrapped(line, room));
  };
  const fewer = more.map((_, gone) => [...more.slice(0, more.length - 1 - gone), '…']);
  const fitting = [more, ...fewer].map(linesWith).find((lines) => style.fits === Infinity || lines.length <= DETAILS);
  const shown = fitting ?? [...linesWith([]).slice(0, DETAILS - 1), '…'];
  return [
    ...shown.map((line) => style.faint(INDENT + line)),
    ...[...proofLines(secret.proofs, clean), ...linkLines(secret, short, clean)].flatMap((line) =>
      wrapped(line, room).map((part) => INDENT + part),
    ),
    ...sectionsOf(secret, plan).map(({ path, anchor }) => {
      const place = { before: 'rotate: ', path: clean(path), after: `#${clean(anchor)}` };
      return INDENT + fitted(place, room);
    }),
    ...sortedOccurrences(secret.occurrences)
      .flatMap((occurrence) => eachVersion(occurrence, room, clean))
      .map((line) => style.faint(INDENT + line)),
  ];
}

function linkLines(secret: Judged, short: (id: string) => string, clean: Clean): readonly string[] {
  return [otherUses(secret, clean), relatedLine(secret, short)].filter((line) => line !== undefined);
}

/** Below the path, where versions were asked for. */
function eachVersion(occurrence: Occurrence, room: number, clean: Clean): readonly string[] {
  const lines = versionLines(occurrence).flatMap((line) => wrapped(line, room - 2));
  return lines.length === 0 ? [] : [fitted(placeOf(occurrence, clean), room), ...lines.map((line) => `  ${line}`)];
}

/** The strongest one; a checksum, which most tokens have, is for --explain. */
function proofLines(proofs: readonly Proof[], clean: Clean): readonly string[] {
  const [proof, ...more] = proofs.filter(({ kind }) => kind !== 'checksum');
  if (proof === undefined) return [];
  return [`proof: ${clean(proof.detail)}${more.length > 0 ? ` · ${more.length} more (--explain)` : ''}`];
}
