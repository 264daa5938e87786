/** In: `priority` of the configuration. Out: rows of a policy of one's own, which are tried before the built-in ones. */
import { fail, flagOf, listOf, mapOf, oneOf, required, textOf, type Field } from '../yaml-file.ts';
import { AUDIENCES, POWERS, PRIORITIES, PROOF_KINDS } from '../model.ts';
import type { Confidence, PriorityRow } from '../model.ts';

const CONFIDENCE: readonly Confidence[] = ['high', 'medium', 'low'];

export function readPriorityRow(field: Field): PriorityRow {
  const fields = mapOf(field, ['priority', 'when', 'because']);
  return {
    priority: oneOf(required(field, fields, 'priority'), PRIORITIES),
    when: readWhen(required(field, fields, 'when')),
    because: textOf(required(field, fields, 'because')),
  };
}

function readWhen(field: Field): PriorityRow['when'] {
  const fields = mapOf(field, ['kind', 'audience', 'inHead', 'power', 'proof', 'confidence']);
  const some = <T>(key: string, read: (item: Field) => T): readonly T[] | undefined => {
    const list = fields.get(key);
    if (list === undefined) return undefined;
    const items = listOf(list).map(read);
    return items.length > 0 ? items : fail(list, 'an empty list fits nothing; leave the key out to fit everything');
  };
  const inHead = fields.get('inHead');
  const when = {
    kind: some('kind', textOf),
    audience: some('audience', (item) => oneOf(item, AUDIENCES)),
    inHead: inHead && flagOf(inHead),
    power: some('power', (item) => oneOf(item, POWERS)),
    proof: some('proof', (item) => oneOf(item, PROOF_KINDS)),
    confidence: some('confidence', (item) => oneOf(item, CONFIDENCE)),
  };
  return Object.fromEntries(Object.entries(when).filter(([, value]) => value !== undefined));
}
