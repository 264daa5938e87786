/**
 * Secrets to rotate in, the same with what is one thing to do folded out. Each version of a vault is a value of its own with
 * an id of its own, and all are renewed and encrypted with another key at once; so are the keys of one map, `v1` and `v2` of
 * jwt_secrets, which leave it in one deployment, and the values that a variable had one after the other.
 */
import { groupBy } from '../group-by.ts';
import { type Exposure, type Judged, type Occurrence, REACH, STATUSES } from '../model.ts';
import { isOpened, openersOf } from '../relations.ts';
import { mapKeyOfName } from './current/names.ts';
import { filesOf, successions } from './succession.ts';

export interface Folded {
  /** The oldest version, at the places of all. */
  readonly secret: Judged;
  /** Ids of the other ones. */
  readonly versions: readonly string[];
  /** Each is a secret by itself; versions of ciphertext are one. */
  readonly areSecrets: boolean;
  /** Their names that the oldest does not have: other keys of its map. */
  readonly also: readonly string[];
}

export function foldVersions(secrets: readonly Judged[]): readonly Folded[] {
  const firstOf = successions(secrets);
  return [...groupBy(secrets, (secret) => keyOf(secret, firstOf)).values()].map((group) => {
    const [oldest, ...others] = [...group].sort(byAge) as [Judged, ...Judged[]];
    if (others.length === 0) return { secret: oldest, versions: [], areSecrets: true, also: [] };
    const isMap = !isOpened(oldest) && mapOf(oldest) !== undefined;
    const own = new Set(oldest.names.map(({ name }) => name));
    const also = new Set(others.flatMap(({ names }) => names).map(({ name }) => name).filter((name) => !own.has(name)));
    const secret = joined(oldest, others, isMap ? Math.max : sum);
    return { secret, versions: others.map(({ id }) => id), areSecrets: !isOpened(oldest), also: [...also].sort() };
  });
}

/** What one key opens under one name in one file; the keys of one map in one file, new ones apart from adopted ones. */
function keyOf(secret: Judged, firstOf: ReadonlyMap<string, string>): string {
  const { id, rule, names, status } = secret;
  const files = filesOf(secret);
  if (isOpened(secret)) return JSON.stringify([rule.id, names.map(({ name }) => name).sort(), [...openersOf(secret)].sort(), files[0]]);
  const map = mapOf(secret);
  return map === undefined ? (firstOf.get(id) ?? id) : JSON.stringify([rule.id, map, status === 'known', files]);
}

/** Words of the map of which all its names are versions of a key. */
function mapOf({ names }: Judged): string | undefined {
  const keys = names.map(({ name }) => mapKeyOfName(name));
  const maps = new Set(keys.map((key) => (key !== undefined && /^v\d/i.test(key.id) ? key.map : undefined)));
  const [map, ...others] = maps;
  return others.length === 0 && map !== undefined && /(?:secret|key)$/.test(map) ? map : undefined;
}

/** @param countOf versions of a file: each has one version of a ciphertext, one value of a variable, any number of the keys of a map */
function joined(oldest: Judged, others: readonly Judged[], countOf: Count): Judged {
  const all = [oldest, ...others];
  const proofs = new Map(all.flatMap((each) => each.proofs).map((proof) => [proof.detail, proof]));
  const urgent = [...all].sort((a, b) => (a.priority < b.priority ? -1 : 1))[0] ?? oldest;
  const open = [...all].sort((a, b) => STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status))[0] ?? oldest;
  return {
    ...oldest,
    related: [...new Map(all.flatMap(({ related }) => related).map((one) => [JSON.stringify(one), one])).values()],
    occurrences: joinedPlaces(all.flatMap(({ occurrences }) => occurrences), countOf),
    exposure: joinedExposure(all.map(({ exposure }) => exposure)),
    proofs: [...proofs.values()],
    status: open.status,
    verdict: open.verdict,
    priority: urgent.priority,
    reasons: [...new Set(all.flatMap(({ reasons }) => reasons))],
  };
}

/** Each file once; the line is that of the newest version. */
function joinedPlaces(places: readonly Occurrence[], countOf: Count): readonly Occurrence[] {
  const byFile = new Map<string, Occurrence>();
  for (const place of places) {
    const key = JSON.stringify([place.repository, place.where, place.path, place.member]);
    const known = byFile.get(key);
    const { commit = place.commit, blob = place.blob } = known ?? {};
    byFile.set(key, {
      ...place,
      ...(commit === undefined ? {} : { commit }),
      ...(blob === undefined ? {} : { blob }),
      versions: countOf(place.versions, known?.versions ?? 0),
      inHead: place.inHead || known?.inHead === true,
      introductions: [...(known?.introductions ?? []), ...place.introductions],
    });
  }
  return [...byFile.values()];
}

/** @param exposures the oldest first */
function joinedExposure(exposures: readonly Exposure[]): Exposure {
  const [oldest] = exposures as [Exposure, ...Exposure[]];
  const { last, removed } = exposures.at(-1) ?? oldest;
  const inHead = exposures.some((exposure) => exposure.inHead);
  const { removed: _, longerElsewhere: __, ...since } = oldest;
  const published = exposures.flatMap((exposure) => exposure.published ?? []).sort(byDate)[0];
  return {
    ...since,
    ...(last === undefined ? {} : { last }),
    ...(removed === undefined || inHead ? {} : { removed }),
    ...(published === undefined ? {} : { published }),
    inHead,
    reach: REACH.filter((kind) => exposures.some(({ reach }) => reach.includes(kind))),
    refs: [...new Set(exposures.flatMap(({ refs }) => refs))],
    refCount: Math.max(...exposures.map(({ refCount }) => refCount)),
    stillIn: [...new Set(exposures.flatMap(({ stillIn = [] }) => stillIn))],
    stillInCount: Math.max(...exposures.map(({ stillInCount = 0 }) => stillInCount)),
  };
}

type Count = (a: number, b: number) => number;
const sum: Count = (a, b) => a + b;

/** The oldest first; of one day `v1` before `v2`. */
function byAge(a: Judged, b: Judged): number {
  const [one, other] = [a, b].map(({ names, id }) => `${names[0]?.name ?? ''} ${id}`) as [string, string];
  return byDate(a.exposure.first ?? {}, b.exposure.first ?? {}) || (one < other ? -1 : 1);
}

/** Without a date last: every ISO day sorts before it. */
function byDate({ date: a = '~' }: { readonly date?: string }, { date: b = '~' }: { readonly date?: string }): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
