/**
 * Leaked secrets and the files that say what is in use today in, one row for each name out: is the old value out of
 * use? The worst that any file shows counts. ROTATED and REMOVED close a task, everything else leaves it open: a name
 * that no file knows is no proof of anything.
 */
import { type Judged, OUTCOMES, type Report, type Verified } from '../model.ts';
import type { SecretValue } from '../secret-value.ts';
import { groupBy } from '../group-by.ts';
import { formsOf } from './current/compare.ts';
import type { CurrentSource, Entry } from './current/entry.ts';
import { spelled } from './current/names.ts';
import type { Weigh } from './current/strength.ts';
import type { LeakedKeys } from './leaked-keys.ts';
import { contradicts, isClosed, type Seen } from './outcome.ts';
import { type Use, usesOf } from './tasks.ts';
import { withDependents } from './verify-dependents.ts';
import { heldByRepository } from './verify-head.ts';
import { heldOnDisk } from './verify-swept.ts';
import { activeIds, judgeEntries } from './verify-entries.ts';
import { foldVersions } from './versions.ts';
import { whoseFiles } from './whose-file.ts';

export interface VerifyInput {
  readonly secrets: readonly Judged[];
  readonly sources: readonly CurrentSource[];
  readonly weigh: Weigh;
  /** Ids of values, where the leaked ones are known by their ids only. */
  readonly idOf?: (value: SecretValue) => string | undefined;
  /** Places where a leaked value stands in a file although no entry is it. */
  readonly sightings: readonly Sighting[];
  /** Where values stood in the files that leaked. */
  readonly leakedKeys: LeakedKeys;
  /** HEAD was read just now, not when a report was saved. */
  readonly isHeadOfToday: boolean;
  /** Tracked files that hold it on the disk, where HEAD's do not: paths by the secret's id. */
  readonly onDisk?: ReadonlyMap<string, readonly string[]>;
  /** Of secret keys that stand beside their key id: the mark of that id, by the secret's id. */
  readonly keyIds: ReadonlyMap<string, string>;
}

export interface Sighting {
  readonly secret: string;
  readonly label: string;
  /** `on line 3`, `at "app.settings.py"`. */
  readonly where: string;
  readonly isComment: boolean;
}

/** Secrets whose rotation can be verified: leaked ones, and rotated ones that may be back in use. */
export function verifiable({ secrets }: Report): readonly Judged[] {
  return secrets.filter(
    ({ verdict, nature }) =>
      (nature === 'secret' || nature === 'weak') &&
      (verdict === 'compromised' || verdict === 'still-current' || verdict === 'rotated'),
  );
}

/** A secret key in whose files exactly one key id stands belongs to it: lists of keys name only the id. */
export function keyIdsOf({ secrets }: Report): ReadonlyMap<string, string> {
  const blobsOf = ({ occurrences }: Judged): readonly string[] =>
    occurrences.flatMap(({ blob, lastBlob, path }) => [blob ?? path, lastBlob ?? path]);
  const pairs = secrets
    .filter(({ nature }) => nature === 'secret')
    .map((secret) => {
      const blobs = new Set(blobsOf(secret));
      const beside = secrets.filter(
        (other) =>
          other.nature === 'identifier' &&
          other.rule.kind === secret.rule.kind &&
          blobsOf(other).some((blob) => blobs.has(blob)),
      );
      return [secret.id, beside.map(markOf)] as const;
    });
  const single = pairs.filter(([, marks]) => marks.length === 1);
  return new Map(single.map(([id, [mark = '']]) => [id, mark]));
}

/** A row for each name of each secret, in the order of the secrets. Rotated ones only where something contradicts. */
export function verify(input: VerifyInput): readonly Verified[] {
  const sources = input.sources.map((source) => ({
    source,
    entries: source.entries.map((entry) => ({ entry, marks: marksOf(entry, input.idOf) })),
  }));
  const active = activeIds(input.sources);
  const burnt = new Map(input.secrets.map((secret) => [markOf(secret), secret]));
  const whose = whoseFiles(input.secrets);
  const named = new Set(input.sources.flatMap(({ place }) => place ?? []));
  const hasRival = rivalsIn(input.secrets);
  const open = foldVersions(input.secrets.filter(({ status }) => status !== 'rotated'));
  const oldest = new Map(open.flatMap(({ secret, versions }) => versions.map((id) => [id, secret] as const)));
  const all = input.secrets.flatMap((secret) => {
    const mark = markOf(secret);
    const keyId = input.keyIds.get(secret.id);
    const uses = usesOf(secret).map((use) => ({ ...use, taskId: taskIdOf(use, oldest.get(secret.id)) }));
    const rows = uses.map(({ taskId, name, wanted, kind }): Verified => {
      const seen = judgeEntries({
        secret,
        name: isLabel(wanted, secret) ? '' : wanted,
        kind,
        keys: input.leakedKeys.get(secret.id) ?? [],
        hasRival: hasRival(secret, wanted),
        sources,
        active,
        weigh: input.weigh,
        mark,
        burnt,
        whose,
        keyId,
      });
      const sighted = input.sightings.filter((each) => each.secret === secret.id);
      const worst = [...seen, ...sighted.flatMap(ofSighting)].sort(
        (a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome),
      )[0];
      const isOver = worst !== undefined && isClosed(worst) && worst.isByIssuer !== true;
      const held = isOver ? stillHeld(secret, named, input) : undefined;
      const { outcome, detail, evidence = detail } = held ?? worst ?? NOWHERE;
      const comment = sighted.find(({ isComment }) => isComment);
      const also = comment ? `; stands in a comment ${comment.where} of ${comment.label}: take it out` : '';
      return { secret, name, taskId, outcome, detail: detail + also, evidence };
    });
    return secret.status === 'rotated' ? rows.filter(contradicts) : rows;
  });
  return withDependents(all, input.secrets);
}

function stillHeld(secret: Judged, named: ReadonlySet<string>, { isHeadOfToday, onDisk, sources }: VerifyInput): Seen | undefined {
  const inRepository = isHeadOfToday ? heldByRepository(secret, named, onDisk?.get(secret.id) ?? []) : undefined;
  return inRepository ?? heldOnDisk(secret, new Set(sources.map(({ label }) => label)));
}

/** @param oldest that the task stands for, of several */
function taskIdOf({ name, taskId }: Use, oldest: Judged | undefined): string {
  const all = oldest === undefined ? [] : usesOf(oldest);
  return (all.find((use) => use.name === name) ?? all[0])?.taskId ?? taskId;
}

/** Whether another value leaked under a name, in no file of the secret's: what says one name can be either's. */
function rivalsIn(secrets: readonly Judged[]): (secret: Judged, name: string) => boolean {
  const leaked = secrets.filter(({ occurrences }) => occurrences.some(({ path }) => path !== ''));
  const all = leaked.flatMap((secret) => secret.names.map(({ name }) => ({ secret, name: spelled([name]) })));
  const byName = groupBy(all, ({ name }) => name);
  return (secret, name) => {
    const own = new Set(secret.occurrences.map(({ path }) => path));
    const others = byName.get(spelled([name])) ?? [];
    return others.some((other) => other.secret.id !== secret.id && other.secret.occurrences.every(({ path }) => !own.has(path)));
  };
}

/** What a rule calls it is no name of anything in a file. */
function isLabel(name: string, { names, occurrences }: Judged): boolean {
  return names.some((own) => own.name === name && own.rule.name === name) && !occurrences.some((place) => place.name === name);
}

const NOWHERE: Seen = { outcome: 'UNKNOWN', detail: 'in none of the files given: add --current FILE' };

function ofSighting({ label, where, isComment }: Sighting): readonly Seen[] {
  return isComment ? [] : [{ outcome: 'REUSED', detail: `${label} holds the old value ${where}` }];
}

/** By what a value is known again: its key, or in a saved report its id. */
function markOf({ value, id }: Judged): string {
  return value.length > 0 ? value.key() : id;
}

function marksOf({ value }: Entry, idOf: VerifyInput['idOf']): ReadonlySet<string> {
  const forms = value === undefined ? [] : formsOf(value);
  return new Set(forms.flatMap((form) => [form.key(), ...(idOf === undefined ? [] : [idOf(form) ?? ''])]));
}
