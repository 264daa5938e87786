/**
 * An engine for the second look into a store, for values that were found in the first. They are looked for as literals
 * alone, which costs the search and no judgement of rules; blobs in which one stands where no rule saw it are then searched
 * by all rules. Of all others it tells what the first look came to.
 */
import { NO_SIZES } from './asked-packs.ts';
import { createDetectors } from './detectors.ts';
import { openEngine } from './open-engine.ts';
import { flagged, stateOf } from './remembering-engine.ts';
import type { Engine, EngineOptions, Recalled } from './engine.ts';
import type { Remembering } from './remembering-engine.ts';
import type { Repository } from '../../source/repository.ts';
import type { Finding, Rule } from '../../model.ts';

export interface Tracing {
  /** Only those of values. */
  readonly rules: readonly Rule[];
  readonly reading: EngineOptions;
  readonly remembering?: Remembering | undefined;
}

export function tracingEngine(engine: Engine, recalled: Recalled, repository: Repository, tracing: Tracing): Engine {
  const { objects } = engine;
  const { remembering } = tracing;
  const state = remembering && stateOf(repository, objects, `${remembering.question} unseen`);
  return {
    ...engine,
    get unreadable() {
      return engine.unreadable;
    },
    get bytes() {
      return engine.bytes;
    },
    get lfs() {
      return engine.lfs;
    },
    get throughGit() {
      return engine.throughGit;
    },
    async readContent(visitor) {
      const known = state === undefined ? undefined : remembering!.memory.recall(state)?.blobs;
      const blobs = known ?? (await unseenIn(engine, recalled, repository, tracing, state));
      await recalled.readContent(visitor, flagged(objects, blobs));
      return NO_SIZES;
    },
  };
}

/** @returns ids of blobs that hold a value where nothing of it was found */
async function unseenIn(
  { objects }: Engine,
  recalled: Recalled,
  repository: Repository,
  { rules, reading, remembering }: Tracing,
  state: string | undefined,
): Promise<readonly string[]> {
  const literal = await openEngine(repository, await createDetectors(rules, false), reading);
  const holding = new Map<string, readonly Finding[]>();
  try {
    await literal.readContent({
      blob(object, { findings, limits }) {
        // where a limit was reached there may be more
        if (findings.length + limits.length > 0) holding.set(literal.objects.hex(object), limits.length > 0 ? [] : findings);
      },
    });
  } finally {
    await literal.close();
  }
  await recalled.each((object, { findings }) => {
    const blob = objects.hex(object);
    const standing = holding.get(blob) ?? [];
    if (standing.length > 0 && standing.every((one) => findings.some((other) => covers(other, one)))) holding.delete(blob);
  });
  const blobs = [...holding.keys()];
  // what could not be read may be there next time
  if (state !== undefined && literal.unreadable.length === 0)
    remembering?.memory.keep(state, { blobs, bytes: 0, lfs: 0, packs: NO_SIZES });
  return blobs;
}

/** As the collector has it: a form of a value says nothing where the value is found already. */
function covers(found: Finding, { rule, start, end }: Finding): boolean {
  return found.start < end && start < found.end && found.value.equals(rule.followed!.value!);
}
