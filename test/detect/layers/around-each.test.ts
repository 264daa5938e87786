/** Escapes that follow each other in a text: what is skipped is what the plain decision skips, and costs no look of its own. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fc } from '../../support/property.ts';
import { scan } from '../scanning.ts';
import { openBudget } from '../../../src/detect/layers/budget.ts';
import { ESCAPES } from '../../../src/detect/layers/escapes.ts';
import { claimsAround, claimsAroundEach } from '../../../src/detect/layers/within.ts';
import { NO_CLAIMS } from '../../../src/detect/claims/conclude.ts';

const JOINS = ['%3d', '%253d', '%3A%2f%2F', '\\x3d', '\\\\\\":', '=\x1b[', '\x1b[0m:', '&quot;:'];
const PIECES = [...JOINS, ' ', '\n', 'a'.repeat(200), 'b'.repeat(900)];

test('the same are decoded as when each is asked for alone', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }), (pieces) => {
      const bytes = Buffer.from(pieces.join(''), 'latin1');
      const text = bytes.toString('latin1').toLowerCase();
      let looked = 0;
      const look = (): typeof NO_CLAIMS => (looked++, NO_CLAIMS);
      const each = claimsAroundEach(bytes, openBudget(), look);
      for (let hit = 0; hit < bytes.length; hit++) {
        for (const layer of ESCAPES) {
          if (!layer.literals.some((literal) => text.startsWith(literal, hit))) continue;
          looked = 0;
          claimsAround(bytes, hit, layer, openBudget(), look);
          const alone = looked;
          looked = 0;
          each(hit, layer);
          assert.equal(looked, alone, `${layer.via} at ${hit}`);
        }
      }
    }),
  );
});

test('one form in the same form, over and over, costs a small multiple of the form itself', () => {
  const cost = (unit: string): number => {
    const text = unit.repeat(40_000 / unit.length);
    const before = process.cpuUsage();
    scan(text);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  cost('%3d');
  assert.ok(cost('%253d') < 6 * cost('%3d') + 100_000);
});
