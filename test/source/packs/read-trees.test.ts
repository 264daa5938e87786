/** Trees read by what they copy from their base, against each of them read whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { walkTree } from '../../../src/source/object-parts.ts';
import { readPackTrees } from '../../../src/source/packs/read-trees.ts';
import { ENTRY_KIND, resolveEntry, type TreeCollector } from '../../../src/source/tree-facts.ts';
import { applyDelta, makeDelta } from '../../support/deltas.ts';
import { instructionsFor, steps, type Step } from '../../support/edits.ts';
import { withPack } from './walking.ts';
import type { ObjectTable } from '../../../src/source/object-table.ts';
import type { Entry } from '../../support/packs.ts';

const BLOBS = ['', 'a', 'b'].map((text): Entry => ({ type: 'blob', content: Buffer.from(text) }));
/** Of two blobs that are there, the empty tree, and what is not there, with every byte that has a meaning in trees. */
const IDS = [
  'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391',
  '2e65efe2a145dda7ee51d1741299f848e5bf752e',
  '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  '3130303634342061003130303634342062002020',
  '0000000000000000000000000000000000000000',
];
const MODES = ['100644', '100755', '120000', '40000', '040000', '160000', '000100644', '0', '', '644', '14000040000'];

const entry = fc
  .tuple(
    fc.constantFrom(...MODES),
    fc.oneof(fc.constantFrom('a', 'b', 'ab', 'src', 'ü', ' ', '40000 a'), fc.constant('x'.repeat(300))),
    fc.constantFrom(...IDS),
  )
  .map(([mode, name, id]) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]));
const broken = fc.constantFrom(
  Buffer.from('100644 a'),
  Buffer.from('1006440000000 a\0'),
  Buffer.from(' '),
  Buffer.from([0]),
  Buffer.alloc(20, 1),
);
const piece = fc.oneof({ weight: 12, arbitrary: entry }, { weight: 1, arbitrary: broken });
const tree = fc.array(entry, { maxLength: 8 }).map((entries) => Buffer.concat(entries));
/** Edits at any byte hardly leave a tree, so most are moved to where an entry begins. */
const family = fc.record({
  root: tree,
  versions: fc.array(fc.record({ back: fc.nat(2), step: steps(piece), aligned: fc.integer({ min: 0, max: 4 }) }), { maxLength: 6 }),
});

/** What a tree says. */
interface Said {
  readonly folders: number[];
  submodules: number;
  readonly specials: string[];
}

function listener(): { collector: TreeCollector; said: Map<number, Said> } {
  const names: string[] = [];
  const said = new Map<number, Said>();
  let now: Said = { folders: [], submodules: 0, specials: [] };
  const collector: TreeCollector = {
    open(object) {
      assert.ok(!said.has(object), 'each tree once');
      now = { folders: [], submodules: 0, specials: [] };
      said.set(object, now);
    },
    name(bytes, start, end) {
      const name = bytes.toString('latin1', start, end);
      return names.includes(name) ? names.indexOf(name) : names.push(name) - 1;
    },
    isSpecial: (name, kind, target) => target < 0 || (names[name]!.length + kind) % 2 === 0,
    folder: (target) => void now.folders.push(target),
    special(name, kind, target, bytes, id) {
      now.specials.push(`${names[name]} ${kind} ${target} ${bytes.toString('hex', id, id + 20)}`);
    },
    submodules: (count) => void (now.submodules += count),
    done: () => assert.fail('not asked for here'),
  };
  return { collector, said };
}

function readWhole(objects: ObjectTable, content: Buffer): Said | undefined {
  const { collector, said } = listener();
  collector.open(0);
  const sound = walkTree(content, 20, (mode, start, end, at) => {
    const [kind, target] = resolveEntry(objects, ENTRY_KIND[mode], content, at);
    const name = collector.name(content, start, end);
    if (kind === ENTRY_KIND.commit) collector.submodules(1);
    if (kind === ENTRY_KIND.tree && target >= 0) collector.folder(target);
    if (collector.isSpecial(name, kind, target)) collector.special(name, kind, target, content, at);
  });
  return sound ? said.get(0) : undefined;
}

/** Offsets at which entries begin, the end of the last with them. */
function bounds(content: Buffer): number[] {
  const ends = [0];
  walkTree(content, 20, (_mode, _start, _end, at) => void ends.push(at + 20));
  return ends;
}

/** The step with its places where entries begin. */
function align(step: Step, content: Buffer): Step {
  const places = bounds(content);
  const move = (share: number): number =>
    content.length === 0 ? share : (places[Math.floor(share * (places.length - 1))]! + 0.5) / content.length;
  return { ...step, edits: step.edits.map((edit) => ({ ...edit, from: move(edit.from), size: places[1] ?? 1 })) };
}

test('trees made from each other say what each says by itself, or are left to git', () => {
  const counts = { read: 0, lost: 0 };
  fc.assert(
    fc.property(fc.array(family, { minLength: 1, maxLength: 8 }), (families) => {
      const entries: Entry[] = [...BLOBS, { type: 'tree', content: Buffer.alloc(0) }];
      // a pack has an object once
      const isNew = (content: Buffer): boolean => !entries.some((one) => one.type === 'tree' && one.content.equals(content));
      for (const { root, versions } of families) {
        if (isNew(root)) entries.push({ type: 'tree', content: root });
        for (const { back, step, aligned } of versions) {
          const base = Math.max(BLOBS.length, entries.length - 1 - back);
          const from = entries[base]!.content;
          const bytes = makeDelta(from.length, instructionsFor(from, aligned > 0 ? align(step, from) : step));
          const content = applyDelta(from, bytes)!;
          const delta = bytes.length < 4 ? {} : { delta: { back: entries.length - base, bytes } };
          if (isNew(content)) entries.push({ type: 'tree', content, ...delta });
        }
      }
      withPack(entries, ({ walk, store, objects }) => {
        const { collector, said } = listener();
        const lost = new Set(readPackTrees(walk, store.objects, collector, () => {}));
        for (const [place, { type, content }] of entries.entries()) {
          const object = objects[place]!;
          const wanted = type === 'tree' ? readWhole(store.objects, content) : undefined;
          assert.deepEqual(said.get(object), wanted, `entry ${place}`);
          assert.equal(lost.has(object), type === 'tree' && wanted === undefined);
          if (type === 'tree') counts[wanted === undefined ? 'lost' : 'read']++;
        }
      });
    }),
    { numRuns: Number(process.env['RUNS'] ?? 40) },
  );
  assert.ok(counts.read > 200 && counts.lost > 20, JSON.stringify(counts));
});

test('a tree with more entries than can be listed is left to git, and what is made from it is read whole', () => {
  const one = Buffer.concat([Buffer.from('100644 a\0'), Buffer.from(IDS[1]!, 'hex')]);
  const most = 1 << 16;
  const large = Buffer.concat(Array.from({ length: most + 1 }, () => one));
  const fewer = makeDelta(large.length, [{ copy: [0, most * one.length] }]);
  const entries: Entry[] = [
    { type: 'blob', content: Buffer.from('a') },
    { type: 'tree', content: large },
    { type: 'tree', content: large.subarray(one.length), delta: { back: 1, bytes: fewer } },
  ];
  withPack(entries, ({ walk, store, objects }) => {
    const { collector, said } = listener();
    assert.deepEqual(readPackTrees(walk, store.objects, collector, () => {}), [objects[1]]);
    assert.equal(said.get(objects[2]!)?.specials.length, most);
  });
});
