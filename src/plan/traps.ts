/**
 * A task's boxes, its procedures and what else the runbooks say in, the boxes and warnings out that keep people from
 * following a runbook into a trap. Each trap is a function of its own; each says what the runbook's line is.
 */
import { baseName } from '../base-name.ts';
import type { Box, Cited, Exempt, Lint, Phase, Remark, Runbook, Warning } from '../model.ts';
import { isOpened } from '../relations.ts';
import { canonicalName } from '../runbook/names.ts';
import { leftActive } from './active-id.ts';
import { ownBox } from './boxes.ts';
import { cite, isEnv, isSettings, quoted, writtenFiles } from './procedure-files.ts';
import { type ToVerify, verification } from './verify-box.ts';

export interface Scene extends ToVerify {
  /** The pages of the chosen procedures. */
  readonly pages: readonly Runbook[];
  readonly runbooks: readonly Runbook[];
  /** What is wrong with them. */
  readonly lint: readonly Lint[];
}

/** The boxes with those that guard against traps put where they belong. */
export function guarded(boxes: readonly Box[], scene: Scene): readonly Box[] {
  const guards = [...untracking(scene), ...ignoring(scene), ...activeIds(scene), ...publishedLogs(scene), verification(scene)];
  const reminded = boxes.map((box) => withReminders(box, scene));
  const first = guards.filter(({ phase }) => phase === 'contain');
  const others = guards.filter(({ phase }) => phase !== 'contain');
  const placed = others.reduce<readonly Box[]>((all, guard) => {
    const at = all.findIndex(({ phase }) => phase === guard.phase);
    return at < 0 ? [...all, guard] : [...all.slice(0, at), guard, ...all.slice(at)];
  }, reminded);
  return [...first, ...placed];
}

/** What the page asks for on every commit is a step of the runbook, wherever it stands; what it leaves out goes below it. */
export function withHouseRules(boxes: readonly Box[], { task, pages, chosen }: Scene): readonly Box[] {
  const own = pages.filter(({ path }) => chosen.some(({ runbook }) => runbook === path));
  const [rule] = remarks(own, 'no-commit').map(said).filter(({ text }) => HOOKS.test(text));
  if (rule === undefined) return boxes;
  return boxes.map((box): Box => {
    if (box.phase !== 'prevent' || box.source !== undefined) return box;
    const rest = ownBox(task, ['prevent', 'rest'], 'prevent', box.text);
    return { ...box, ...rule, children: [rest, ...box.children] };
  });
}

const HOOKS = /pre.?commit hooks?/i;

/** What cannot be said on a box. */
export function warningsOf(scene: Scene): readonly Warning[] {
  return [...exemptions(scene), ...quietHours(scene), ...filesOnDisk(scene), ...reachable(scene), ...scripts(scene)];
}

/** "Not yet rotatable" is no answer to a leak, "not a secret" is one that somebody has to sign. */
function exemptions({ task, runbooks }: Scene): readonly Warning[] {
  const name = canonicalName(task.name);
  return runbooks.flatMap(({ path, exempt }) =>
    exempt
      .filter(({ names }) => name !== '' && names.some((each) => canonicalName(each) === name))
      .map(({ sort, anchor, lines }) => ({ text: EXEMPTED[sort], sources: [{ path, anchor, lines }] })),
  );
}

const EXEMPTED: Readonly<Record<Exempt['sort'], string>> = {
  'not-rotatable': 'the runbook says that it cannot be rotated; it leaked all the same: decide what takes its place, and who decides that',
  'no-secret': 'the runbook calls it no secret; if that is so, burnlist accept --false-positive records who says so',
};

/** A value that goes into a tracked file is burnt with the next commit: the file has to leave git first. Ciphertext may stay. */
function untracking({ task, secret, chosen, tracked }: Scene): readonly Box[] {
  if (isOpened(secret)) return [];
  const holding = secret.occurrences.filter(({ inHead, where }) => inHead && where === 'blob').map(({ path }) => path);
  const named = chosen.flatMap(writtenFiles);
  const files = new Set(named.map(({ file }) => file));
  const written = files.size === 0 ? [] : tracked.filter((path) => files.has(baseName(path)));
  const says = named.find(({ file }) => written.some((path) => baseName(path) === file));
  const paths = [...new Set([...holding, ...written])].sort();
  if (paths.length === 0) return [];
  const text =
    'Before anything is generated, take the value out of version control; ' +
    'a new one that is written to a tracked file is burnt with the next commit';
  const code = paths
    .slice(0, MOST_PATHS)
    .filter(isSettings)
    .map((path) => `git rm --cached -- ${quoted(path)}\n${appending(path)}`);
  return [
    ownBox(task, ['untrack'], 'contain', text, {
      files: paths.slice(0, MOST_PATHS),
      code: code.length > 0 ? [{ language: 'sh', text: code.join('\n') }] : [],
      reminders: says === undefined ? [] : [{ text: says.text, source: says.source }],
    }),
  ];
}

/** Where it stood before it was taken out of HEAD the new one will stand, and git would add it as it added the old one. */
function ignoring({ task, secret, chosen, tracked }: Scene): readonly Box[] {
  if (isOpened(secret)) return [];
  const written = new Set(chosen.flatMap(writtenFiles).map(({ file }) => file));
  const left = secret.occurrences
    .filter(({ where, inHead, home }) => where === 'blob' && !inHead && home === undefined)
    .map(({ path }) => path)
    .filter((path) => isEnv(path) || written.has(baseName(path)));
  const paths = [...new Set(left)].filter((path) => !tracked.includes(path)).sort().slice(0, MOST_PATHS);
  if (paths.length === 0) return [];
  const code = paths.map((path) => `git check-ignore --quiet -- ${quoted(path)} || ${appending(path)}`);
  const text =
    'Before anything is generated, see that git ignores the file; ' +
    'a new one that is written where git would add it is burnt with the next commit';
  return [ownBox(task, ['ignore'], 'contain', text, { files: paths, code: [{ language: 'sh', text: code.join('\n') }] })];
}

/** The last line that is there may have no end. */
function appending(path: string): string {
  return `printf '\\n%s\\n' ${quoted(`/${path}`)} >> .gitignore`;
}

const MOST_PATHS = 10;

/** A setting that still names the old key leaves services without one as soon as that is taken out. */
function activeIds({ task, chosen }: Scene): readonly Box[] {
  const names = leftActive(task.name, chosen);
  if (names.length === 0) return [];
  const text = 'Before the old key goes, see that this names the new one wherever services read it';
  return [ownBox(task, ['active-id'], 'store', text, { files: names })];
}

/** Logs that are passed on may name keys, never hold them. */
function publishedLogs({ task, chosen, pages }: Scene): readonly Box[] {
  const steps = chosen.flatMap((procedure) => procedure.steps);
  const words = steps.flatMap((step) => [step.text, ...step.code.map(({ text }) => text)]).join(' ');
  const published = remarks(pages, 'published-log').filter(({ remark }) => sharesWord(remark.text, words));
  if (published.length === 0) return [];
  const text = 'See that what the log of rotations publishes is ids and dates only, never a value or a part of one';
  return [ownBox(task, ['published-log'], 'record', text, { reminders: published.map(said) })];
}

/** A file name that stands in both texts. */
function sharesWord(text: string, words: string): boolean {
  return [...text.matchAll(/[\w./-]{6,200}\.\w{1,5}\b/g)].some(([file]) => words.includes(file));
}

/** "Do not paste values into tickets" belongs where the value is made, "never commit secrets" where that is prevented. */
function withReminders(box: Box, { pages }: Scene): Box {
  const sentences = (REMINDED[box.phase] ?? []).flatMap((sort) => remarks(pages, sort)).map(said);
  const isOwn = ({ source }: Box['reminders'][number]): boolean =>
    source.path === box.source?.path && source.lines[0] === box.source.lines[0];
  const isSaid = (each: Box['reminders'][number]): boolean => isOwn(each) || each.text === box.text;
  return { ...box, reminders: [...box.reminders, ...sentences.filter((each) => !isSaid(each))] };
}

const REMINDED: Partial<Record<Phase, readonly Remark['sort'][]>> = {
  generate: ['no-paste'],
  store: ['no-image'],
  prevent: ['no-commit'],
};

function quietHours({ chosen, pages }: Scene): readonly Warning[] {
  const sources = remarks(pages, 'quiet-hour').map(({ cited }) => cited);
  if (sources.length === 0) return [];
  const leak = chosen.find(({ mode, steps }) => mode === 'leak' && steps.length > 0);
  const text = 'the runbook prefers a quiet hour for planned work; a leak does not wait: rotate immediately';
  return [{ text, sources: leak === undefined ? sources : [...sources, cite(leak, leak.steps[0] ?? leak)] }];
}

function filesOnDisk({ secret, pages }: Scene): readonly Warning[] {
  const files = [...new Set(secret.occurrences.map(({ path }) => path))].filter(isEnv).sort();
  const sources = remarks(pages, 'no-file').map(({ cited }) => cited);
  if (files.length === 0 || sources.length === 0) return [];
  const shown = files.slice(0, MOST_PATHS);
  return [{ text: 'production secrets do not belong into files, says the runbook; it stood in', files: shown, sources }];
}

/** Whoever runs a script of the section has to know before what it does not do, and that there is none. */
function scripts({ chosen, lint }: Scene): readonly Warning[] {
  return chosen.flatMap((procedure) =>
    procedure.steps.flatMap((step) =>
      Object.entries(ABOUT_SCRIPTS).flatMap(([about, text]): readonly Warning[] => {
        const isOfStep = ({ rule, path, lines }: Lint): boolean =>
          rule === about && path === procedure.runbook && lines[0] === step.lines[0];
        const found = lint.filter(isOfStep);
        return found.length === 0 ? [] : [{ text, files: found.map((each) => each.text), sources: [cite(procedure, step)] }];
      }),
    ),
  );
}

const ABOUT_SCRIPTS: Partial<Record<Lint['rule'], string>> = {
  'script-differs': 'read the script before it is run; as far as its text shows,',
  'missing-file': 'a step cannot be done as it stands:',
};

function reachable({ task, pages }: Scene): readonly Warning[] {
  if (task.rotation.id !== 'database-url') return [];
  const sources = remarks(pages, 'reachable').map(({ cited }) => cited);
  const text = 'credentials of databases that are not production count as well where others can reach them';
  return sources.length === 0 ? [] : [{ text, sources }];
}

interface Said {
  readonly remark: Remark;
  readonly cited: Cited;
}

function remarks(pages: readonly Runbook[], sort: Remark['sort']): readonly Said[] {
  return pages.flatMap(({ path, remarks: all }) =>
    all
      .filter((remark) => remark.sort === sort)
      .map((remark) => ({ remark, cited: { path, anchor: remark.anchor, lines: remark.lines } })),
  );
}

function said({ remark, cited }: Said): Box['reminders'][number] {
  return { text: remark.text, source: cited };
}
