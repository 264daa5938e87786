/**
 * A report goes in; out come pieces of `burnlist/report@1`, a secret or some hundred occurrences each, so that the
 * caller can wait for a slow pipe. Keys stand in the contract's order; what is not known is null. Every field is
 * described in docs/report.schema.json.
 */
import type { Exposure, Judged, Moment, Occurrence, Plan, Position, Report, Task } from '../model.ts';
import { REACH } from '../model.ts';
import { createCover, valuesIn } from './mask.ts';
import { compareText, sortedSecrets, sortedVersions } from './order.ts';
import { printableJson } from './printable.ts';
import { redact } from './redact.ts';

export interface JsonOptions {
  /** Of the program: its version and how many rules it knows. */
  readonly tool: { readonly version: string; readonly rules: number };
  /** Fills `rotation`; without it these arrays are empty. */
  readonly plan?: Plan;
}

/** Takes values out of text from outside. Controls stay: JSON escapes them, so that paths come back whole. */
type Mask = (text: string) => string;

const AT_ONCE = 256;

/** The report as JSON text. A function of its arguments: no run time, no path of the machine. */
export function* jsonReport(report: Report, options: JsonOptions): Iterable<string> {
  const mask = createCover(valuesIn(report));
  const tasks = tasksBySecret(options.plan);
  yield `{\n${opening(report, options, mask)},\n  "secrets": [`;
  const inNone = report.repositories.length === 0;
  let separator = '';
  for (const secret of sortedSecrets(report.secrets)) {
    yield* secretPieces(secret, tasks.get(secret.id) ?? [], mask, inNone, separator);
    separator = ',';
  }
  yield `${separator === '' ? '' : '\n  '}],\n${closing(report, mask)}\n}\n`;
}

function tasksBySecret(plan: Plan | undefined): ReadonlyMap<string, readonly Task[]> {
  const found = new Map<string, Task[]>();
  for (const task of plan?.tasks ?? []) {
    for (const id of [task.secret.id, ...task.versions]) {
      const known = found.get(id);
      if (known) known.push(task);
      else found.set(id, [task]);
    }
  }
  return found;
}

function opening({ asOf, repositories, coverage }: Report, { tool }: JsonOptions, mask: Mask): string {
  const gaps = (list: Report['coverage']['failed']) =>
    list.map((gap) => ({ what: mask(gap.what), why: mask(gap.why), count: gap.count }));
  return members({
    schema: 'burnlist/report@1',
    asOf,
    tool: { version: tool.version, rules: tool.rules },
    repositories: repositories.map(({ name, head, shallow, partial, remote, objectFormat }) => ({
      name: mask(name),
      head,
      shallow,
      partial,
      remote,
      objectFormat,
    })),
    coverage: {
      complete: coverage.complete,
      commits: coverage.commits,
      blobs: coverage.blobs,
      bytes: coverage.bytes,
      ...(coverage.throughGit === undefined ? {} : { throughGit: coverage.throughGit }),
      skipped: gaps(coverage.skipped),
      failed: gaps(coverage.failed),
      outOfScope: gaps(coverage.outOfScope),
    },
  });
}

function* secretPieces(
  secret: Judged,
  tasks: readonly Task[],
  mask: Mask,
  inNone: boolean,
  separator: string,
): Iterable<string> {
  yield `${separator}\n    {\n${members(aboutSecret(secret, mask), 6)},\n      "occurrences": [`;
  const occurrences = sortedVersions(secret.occurrences);
  for (let at = 0; at < occurrences.length; at += AT_ONCE) {
    const some = occurrences.slice(at, at + AT_ONCE).map((one) => block(occurrenceJson(one, mask, inNone), 8));
    yield `${at === 0 ? '' : ','}\n${some.join(',\n')}`;
  }
  yield `${occurrences.length === 0 ? '' : '\n      '}],\n`;
  yield `${members({ rotation: tasks.map((task) => rotationJson(task, mask)) }, 6)}\n    }`;
}

function aboutSecret(secret: Judged, mask: Mask): object {
  return {
    id: secret.id,
    names: secret.names
      .map(({ name, rule, kind, scheme }) => {
        const of = scheme === undefined ? {} : { scheme: mask(scheme) };
        return { name: mask(name), rule: rule.id, kind, ...of };
      })
      .sort((a, b) => compareText(a.name, b.name) || compareText(a.rule, b.rule)),
    rule: secret.rule.id,
    kind: secret.rule.kind,
    redacted: redact(secret.value, secret.rule),
    length: secret.value.length,
    confidence: secret.confidence,
    nature: secret.nature,
    status: secret.status,
    verdict: secret.verdict,
    priority: secret.priority,
    reasons: secret.reasons.map(mask),
    proofs: secret.proofs.map(({ kind, detail, unit }) => ({ kind, detail: mask(detail), unit: orNull(unit, mask) })),
    related: secret.related
      .map(({ id, how }) => ({ id, how }))
      .sort((a, b) => compareText(a.id, b.id) || compareText(a.how, b.how)),
    exposure: exposureJson(secret.exposure, mask),
  };
}

function exposureJson(exposure: Exposure, mask: Mask): object {
  const { published } = exposure;
  return {
    class: exposure.class,
    first: momentJson(exposure.first, mask),
    published: published ? { date: published.date ?? null, evidence: mask(published.evidence) } : null,
    last: momentJson(exposure.last, mask),
    removed: momentJson(exposure.removed, mask),
    traced: exposure.traced === true,
    inHead: exposure.inHead,
    reach: [...exposure.reach].sort((a, b) => REACH.indexOf(a) - REACH.indexOf(b)),
    refs: exposure.refs.map(mask).sort(compareText),
    refCount: exposure.refCount,
    ...(exposure.stillIn === undefined
      ? {}
      : { stillIn: exposure.stillIn.map(mask).sort(compareText), stillInCount: exposure.stillInCount }),
    end: exposure.end ?? null,
    days: exposure.days,
  };
}

function momentJson(moment: Moment | undefined, mask: Mask): object | null {
  return moment ? { commit: moment.commit, date: moment.date, author: mask(moment.author) } : null;
}

function positionJson({ line, column, endLine, endColumn }: Position): object {
  return { line, column, endLine, endColumn };
}

/** @param inNone files were read, no repository: there is none to refer to */
function occurrenceJson(occurrence: Occurrence, mask: Mask, inNone: boolean): object {
  return {
    repository: inNone || occurrence.repository < 0 ? null : occurrence.repository,
    where: occurrence.where,
    path: mask(occurrence.path),
    ...positionJson(occurrence.position),
    rule: occurrence.rule.id,
    name: orNull(occurrence.name, mask),
    nature: occurrence.nature,
    confidence: occurrence.confidence,
    commit: occurrence.commit ?? null,
    blob: occurrence.blob ?? null,
    lastCommit: occurrence.lastCommit ?? null,
    lastBlob: occurrence.lastBlob ?? null,
    versions: occurrence.versions,
    ...(occurrence.inHeadAt === undefined ? {} : { inHeadAt: positionJson(occurrence.inHeadAt) }),
    via: occurrence.via,
    ...(occurrence.member === undefined ? {} : { member: mask(occurrence.member) }),
  };
}

function rotationJson(task: Task, mask: Mask): object {
  const link = task.links[0];
  const { runbook, heading, anchor, lines } = link?.procedure ?? {};
  const found = link && {
    path: mask(runbook ?? ''),
    heading: mask(heading ?? ''),
    anchor: mask(anchor ?? ''),
    lines,
    score: link.score,
    reason: mask(link.reason),
  };
  return { name: mask(task.name), task: mask(task.id), runbook: found ?? null };
}

function closing({ risks, setAside }: Report, mask: Mask): string {
  return members({
    risks: risks
      .map(({ rule, path, advice }) => ({ rule, path: mask(path), advice: mask(advice) }))
      .sort((a, b) => compareText(a.path, b.path) || compareText(a.rule, b.rule)),
    setAside: setAside.map(({ reason, count }) => ({ reason, count })).sort((a, b) => compareText(a.reason, b.reason)),
  });
}

function orNull(text: string | undefined, mask: Mask): string | null {
  return text === undefined ? null : mask(text);
}

/** What stands between the braces of an object, indented. */
function members(value: object, indent = 2): string {
  return block(value, indent - 2)
    .split('\n')
    .slice(1, -1)
    .join('\n');
}

function block(value: object, indent: number): string {
  const json = JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(indent)}`);
  return printableJson(' '.repeat(indent) + json);
}
