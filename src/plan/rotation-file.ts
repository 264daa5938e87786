/**
 * In: the text of a file of rules/rotation/. Out: what a rotation of its kinds must contain. Every slip stops with one
 * line that has file, line and column.
 */
import { UsageError } from '../errors.ts';
import { fail, flagOf, listOf, mapOf, oneOf, readYaml, required, textOf, wholeOf, type Field } from '../yaml-file.ts';
import { PHASES, PRIORITIES, type Phase, type Rotation, type RotationPath, type RotationPhase } from '../model.ts';

const KEYS = ['kinds', 'overlap', 'rank', 'derived', 'impact', 'leak', 'planned', 'due', 'phases', 'sources'];
const OVERLAPS = ['never', 'needed', 'short'] as const;
const RANKS = ['wrapping', 'signing', 'other'] as const;
const YEAR_OF_HOURS = 8784;

/** @param base words the phases that the file does not; absent for the file that is the base itself */
export function parseRotation(id: string, path: string, text: string, base?: Rotation): Rotation {
  const top = readYaml(path, text);
  if (top === undefined) throw new UsageError(`${path}:1:1: the file is empty`);
  const fields = mapOf(top, KEYS);
  const at = (key: string): Field => required(top, fields, key);
  const [rank, derived] = [fields.get('rank'), fields.get('derived')];
  const own = readPhases(at('phases'));
  const leak = readPath(at('leak'), { ...base?.leak.phases, ...own });
  const planned = readPath(at('planned'), { ...base?.planned.phases, ...own });
  const used = new Set([...leak.order, ...planned.order]);
  const idle = Object.keys(own).find((phase) => !used.has(phase as Phase));
  if (idle !== undefined) fail(at('phases'), `"${idle}" stands in neither order`);
  const kinds = listOf(at('kinds')).map(kindOf);
  if (kinds.length === 0) fail(at('kinds'), 'needs at least one kind');
  return {
    id,
    kinds,
    overlap: oneOf(at('overlap'), OVERLAPS),
    rank: rank ? oneOf(rank, RANKS) : 'other',
    isDerived: derived !== undefined && flagOf(derived),
    impact: textOf(at('impact')),
    leak,
    planned,
    due: readDue(at('due')),
    sources: readSources(at('sources')),
  };
}

function readPhases(field: Field | undefined): RotationPath['phases'] {
  if (field === undefined) return {};
  return Object.fromEntries([...mapOf(field, PHASES)].map(([name, each]) => [name, readPhase(each)]));
}

function readPhase(field: Field): RotationPhase {
  const fields = mapOf(field, ['do', 'after', 'with', 'check']);
  const phase = (item: Field): Phase => oneOf(item, PHASES);
  return {
    does: textOf(required(field, fields, 'do')),
    after: listOf(fields.get('after')).map(phase),
    with: listOf(fields.get('with')).map(phase),
    checks: listOf(fields.get('check')).map(textOf),
  };
}

/**
 * An order keeps what each phase waits for: a file that contradicts itself would send people the wrong way.
 * @param shared words of both paths; a path has its own where they differ
 */
function readPath(field: Field, shared: RotationPath['phases']): RotationPath {
  const fields = mapOf(field, ['order', 'because', 'phases']);
  const own = readPhases(fields.get('phases'));
  const phases = { ...shared, ...own };
  const list = required(field, fields, 'order');
  const order: Phase[] = [];
  for (const item of listOf(list)) {
    const phase = oneOf(item, PHASES);
    if (order.includes(phase)) fail(item, `"${phase}" stands here twice`);
    if (phases[phase] === undefined) fail(item, `no phase "${phase}" says what to do`);
    order.push(phase);
  }
  const idle = Object.keys(own).find((phase) => !order.includes(phase as Phase));
  if (idle !== undefined) fail(field, `"${idle}" does not stand in the order`);
  for (const [at, phase] of order.entries()) {
    const late = phases[phase]?.after.find((other) => order.indexOf(other) > at);
    if (late !== undefined) fail(list, `"${phase}" comes before "${late}", which it waits for`);
    const apart = phases[phase]?.with.find((other) => Math.abs(order.indexOf(other) - at) > 1);
    if (apart !== undefined) fail(list, `"${phase}" is not beside "${apart}", with which it goes in one change`);
  }
  return { order, because: textOf(required(field, fields, 'because')), phases };
}

function readDue(field: Field): Rotation['due'] {
  const fields = mapOf(field, PRIORITIES);
  const hours = PRIORITIES.map((priority) => wholeOf(required(field, fields, priority), 1, YEAR_OF_HOURS));
  if (hours.some((each, at) => each < (hours[at - 1] ?? 0))) fail(field, 'P0 is due first, P3 last');
  return Object.fromEntries(PRIORITIES.map((priority, at) => [priority, hours[at]])) as unknown as Rotation['due'];
}

function readSources(field: Field): readonly string[] {
  const sources = listOf(field).map((item) => {
    const text = textOf(item);
    return /^https:\/\/[\w.-]+\/\S*$/.test(text) ? text : fail(item, 'must be a link that begins with https://');
  });
  return sources.length > 0 ? sources : fail(field, 'needs at least one page that says more');
}

function kindOf(field: Field): string {
  const text = textOf(field);
  return /^[a-z0-9-]+$/.test(text) ? text : fail(field, 'must be the kind of a detection rule');
}
