/** A tar that comes in pieces and is not kept: what its members hold is what they hold in one that is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fc } from '../../support/property.ts';
import { openBudget } from '../../../src/detect/layers/budget.ts';
import { openTar } from '../../../src/detect/layers/tar.ts';
import { walkMembers } from '../../../src/detect/layers/tar-members.ts';
import { tarInPieces } from '../../../src/detect/layers/tar-pieces.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { createDetector } from '../../../src/detect/unit.ts';
import { makeTar, paxRecords, type TarMember } from '../../support/archives.ts';
import { githubToken, jwtSecret } from '../../support/secrets.ts';
import { opened } from './opening.ts';

interface Seen {
  readonly members: { name: string; start: number; text: string }[];
  readonly damaged: number;
  readonly large: string[];
}

function walked(tar: Buffer, splits: readonly number[], most = Number.POSITIVE_INFINITY): Seen {
  const seen = { members: [] as Seen['members'], damaged: 0, large: [] as string[] };
  const begun: number[] = [];
  const walk = walkMembers(most, {
    begins: (start) => void begun.push(start),
    member(names, start, bytes) {
      assert.equal(begun.at(-1), start);
      seen.members.push({ name: names.join('!'), start, text: bytes.toString('latin1') });
    },
    large: (head) => void seen.large.push(head.toString('latin1', 0, 8)),
    damaged: () => void seen.damaged++,
    sparse: () => {},
  });
  for (const piece of piecesOf(tar, splits)) walk.push(piece);
  walk.end();
  return seen;
}

function piecesOf(bytes: Buffer, splits: readonly number[]): Buffer[] {
  const ends = [...new Set(splits.map((split) => split % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...ends].map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length));
}

const member: fc.Arbitrary<TarMember> = fc.record({
  name: fc.constantFrom('a', 'b/c.env', 'd'.repeat(99)),
  data: fc.string({ maxLength: 1500 }).map((text) => Buffer.from(text)),
  type: fc.constantFrom('0', '\0', '5', '2', 'L', 'x', 'S', 'K'),
});
const splits = fc.array(fc.nat(20_000), { maxLength: 12 });

test('however it is split, and wherever it is cut, the members are those of a whole one', () => {
  fc.assert(
    fc.property(fc.array(member, { maxLength: 6 }), splits, fc.nat(9000), fc.boolean(), (members, at, cut, isCut) => {
      const all = makeTar([paxRecords({ path: 'long' }), ...members]);
      const tar = isCut ? all.subarray(0, Math.max(512, cut % all.length)) : all;
      const whole = opened(openTar, tar);
      const seen = walked(tar, at);
      const expected = whole!.members.map(({ member: name, text, spanOf }) => ({
        name: name ?? '',
        start: spanOf({ start: 0, end: 0 }).start,
        text,
      }));
      const isAny = ({ text }: { text: string }): boolean => text !== '';
      assert.deepEqual(seen.members.filter(isAny), expected.filter(isAny));
    }),
    { numRuns: 300 },
  );
});

test('a large member is read as a tar if it is one, four deep, and else only told of', () => {
  const inner = makeTar([{ name: 'app/.env', data: 'A=1\n' }]);
  const tar = makeTar([
    { name: 'layer.tar', data: inner },
    { name: 'large.bin', data: `%PDF-1.7${'x'.repeat(2000)}` },
    { name: 'after', data: 'B=2\n' },
  ]);
  const { members, large, damaged } = walked(tar, [700, 1300, 1301], 1000);
  assert.deepEqual(members.map(({ name, text }) => [name, text]), [
    ['layer.tar!app/.env', 'A=1\n'],
    ['after', 'B=2\n'],
  ]);
  assert.equal(members[0]!.start, tar.indexOf('A=1'));
  assert.deepEqual([large, damaged], [['%PDF-1.7'], 0]);
  let deep = inner;
  for (let depth = 0; depth < 6; depth++) deep = makeTar([{ name: 'd', data: deep }]);
  assert.deepEqual(walked(deep, [], 1000).large, ['d\0\0\0\0\0\0\0']);
});

test('what stands in members has the places, layers and names that it has in one that is kept', () => {
  const settings = (name: string): string => `# comment\nJWT_SECRET=${jwtSecret(name)}\n`;
  const layer = makeTar([
    { name: 'app/.env', data: settings('layer') },
    { name: 'app/packed.gz', data: gzipSync(settings('packed')) },
  ]);
  const tar = makeTar([
    { name: 'config.json', data: JSON.stringify({ config: { Env: [`GITHUB_TOKEN=${githubToken('config')}`] } }) },
    { name: 'blobs/layer', data: layer },
    { name: 'ä.env', data: `ä\n\n${settings('plain')}` },
  ]);
  const detector = createDetector(loadBuiltInRules());
  const whole = detector.scan(tar).findings.map(({ start, end, via, member: of, position }) => ({ start, end, via, of, position }));
  assert.equal(whole.length, 4);
  fc.assert(
    fc.property(splits, (at) => {
      const reader = tarInPieces(openBudget(1 << 30), ({ bytes }, budget) => detector.look(bytes, budget), () => false, 1000);
      for (const piece of piecesOf(tar, at)) reader.push(piece);
      const { claims, limits, isWhole } = reader.end();
      assert.ok(isWhole);
      const found = claims
        .filter(({ value }) => value !== undefined)
        .map(({ start, end, layer: { via, member: of } = { via: [] }, at: position }) => ({ start, end, via, of, position }));
      assert.deepEqual([found, limits], [whole, []]);
    }),
    { numRuns: 100 },
  );
});

test('bombs in it end in proportion to its size', () => {
  const bomb = gzipSync(Buffer.alloc(8 << 20));
  const tar = makeTar(Array.from({ length: 40 }, (_, index) => ({ name: `${index}.gz`, data: bomb })));
  const detector = createDetector(loadBuiltInRules());
  const limited = tarInPieces(openBudget(1 << 30), ({ bytes }, budget) => detector.look(bytes, budget), () => false);
  limited.push(tar);
  assert.deepEqual(limited.end().limits.map(({ what }) => what), ['too-much-inside']);
});
