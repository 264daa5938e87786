/** Versions in a pack, scanned by what they copied from each other, and each of them scanned whole. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { fc } from '../../support/property.ts';
import { eachBlob } from '../../../src/commands/engine/blob-rows.ts';
import { loadHitTable } from '../../../src/commands/engine/kernel-table.ts';
import { scanPackBlobs } from '../../../src/commands/engine/pack-blobs.ts';
import { createDetector } from '../../../src/detect/unit.ts';
import { applyDelta, makeDelta } from '../../support/deltas.ts';
import { instructionsFor, steps } from '../../support/edits.ts';
import { PLAIN, shape } from '../../detect/scanning.ts';
import { withPack } from '../../source/packs/walking.ts';
import type { Entry, Instruction } from '../../support/packs.ts';
import type { UnitFindings } from '../../../src/model.ts';

const NOTHING: UnitFindings = { findings: [], setAside: [], limits: [] };

/** A version made from another by its number; the first of all stands whole. */
export interface Version {
  readonly base: number;
  readonly instructions: readonly Instruction[];
}

export interface Family {
  readonly root: Buffer;
  readonly versions: readonly Version[];
}

/** Versions of pieces; each is made from one of those before it, mostly the last. @param head what the first begins with */
export function familiesOf(piece: fc.Arbitrary<Buffer>, head: fc.Arbitrary<Buffer> = fc.constant(Buffer.alloc(0))): fc.Arbitrary<Family> {
  const step = fc.record({ back: fc.oneof(fc.constant(0), fc.nat(5)), step: steps(piece) });
  return fc
    .record({
      root: fc.tuple(head, fc.array(piece, { maxLength: 9 })).map(([first, pieces]) => Buffer.concat([first, ...pieces])),
      versions: fc.array(step, { minLength: 1, maxLength: 8 }),
    })
    .map(({ root, versions }) => {
      const contents: Buffer[] = [root];
      const made = versions.map(({ back, step: edits }) => {
        const base = Math.max(0, contents.length - 1 - back);
        const instructions = instructionsFor(contents[base]!, edits);
        contents.push(applyDelta(contents[base]!, makeDelta(contents[base]!.length, instructions))!);
        return { base, instructions };
      });
      return { root, versions: made };
    });
}

export interface Scanned {
  readonly contents: readonly Buffer[];
  /** What stands in each version. */
  readonly found: readonly UnitFindings[];
}

/** Holds that every version has the findings that it has by itself, and that each candidate set aside is told of the lowest. */
export function scanFamilies(families: readonly Family[]): Scanned[] {
  const entries: Entry[] = [];
  const places = families.map((family) => addEntries(family, entries));
  const { found, objects } = scanEntries(entries);
  const detector = createDetector(PLAIN);
  const all = entries.map(({ content }) => content);
  const byItself = all.map((content) => detector.scan(content));
  for (const place of all.keys()) agree(findingsOf(found[place]!), findingsOf(byItself[place]!), `entry ${place}`, all);
  agree(asideOf(found, objects), asideOf(byItself, objects), 'what was set aside', all);
  return places.map((own) => ({
    contents: own.map((place) => all[place]!),
    found: own.map((place) => found[place]!),
  }));
}

export function scanVersions(root: Buffer, versions: readonly Version[]): Scanned {
  return scanFamilies([{ root, versions }])[0]!;
}

/** Adds what is not there yet: a pack has an object once. @returns where each version stands */
function addEntries({ root, versions }: Family, entries: Entry[]): number[] {
  const placeOf = (content: Buffer): number => entries.findIndex((entry) => entry.content.equals(content));
  const places = [placeOf(root) < 0 ? entries.push({ type: 'blob', content: root }) - 1 : placeOf(root)];
  for (const { base, instructions } of versions) {
    const from = entries[places[base]!]!.content;
    const bytes = makeDelta(from.length, instructions);
    const content = applyDelta(from, bytes)!;
    const known = placeOf(content);
    if (known < 0) {
      // git takes no delta that short
      const delta = bytes.length < 4 ? {} : { delta: { back: entries.length - places[base]!, bytes } };
      entries.push({ type: 'blob', content, ...delta });
    }
    places.push(known < 0 ? entries.length - 1 : known);
  }
  return places;
}

function scanEntries(entries: readonly Entry[]): { found: UnitFindings[]; objects: readonly number[] } {
  const detector = createDetector(PLAIN);
  return withPack(entries, ({ walk, objects }) => {
    loadHitTable(walk.kernel, detector.table);
    const { rows, lost } = scanPackBlobs(walk, detector, PLAIN, () => {});
    assert.equal(lost.length, 0, 'all are read');
    const byObject = new Map<number, UnitFindings>();
    eachBlob([rows], PLAIN, (blob, units) => void byObject.set(blob, units));
    return { found: objects.map((object) => byObject.get(object) ?? NOTHING), objects };
  });
}

function findingsOf(found: UnitFindings): unknown {
  const { findings, limits } = shape(found) as { findings: { start: number; end: number; id: string }[]; limits: unknown[] };
  findings.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  return { findings, limits };
}

/** By rule, reason and value the lowest object that has it, and its line there. */
function asideOf(units: readonly UnitFindings[], objects: readonly number[]): unknown {
  const lowest = new Map<string, { object: number; line: number }>();
  for (const [place, { setAside }] of units.entries()) {
    for (const { rule, reason, print, position } of setAside) {
      const key = JSON.stringify([rule.id, reason, print]);
      const object = objects[place]!;
      if ((lowest.get(key)?.object ?? Infinity) > object) lowest.set(key, { object, line: position.line });
    }
  }
  return [...lowest].sort(([a], [b]) => (a < b ? -1 : 1));
}

function agree(got: unknown, wanted: unknown, what: string, contents: readonly Buffer[]): void {
  if (isDeepStrictEqual(got, wanted)) return;
  assert.deepEqual(got, wanted, `${what} of ${JSON.stringify(contents.map((content) => content.toString('latin1')))}`);
}
