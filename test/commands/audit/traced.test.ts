/** Values that were found → those that are looked for again: so many that the kernel can still look for all of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { traced } from '../../../src/commands/audit/traced.ts';
import { kernelRoom, kernelServes } from '../../../src/commands/engine/kernel-table.ts';
import { loadBuiltInRules } from '../../../src/detect/rules/built-in.ts';
import { followValues } from '../../../src/detect/rules/follow-value.ts';
import { createHitTable } from '../../../src/detect/search/hit-table.ts';
import { SecretValue } from '../../../src/secret-value.ts';
import { random, secret } from '../../report/reports.ts';

test('beside whatever is looked for anyway as many are traced as the kernel has room for, and the rest is counted', () => {
  // with signs in it a value has the most forms
  const secrets = Array.from({ length: 900 }, () => secret({ value: `${random(24)}&/+${random(8)}` }));
  for (const asked of [0, 300, 700, 1000]) {
    const known = Array.from({ length: asked }, () => new SecretValue(Buffer.from(random(30))));
    const rules = [...loadBuiltInRules(), ...followValues(known, 'known')];
    const { values: chosen, rules: more, left, gaps } = traced(secrets, known, rules);
    const serves = (all: typeof rules): boolean => kernelServes(createHitTable(all, {}));
    assert.equal(serves([...rules, ...more]), serves(rules), `${asked} known, ${chosen.length} traced`);
    assert.equal(chosen.length + left.length, secrets.length);
    // one more would not have fitted
    const next = secrets.find(({ id }) => id === left[0])!;
    const room = kernelRoom(rules);
    if (chosen.length < 800) assert.ok(more.length + followValues([next.value], 'found').length > room, `${more.length} of ${room}`);
    assert.ok(asked > 0 || chosen.length > 700, String(chosen.length));
    assert.match(gaps[0]!.why, new RegExp(`^${chosen.length} values`));
    if (asked === 300) assert.ok(chosen.length > 350, String(chosen.length));
  }
});
