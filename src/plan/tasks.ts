/**
 * Judged secrets and the team's runbooks in, the ordered to-do out: one task for each name under which a compromised
 * secret is used. Nothing is invented: every box is a line of a runbook, and what no runbook says is named as missing.
 */
import { createHash } from 'node:crypto';
import type { Judged, Link, Plan, Runbook, Task } from '../model.ts';
// The plan ties both ends together, so it is the one stage that asks another: what serves a rotation is the runbook's.
import { type Bindings, linkProcedures } from '../runbook/link.ts';
import { boxesOf } from './boxes.ts';
import { groupIdentifiers } from './identifiers.ts';
import { missingFrom } from './missing.ts';
import { overlapNotes } from './overlap.ts';

export interface PlanInput {
  /** ISO day. */
  readonly asOf: string;
  readonly secrets: readonly Judged[];
  readonly runbooks: readonly Runbook[];
  /** Name or kind → "file#anchor", from the configuration. */
  readonly bindings?: Bindings;
}

/** The rotation to-do for everything that is compromised or still in use. */
export function makePlan(input: PlanInput): Plan {
  const { asOf, secrets, runbooks, bindings } = input;
  const known = new Map<string, readonly Link[]>();
  const linksFor = (name: string, kind: string): readonly Link[] => {
    const key = JSON.stringify([name, kind]);
    const links = known.get(key) ?? linkProcedures({ name, kind }, runbooks, bindings);
    known.set(key, links);
    return links;
  };
  const tasks = secrets
    .filter(({ verdict }) => verdict === 'compromised' || verdict === 'still-current')
    .flatMap((secret) => rotationsOf(secret).map((use) => makeTask(secret, use, linksFor(use.wanted, use.kind))))
    .sort(byUrgency);
  return { asOf, tasks, identifiers: groupIdentifiers(secrets), gaps: gapsIn(tasks), runbooks };
}

interface Use {
  /** For people: a secret without a name goes by its rule's. */
  readonly name: string;
  /** What runbooks are asked for: empty without a name. */
  readonly wanted: string;
  readonly kind: string;
}

function rotationsOf(secret: Judged): readonly Use[] {
  const uses = secret.names.map(({ name, kind }): Use => ({ name, wanted: name, kind }));
  if (uses.length === 0) return [{ name: secret.rule.name, wanted: '', kind: secret.rule.kind }];
  return [...new Map(uses.map((use) => [use.name, use])).values()];
}

function makeTask(secret: Judged, use: Use, links: readonly Link[]): Task {
  const { name, wanted, kind } = use;
  const procedures = chosenFrom(links);
  const boxes = boxesOf(procedures, { secretId: secret.id, name: wanted, kind });
  return {
    id: shortHash(['task', secret.id, name]),
    name,
    kind,
    secret,
    links,
    boxes,
    notes: procedures.flatMap(overlapNotes),
    missing: missingFrom(procedures, boxes),
  };
}

/**
 * The best planned procedure with the best for leaks beside it; one for leaks that renews the secret by itself needs
 * no other.
 */
function chosenFrom(links: readonly Link[]): readonly Link['procedure'][] {
  const planned = links.find(({ procedure }) => procedure.mode !== 'leak')?.procedure;
  const leak = links.find(({ procedure }) => procedure.mode === 'leak')?.procedure;
  const phases = new Set(leak?.steps.map(({ phase }) => phase));
  const renews = phases.has('generate') && phases.has('deploy');
  return [renews ? undefined : planned, leak].filter((procedure) => procedure !== undefined);
}

function shortHash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10);
}

function byUrgency(a: Task, b: Task): number {
  return (
    compare(a.secret.priority, b.secret.priority) ||
    compare(firstDate(a), firstDate(b)) ||
    compare(a.secret.id, b.secret.id) ||
    compare(a.name, b.name)
  );
}

/** Undated last: every ISO day sorts before it. */
function firstDate(task: Task): string {
  return task.secret.exposure.first?.date ?? '~';
}

/** By code unit: the same order on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function gapsIn(tasks: readonly Task[]): Plan['gaps'] {
  const gaps = tasks.filter((task) => task.links.length === 0).map(({ name, kind }) => ({ name, kind }));
  return [...new Map(gaps.map((gap) => [JSON.stringify([gap.name, gap.kind]), gap])).values()];
}
