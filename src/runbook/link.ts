/**
 * A secret's name and kind in, the procedures that serve its rotation out, best first, each with score and reason.
 * Below 30 nothing is linked: "no section" is a finding of its own, a wrong section would be an instruction.
 */
import type { Link, Procedure, Runbook, Target } from '../model.ts';
import { isBesidePattern, isForAnother, isOfAnotherProduct, isOtherUse, isOurOwn } from './another.ts';
import { isOfAnotherOwner, isOfAnotherProvider, isOtherKindOf, mayBeTheSame } from './another.ts';
import { rateName, type Rating } from './by-name.ts';
import { LEAK, ROTATION } from './facets.ts';
import { familiesIn, familiesOf, isBroad } from './families.ts';
import { hasOwnWord, isAboutSecrets, isTitledFor, isGeneral, onlyFor, SECRETS } from './general.ts';
import { CONDITION } from './languages.ts';
import { besideThem } from './leak-beside.ts';
import { bareName, canonicalName, globCovers, namesIn, spells } from './names.ts';
import { otherProduct } from './products.ts';
import { isAfterwards, isForRenewal, isForSettingUp, isList, isOperation, isRenewedAt, ofAnotherKind } from './standing.ts';
import { listedWord } from './listed-words.ts';
import { COMMON, targetName, type Known, type Want } from './want.ts';

/** Name or kind → "file#anchor", from the configuration. */
export type Bindings = ReadonlyMap<string, string>;

const THRESHOLD = 30;

/** The procedures for a secret; an explicit binding comes before every score. */
export function linkProcedures(want: Want, runbooks: readonly Runbook[], bindings?: Bindings): readonly Link[] {
  const known = { want, canonical: canonicalName(want.name), families: familiesOf(want) };
  const bound = [bindings?.get(want.name), bindings?.get(want.kind)].find((goal) => goal !== undefined);
  const links: Rated[] = [];
  for (const procedure of runbooks.flatMap((runbook) => runbook.procedures)) {
    const isBound = bound !== undefined && isAt(procedure, bound);
    const best = isBound ? { score: 100, reason: 'bound to it in the configuration' } : weighed(known, procedure);
    if (best && best.score >= THRESHOLD) links.push({ link: { procedure, ...best }, isBound });
  }
  links.push(...besideThem(links.map(({ link }) => link), runbooks).map((link) => ({ link, isBound: false })));
  const isOuter = ({ link }: Rated): boolean =>
    links.some((other) => other.link.score === link.score && isInside(other.link.procedure, link.procedure));
  const rated = links.map((each) => ({ ...each, isOuter: isOuter(each), shared: shared(each.link.procedure, known) }));
  rated.sort(
    (a, b) =>
      Number(b.isBound) - Number(a.isBound) ||
      b.link.score - a.link.score ||
      Number(a.isOuter) - Number(b.isOuter) ||
      b.shared - a.shared,
  );
  return rated.map(({ link }) => link);
}

interface Rated {
  readonly link: Link;
  readonly isBound: boolean;
}

/** A section inside another one says more. */
function isInside(inner: Procedure, outer: Procedure): boolean {
  if (inner === outer || inner.runbook !== outer.runbook) return false;
  if (inner.parents.includes(outer.heading)) return true;
  const [a, b] = [inner.lines, outer.lines];
  return b[0] <= a[0] && a[1] <= b[1] && a[1] - a[0] < b[1] - b[0];
}

/**
 * Of two sections about databases the one about passwords is for a password, of two about API keys the one that speaks of
 * the name's own word; then "JWT key rotation" comes before "JWT keys".
 */
function shared({ heading, steps, mode }: Procedure, { canonical }: Known): number {
  const own = canonical.split('_');
  const words = new Set(canonicalName(heading).split('_'));
  const text = steps.map((step) => step.text.toLowerCase()).join(' ');
  const said = own.filter((word) => word.length > 3 && !COMMON.test(word) && text.includes(word)).length;
  const ends = mode === 'leak' ? steps.filter(({ phase }) => ENDS.has(phase)).length : 0;
  const renews = ROTATION.test(heading) || (mode === 'leak' && SECRETS.test(heading)) ? 0.5 : 0;
  const named = own.filter((word) => words.has(word));
  const first = named.filter((word) => !COMMON.test(word)).length * HEADING_FIRST;
  return first + named.length + said * 2 + renews + Math.min(ends, 4) / 10;
}

/** No number of words in steps outweighs one of the name’s own in the heading. */
const HEADING_FIRST = 1000;

/** What a leak asks for most: of two sections about leaks the one that does it. */
const ENDS: ReadonlySet<string> = new Set(['revoke', 'generate']);

/** Whether a conditional step ("If DB creds leaked, …") is for this secret; any other step is. */
export function concerns(text: string, want: Want): boolean {
  const condition = CONDITION.exec(text)?.[0];
  if (condition === undefined) return true;
  const canonical = canonicalName(want.name);
  const names = namesIn(condition, false);
  if (names.some((name) => canonicalName(name) === canonical)) return true;
  const meant = [...familiesIn(condition)];
  if (names.length === 0 && meant.length === 0) return true;
  const families = familiesOf(want);
  return meant.some((family) => families.has(family));
}

function isAt(procedure: Procedure, goal: string): boolean {
  const hash = goal.lastIndexOf('#');
  const [path, anchor] = hash < 0 ? [goal, ''] : [goal.slice(0, hash), goal.slice(hash + 1)];
  return procedure.anchor === anchor.toLowerCase() && procedure.runbook === path.replace(/^\.\//, '');
}

/** A section that wishes for a procedure, or had one, is no match for one that has it; nor is one that is about something else. */
function weighed(known: Known, procedure: Procedure): Rating | undefined {
  const renews = isForRenewal(procedure);
  const rating = rate(known, procedure, renews);
  const doubt = doubtOf(procedure, renews);
  if (rating !== undefined && doubt !== undefined) {
    const score = rating.score - DOUBTED;
    return score < LEAST_DOUBTED ? undefined : { score, reason: `${rating.reason}, but ${doubt}` };
  }
  if (rating === undefined || procedure.isProposal !== true) return rating;
  return { score: rating.score - PROPOSED, reason: `${rating.reason}, but it describes how things should be` };
}

function doubtOf(procedure: Procedure, renews: boolean): string | undefined {
  if (!renews) return 'it is not about renewing it';
  return isForSettingUp(procedure) ? 'it is for setting up' : ofAnotherKind(procedure);
}

const DOUBTED = 40;
/** A name in a heading or at the start of an entry; one in running text, a row or a command is there for something else. */
const LEAST_DOUBTED = 50;
const PROPOSED = 20;

/** @param renews the section says that it is for renewing secrets; else only what is named in its heading or renewed in a step counts */
function rate(known: Known, procedure: Procedure, renews: boolean): Rating | undefined {
  const counts = (target: Target): boolean => renews || isSaidOutright(target) || isRenewedAt(procedure, target);
  const targets = procedure.targets.filter(counts);
  const ratings = targets.map((target) => rateTarget(known, target, procedure));
  if (procedure.isEntry === true) return bestOf(ratings);
  const isNamed = procedure.targets.some((target) => target.where === 'heading' && targetName(target) === known.canonical);
  if (!isNamed && spells(procedure.heading, known.canonical)) ratings.push({ score: 95, reason: 'the heading spells the name' });
  if (renews && hasOwnWord(procedure.heading, known.canonical)) ratings.push({ score: 50, reason: 'the heading has the name’s own word' });
  if (renews && isTitledFor(procedure, known.canonical)) ratings.push({ score: 48, reason: 'the heading is the name’s own word' });
  const word = renews ? listedWord(procedure.heading, known) : undefined;
  if (word !== undefined) ratings.push({ score: 50, reason: `the heading lists ${word}` });
  if (renews) ratings.push(rateParents(known, procedure), rateGeneral(known, procedure));
  return bestOf(ratings);
}

function bestOf(ratings: readonly (Rating | undefined)[]): Rating | undefined {
  return ratings.reduce((best, next) => ((next?.score ?? 0) > (best?.score ?? 0) ? next : best), undefined);
}

function isSaidOutright({ kind, where }: Target): boolean {
  return kind === 'name' && where === 'heading';
}

/** Commands that set a secret are how it is renewed where the headings say so; elsewhere they may set up a laptop. */
function speaksOfRenewal({ heading, parents }: Procedure): boolean {
  return [heading, ...parents.slice(1)].some((text) => ROTATION.test(text) || LEAK.test(text));
}

const SET: Rating = { score: 48, reason: 'commands of the section set it' };

const LISTED: Rating = { score: 40, reason: 'the section lists it among others' };

function rateTarget(known: Known, target: Target, procedure: Procedure): Rating | undefined {
  const { raw, kind, where } = target;
  if (kind === 'glob') {
    return globCovers(raw, known.want.name) ? { score: 70, reason: `the section covers ${raw}` } : undefined;
  }
  if (kind === 'name') {
    const canonical = targetName(target);
    if (known.canonical === '') return undefined;
    if (canonical === known.canonical && where === 'prose' && isList(procedure)) return LISTED;
    if (where === 'command' && !speaksOfRenewal(procedure)) return canonical === known.canonical ? SET : undefined;
    if (canonical === known.canonical) return rateName(target, known.want.name, procedure);
    if (bareName(canonical) !== bareName(known.canonical)) return undefined;
    return { score: where === 'prose' ? (isList(procedure) ? LISTED.score : 60) : 70, reason: `the section names ${raw}` };
  }
  if (!known.families.has(raw) || otherProduct(procedure.heading, known.want.name, known.want.scheme)) return undefined;
  if (where === 'heading') {
    if (isOperation(procedure.heading)) return undefined;
    if (isBroad(raw) && (isOfAnotherProduct(procedure, known) || isOurOwn(procedure, raw, known))) return undefined;
    if (isOtherUse(procedure.heading, known.want) || isBesidePattern(procedure, known)) return undefined;
    if (isOfAnotherOwner(procedure, raw, known)) return undefined;
    if (isForAnother(procedure, raw, known)) return isBroad(raw) || !mayBeTheSame(procedure, known) ? undefined : ofAnother(raw);
    if (kind === 'provider' ? isOtherKindOf(procedure, raw, known) : isOfAnotherProvider(procedure, known)) return undefined;
    return kind === 'provider'
      ? { score: 55, reason: `the heading names the provider (${raw})` }
      : { score: 50, reason: `the heading names the kind of secret (${raw})` };
  }
  if (where === 'table') return { score: 50, reason: `a row or an entry for the kind of secret (${raw})` };
  return procedure.mode === 'leak' && !isBroad(raw) ? { score: 38, reason: `a leak section that speaks of it (${raw})` } : undefined;
}

function ofAnother(family: string): Rating {
  return { score: 35, reason: `the heading names another secret of the kind (${family}), which may be this one` };
}

function rateParents(known: Known, procedure: Procedure): Rating | undefined {
  const { parents, targets } = procedure;
  const isOwn = targets.some((target) => target.where === 'heading');
  if (isOwn) return undefined;
  const names = parents.flatMap((parent) => namesIn(parent, false));
  const isNamed = names.some((name) => canonicalName(name) === known.canonical);
  if (isNamed || parents.some((text) => spells(text, known.canonical))) {
    return { score: 95, reason: 'the name stands in a heading above' };
  }
  if (otherProduct(parents.at(-1) ?? '', known.want.name, known.want.scheme)) return undefined;
  const families = parents.filter((parent) => !isOtherUse(parent, known.want)).flatMap((parent) => [...familiesIn(parent)]);
  const family = families.find((name) => known.families.has(name));
  const isOthers = (broad: string): boolean => isOfAnotherProduct(procedure, known) || isOurOwn(procedure, broad, known);
  if (family !== undefined && isBroad(family) && isOthers(family)) return undefined;
  if (family === undefined) return parents.some((text) => hasOwnWord(text, known.canonical)) ? OWN_WORD : undefined;
  return { score: 45, reason: `a heading above names the kind of secret (${family})` };
}

const OWN_WORD: Rating = { score: 45, reason: 'a heading above has the name’s own word' };

function rateGeneral({ want, canonical, families }: Known, procedure: Procedure): Rating | undefined {
  if (!isGeneral(procedure)) return undefined;
  const only = onlyFor(procedure);
  const isKey = /(?:^|_)keys?(?:_|$)/.test(canonical) || KEYS.some((family) => families.has(family));
  if ((only === 'key' && !isKey) || (only === 'token' && !/token/.test(`${canonical} ${want.kind}`))) return undefined;
  if (procedure.mode === 'leak' && isAfterwards(procedure)) return undefined;
  if (procedure.mode === 'leak') return isAboutSecrets(procedure) ? ANY_LEAK : ANY_INCIDENT;
  return { score: THRESHOLD, reason: 'a section for secrets in general' };
}

const ANY_LEAK: Rating = { score: 40, reason: 'a leak section for any secret' };
const ANY_INCIDENT: Rating = { score: 34, reason: 'a section for incidents, in which a step renews secrets' };

const KEYS = ['signing', 'encryption', 'private-key', 'api-key', 'aws'];
