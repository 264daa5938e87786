/**
 * Judged secrets, the team's runbooks and the rotation rules in, the ordered to-do out: one task for each name under
 * which a compromised secret is used. A box is a line of a runbook, or is marked as not in it; what no runbook says is
 * named as missing.
 */
import { createHash } from 'node:crypto';
import type { Judged, Link, Lint, Plan, Remembered, Rotation, Runbook, Task } from '../model.ts';
import { groupBy } from '../group-by.ts';
import { openersOf } from '../relations.ts';
// The plan ties both ends together, so it is the one stage that asks another: what serves a rotation is the runbook's.
import { kindOfName } from '../runbook/families.ts';
import { type Bindings, linkProcedures } from '../runbook/link.ts';
import { boxesOf } from './boxes.ts';
import { groupIdentifiers } from './identifiers.ts';
import { missingFrom } from './missing.ts';
import { inUrgency, openings } from './order.ts';
import { rotationOf } from './rotations.ts';
import { guarded, type Scene, warningsOf, withHouseRules } from './traps.ts';
import { type Folded, foldVersions } from './versions.ts';

export interface PlanInput {
  /** ISO day. */
  readonly asOf: string;
  readonly secrets: readonly Judged[];
  readonly runbooks: readonly Runbook[];
  readonly rotations: readonly Rotation[];
  /** Name or kind → "file#anchor", from the configuration. */
  readonly bindings?: Bindings;
  /** Paths of HEAD; absent where there is no repository. */
  readonly tracked?: readonly string[];
  /** Of the files that leaked, and of those that runbooks name, the ones that stand in the work tree. */
  readonly present?: ReadonlySet<string>;
  /** What is wrong with the runbooks. */
  readonly lint?: readonly Lint[];
  /** Ids of the secrets that the plan is wanted for, guesses too; absent: all that is more than a guess. */
  readonly only?: ReadonlySet<string>;
  /** By CODEOWNERS. */
  readonly ownersOf?: (path: string) => readonly string[];
  /** By task: sections that a saved report knew. */
  readonly remembered?: ReadonlyMap<string, Remembered>;
  /** The report that alone knows of these secrets. */
  readonly reported?: { readonly path: string; readonly ids: ReadonlySet<string> };
}

/** The rotation to-do for everything that is compromised or still in use, and that is more than a guess. */
export function makePlan(input: PlanInput): Plan {
  const { asOf, runbooks, bindings, only } = input;
  const secrets = input.secrets.filter(
    ({ id, confidence, verdict }) => confidence !== 'low' || verdict === 'still-current' || only?.has(id) === true,
  );
  const known = new Map<string, readonly Link[]>();
  const linksFor = ({ wanted: name, kind, scheme }: Use): readonly Link[] => {
    const key = JSON.stringify([name, kind, scheme]);
    const links = known.get(key) ?? linkProcedures({ name, kind, scheme }, runbooks, bindings);
    known.set(key, links);
    return links;
  };
  const burnt = secrets.filter(({ verdict }) => verdict === 'compromised' || verdict === 'still-current');
  const openers = new Set(input.secrets.flatMap(openersOf));
  const tasks = foldVersions(burnt).flatMap((folded) =>
    usesOf(folded.secret).map((use) => makeTask(folded, use, linksFor(use), input, openers)),
  );
  const namesOf = (some: readonly Task[]): readonly string[] => some.map(({ name }) => name);
  const isWanted = ({ secret, versions }: Task): boolean =>
    only === undefined || [secret.id, ...versions].some((id) => only.has(id));
  const openedBy = openings(tasks);
  const bySecret = groupBy(tasks, ({ secret }) => secret.id);
  const wanted = inUrgency(tasks).filter(isWanted);
  const ordered = wanted.map((task) => ({
    ...task,
    before: namesOf(openedBy(task)),
    sameValue: namesOf(bySecret.get(task.secret.id)!.filter(({ id }) => id !== task.id)),
  }));
  return {
    asOf,
    tasks: ordered,
    identifiers: groupIdentifiers(secrets.filter(({ id }) => only?.has(id) ?? true)),
    gaps: gapsIn(ordered),
    lint: (input.lint ?? []).filter((lint) => concernsTask(lint, ordered)),
    runbooks,
  };
}

/** What a section lacks stands on its task already; the rest counts where its section, or its page as a whole, is used. */
function concernsTask({ rule, path, lines }: Lint, tasks: readonly Task[]): boolean {
  if (rule === 'no-owner' || rule === 'no-verify' || rule === 'no-revoke') return false;
  const chosen = tasks.flatMap((task) => [...task.chosen, ...task.ofKey]).filter(({ runbook }) => runbook === path);
  if (rule === 'two-names') return chosen.length > 0;
  return chosen.some((procedure) => procedure.lines[0] <= lines[0] && lines[1] <= procedure.lines[1]);
}

/** A name under which a secret is used: one rotation. */
export interface Use {
  readonly taskId: string;
  /** For people: a secret without a name goes by its rule's. */
  readonly name: string;
  /** What runbooks are asked for: empty without a name. */
  readonly wanted: string;
  readonly kind: string;
  /** Of the URL in which it stands. */
  readonly scheme: string | undefined;
  /** What the rule that saw it under this name calls it. */
  readonly what: string;
}

export function usesOf(secret: Judged): readonly Use[] {
  const taskId = (name: string): string => shortHash(['task', secret.id, name]);
  const uses = secret.names.map(
    ({ name, kind, scheme, rule }): Use => ({ taskId: taskId(name), name, wanted: name, kind, scheme, what: rule.name }),
  );
  const { name, kind } = secret.rule;
  if (uses.length === 0) return [{ taskId: taskId(name), name, wanted: '', kind, scheme: undefined, what: name }];
  return [...new Map(uses.map((use) => [use.name, use])).values()];
}

/** @param openers ids of what opens ciphertext */
function makeTask(
  { secret, versions, areSecrets, also }: Folded,
  use: Use,
  links: readonly Link[],
  input: PlanInput,
  openers: ReadonlySet<string>,
): Task {
  const { taskId, name, wanted, kind, scheme, what } = use;
  const rotation = rotationOf(kindFor(name, kind, openers.has(secret.id)), input.rotations);
  const sections = chosenFrom(links);
  const ofKey = rotation.isDerived ? links.filter(isOfKey).map(({ procedure }) => procedure).filter((each) => sections.includes(each)) : [];
  const chosen = sections.filter((procedure) => !ofKey.includes(procedure));
  const scene: Scene = {
    task: { secretId: secret.id, name: wanted, kind, scheme, rotation, rotations: input.rotations },
    secret,
    versions,
    chosen,
    ofKey,
    pages: input.runbooks.filter(({ path }) => sections.some(({ runbook }) => runbook === path)),
    runbooks: input.runbooks,
    lint: input.lint ?? [],
    tracked: input.tracked ?? [],
    present: input.present ?? new Set(),
    ...(input.reported?.ids.has(secret.id) === true ? { report: input.reported.path } : {}),
  };
  const boxes = withHouseRules(boxesOf(chosen, scene.task), scene);
  const remembered = links.length === 0 ? input.remembered?.get(taskId) : undefined;
  return {
    id: taskId,
    name,
    kind,
    what,
    secret,
    versions,
    areSecrets,
    also,
    rotation,
    links,
    ...(remembered === undefined ? {} : { remembered }),
    chosen,
    ofKey,
    boxes: guarded(boxes, scene),
    codeowners: ownersOf(secret, input),
    warnings: warningsOf(scene),
    before: [],
    sameValue: [],
    missing: missingFrom(sections, ofKey.length === 0 ? boxes : boxesOf(sections, scene.task), rotation.leak.order),
  };
}

function ownersOf({ occurrences }: Judged, { ownersOf: of }: PlanInput): readonly string[] {
  const files = occurrences.filter(({ where, path }) => where === 'blob' && path !== '').map(({ path }) => path);
  return [...new Set(files.flatMap((path) => of?.(path) ?? []))];
}

/**
 * Where the rule saw no more than a secret, that it was proved to open ciphertext says what it does, or its name:
 * TOKEN_SIGNING_SECRET signs.
 */
function kindFor(name: string, kind: string, opensCiphertext: boolean): string {
  const isPlain = kind === 'generic-secret' || kind === 'password';
  if (isPlain && opensCiphertext) return 'encryption-key';
  return isPlain && !/token$/i.test(name) ? (kindOfName(name) ?? kind) : kind;
}

/**
 * The best planned procedure with the best for leaks beside it; one for leaks that renews the secret by itself, and sends
 * nobody back to the planned one, needs no other, unless the planned one alone has the secret's name.
 */
function chosenFrom(links: readonly Link[]): readonly Link['procedure'][] {
  const planned = links.find(({ procedure }) => procedure.mode !== 'leak');
  const leak = links.find(({ procedure }) => procedure.mode === 'leak');
  const isOwn = (planned?.score ?? 0) >= BY_NAME && (leak?.score ?? 0) < BY_NAME;
  const steps = leak?.procedure.steps ?? [];
  const renewsIt = leak !== undefined && renews(leak.procedure) && leak.procedure.sendsBack !== true;
  const renewsAlone = !isOwn && renewsIt && steps.some(({ phase }) => phase === 'deploy');
  return [renewsAlone ? undefined : planned, leak].flatMap((link) => link?.procedure ?? []);
}

/** It makes a new value. */
function renews({ steps }: Link['procedure']): boolean {
  return steps.some(({ phase }) => phase === 'generate');
}

/**
 * It is found by the kind of the secret, and what is made new there is a key: no section for "Fernet tokens", none that
 * names the secret.
 */
function isOfKey({ procedure, score }: Link): boolean {
  const isOfTokens = /\btokens?\b/i.test(procedure.heading) && !/\b(?:keys?|secrets?)\b/i.test(procedure.heading);
  return renews(procedure) && score < BY_NAME && !isOfTokens;
}

/** The least score of a section that has the name. */
const BY_NAME = 60;

function shortHash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10);
}

function gapsIn(tasks: readonly Task[]): Plan['gaps'] {
  const without = tasks.filter(({ links, remembered }) => links.length === 0 && remembered === undefined);
  const gaps = without.map(({ name, kind }) => ({ name, kind }));
  return [...new Map(gaps.map((gap) => [JSON.stringify([gap.name, gap.kind]), gap])).values()];
}
