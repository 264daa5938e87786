/** Which anchors are kept where there is not room for all: the same ones in whatever order they come. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { createAnchorRoom } from '../../../src/detect/claims/anchor-room.ts';
import { picker, type Pick } from '../../support/random-repo.ts';

interface Value {
  readonly key: string;
  readonly bytes: number;
}

interface Kept extends Value {
  places: number;
}

const ROOM = 40_000;

function values(count: number, pick: Pick): Value[] {
  return Array.from({ length: count }, () => ({
    key: createHash('sha256').update(String(pick(1e9))).digest('base64'),
    bytes: pick(3000),
  }));
}

/** What is kept of values that come in this order, and how often each came. */
function kept(list: readonly Value[], refused: readonly Value[] = []): string {
  const all = new Set<Kept>();
  const room = createAnchorRoom<Kept>((one) => all.delete(one), ROOM);
  for (const { key } of refused) room.refuse(key);
  for (const value of list) {
    const one = room.take(value.key, value.bytes, () => {
      const made = { ...value, places: 0 };
      all.add(made);
      return made;
    });
    if (one !== undefined) one.places++;
  }
  room.tidy();
  const rows = [...all].map(({ key, bytes, places }) => `${key} ${bytes} ${places}`);
  return rows.sort().join('\n');
}

test('those with the lowest hashes, as many as there is room for, in whatever order and however often they come', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const pick = picker(seed);
    const some = values(1 + pick(120), pick);
    const twice = [...some, ...some];
    const first = kept(twice);
    const lowest = [...some].sort((a, b) => (a.key < b.key ? -1 : 1));
    let bytes = 0;
    const fitting = lowest.filter((value) => (bytes += value.bytes + 512) <= ROOM).map((value) => `${value.key} ${value.bytes} 2`);
    assert.equal(first, fitting.join('\n'), `seed ${seed}`);
    const shuffled = twice.map((value) => ({ value, rank: pick(1e6) })).sort((a, b) => a.rank - b.rank);
    assert.equal(kept(shuffled.map(({ value }) => value)), first, `seed ${seed}`);
  }
});

test('what there was no room for among fewer has none among more, nor has what comes behind it', () => {
  const pick = picker(7);
  const some = values(100, pick);
  const all = kept(some);
  // as two threads hand over what each has kept, and what it has not
  const halves = [some.slice(0, 50), some.slice(50)];
  const handed = halves.map((half) => half.filter(({ key }) => kept(half).includes(key)));
  const refused = halves.flatMap((half) => half.filter(({ key }) => !kept(half).includes(key)));
  assert.ok(refused.length > 0);
  assert.equal(kept(handed.flat(), refused), all);
});
