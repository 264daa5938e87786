/**
 * Packs and indexes with other bytes in them, sealed with sums that fit: whatever git makes of them, the pack engine
 * comes to the same status and the same secrets, in time and without falling over.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { reseal } from '../../support/packs.ts';
import { picker, randomRepo, type Pick } from '../../support/random-repo.ts';
import { objectsOf } from '../../cli/both-engines.ts';
import { startAuditor } from '../auditing.ts';
import type { Repo } from '../../support/repo.ts';
import { workFromNow } from '../../support/work.ts';

const RUNS = Number(process.env['RUNS'] ?? 4);
const HEADER = 12;
const SUM = 20;

const auditor = startAuditor();
after(() => auditor.close());

interface Store {
  readonly repo: Repo;
  readonly path: string;
  readonly pack: Buffer;
  readonly index: Buffer;
}

function packed(seed: number, ...options: readonly string[]): Store {
  const repo = randomRepo(seed);
  repo.git(...options, 'repack', '-adfq', '--depth=20');
  const folder = join(objectsOf(repo), 'pack');
  const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.pack'))!.replace(/\.pack$/, ''));
  return { repo, path, pack: readFileSync(`${path}.pack`), index: readFileSync(`${path}.idx`) };
}

/** Offsets at which entries begin. */
function entriesOf({ index }: Store): number[] {
  const count = index.readUInt32BE(8 + 255 * 4);
  const table = 8 + 256 * 4 + count * (SUM + 4);
  return Array.from({ length: count }, (_, place) => index.readUInt32BE(table + place * 4)).sort((a, b) => a - b);
}

/** Puts other bytes in the place of a pack, and holds what both engines make of it together. */
async function agree({ repo, path }: Store, pack: Buffer, index: Buffer, what: string): Promise<number> {
  for (const [end, bytes] of [['pack', pack], ['idx', index]] as const) {
    rmSync(`${path}.${end}`, { force: true });
    writeFileSync(`${path}.${end}`, bytes);
  }
  const work = workFromNow();
  const packs = await auditor.audit(repo, 'packs');
  assert.ok(work() < 20, `${what} took long`);
  const plain = await auditor.audit(repo, 'plain');
  assert.equal(packs.status, plain.status, `${what}: ${packs.failed}\n-- plain\n${plain.failed}`);
  assert.deepEqual(packs.secrets, plain.secrets, `${what}: ${packs.failed}\n-- plain\n${plain.failed}`);
  assert.equal(packs.complete, plain.complete, what);
  return packs.status;
}

/** Mostly one bit, mostly anywhere, often in the head of an entry. */
function flip(bytes: Buffer, from: number, to: number, heads: readonly number[], pick: Pick): Buffer {
  const other = Buffer.from(bytes);
  for (let left = 1 + pick(2); left > 0; left--) {
    const at = heads.length > 0 && pick(2) === 0 ? heads[pick(heads.length)]! + pick(4) : from + pick(to - from);
    other[Math.min(at, to - 1)]! ^= pick(3) === 0 ? 1 + pick(255) : 1 << pick(8);
  }
  return other;
}

for (const options of [[], ['-c', 'repack.useDeltaBaseOffset=false']]) {
  const bases = options.length === 0 ? 'offset' : 'id';
  test(`bits flipped anywhere in a pack with bases by ${bases}, its sums made to fit`, async () => {
    const store = packed(11, ...options);
    assert.equal(await agree(store, store.pack, store.index, 'as it was'), 1);
    const statuses = new Set<number>();
    for (let run = 0; run < RUNS; run++) {
      const seed = run * 2 + options.length;
      const flipped = flip(store.pack, HEADER, store.pack.length - SUM, entriesOf(store), picker(seed));
      const { pack, index } = reseal({ pack: flipped, index: store.index });
      statuses.add(await agree(store, pack, index, `seed ${seed}`));
    }
    assert.ok(statuses.has(3));
  });
}

test('bits flipped anywhere in an index, its sum made to fit', async () => {
  const store = packed(12);
  const statuses = new Set<number>();
  for (let run = 0; run < RUNS; run++) {
    const flipped = flip(store.index, 0, store.index.length - 2 * SUM, [], picker(run));
    const { index } = reseal({ pack: store.pack, index: flipped });
    statuses.add(await agree(store, store.pack, index, `seed ${run}`));
  }
  assert.ok(statuses.has(3));
});

test('a pack that ends anywhere, its sums made to fit', async () => {
  const store = packed(13);
  for (let run = 0; run < RUNS / 2; run++) {
    const end = HEADER + picker(run)(store.pack.length - HEADER - SUM);
    const { pack, index } = reseal({ pack: Buffer.concat([store.pack.subarray(0, end), Buffer.alloc(SUM)]), index: store.index });
    assert.equal(await agree(store, pack, index, `cut at ${end}`), 3);
  }
});
