/** Options that several commands share, parsed once. What a command does not list is refused by name. */
import { parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';
import { shown, shownChoice } from '../shown.ts';
import { nearest } from '../nearest.ts';
import { FAIL_ON_WORDS } from '../verdict/exit.ts';
import type { Reading } from './engine/engine.ts';
import type { FailOn } from '../verdict/exit.ts';

type Spec = NonNullable<Parameters<typeof parseArgs>[0]>['options'];

const SPEC = {
  'all-existing': { type: 'boolean' },
  'all-versions': { type: 'boolean' },
  'allow-partial': { type: 'string' },
  'as-of': { type: 'string' },
  config: { type: 'string' },
  current: { type: 'string', multiple: true },
  due: { type: 'boolean' },
  engine: { type: 'string' },
  explain: { type: 'string' },
  'fail-on': { type: 'string' },
  'false-positive': { type: 'boolean' },
  format: { type: 'string', multiple: true },
  from: { type: 'string', multiple: true },
  fsck: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  jobs: { type: 'string' },
  message: { type: 'string' },
  'no-color': { type: 'boolean' },
  only: { type: 'string', multiple: true },
  owner: { type: 'string' },
  'policy-from': { type: 'string' },
  'pre-push': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  range: { type: 'string' },
  reason: { type: 'string' },
  resume: { type: 'string' },
  runbook: { type: 'string', multiple: true },
  suspect: { type: 'string', multiple: true },
  trace: { type: 'boolean' },
  until: { type: 'string' },
  'value-from': { type: 'string', multiple: true },
} as const satisfies Spec;

export type OptionName = keyof typeof SPEC;

export interface Options {
  readonly values: {
    readonly [Name in OptionName]?: (typeof SPEC)[Name] extends { multiple: true }
      ? readonly string[]
      : (typeof SPEC)[Name] extends { type: 'boolean' }
        ? boolean
        : string;
  };
  readonly positionals: readonly string[];
}

export function readOptions(args: readonly string[], names: readonly OptionName[]): Options {
  const options = Object.fromEntries(['help' as const, ...names].map((name) => [name, SPEC[name]]));
  try {
    const { values, positionals, tokens } = parseArgs({
      args: explainAlone(args),
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    const given = tokens.flatMap((token) => (token.kind === 'option' && isSingle(options[token.name]) ? [token.name] : []));
    const twice = given.find((name, index) => given.indexOf(name) !== index);
    if (twice !== undefined) throw new UsageError(`--${twice} is given twice`);
    return { values: values as Options['values'], positionals };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw inOurWords(error as NodeJS.ErrnoException, Object.keys(options));
  }
}

/** One that has one value: the first of two would be lost without a word. */
function isSingle(option: NonNullable<Spec>[string] | undefined): boolean {
  return option?.type === 'string' && option.multiple !== true;
}

/** Node explains at length how options could be meant; its code and the option are enough. */
function inOurWords({ code, message }: NodeJS.ErrnoException, known: readonly string[]): UsageError {
  const [option = ''] = /--?[\w-]+(?=[^\w-]|$)(?!, --)/.exec(message) ?? [];
  const [, whole = option] = /^Unknown option '([^=]*?)(?:=.*)?'\. /s.exec(message) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const meant = nearest(whole.replace(/^-+/, ''), known);
    const hint = meant === undefined ? ': --help lists the options' : `, did you mean "--${meant}"?`;
    return new UsageError(`unknown option ${meant === undefined ? shownChoice(whole) : shown(whole)}${hint}`);
  }
  const wrong = message.includes('does not take') ? 'takes no value' : 'needs a value';
  return new UsageError(`${option} ${wrong}`);
}

/**
 * `--explain` may stand alone, which parseArgs cannot say. An id or a name begins as a word does and has no slash, as most
 * paths have; what ends in `.git` is a repository.
 */
function explainAlone(args: readonly string[]): string[] {
  return args.map((arg, index) => {
    if (arg !== '--explain') return arg;
    const next = args[index + 1];
    return next !== undefined && /^\w[^/]*$/.test(next) && !next.endsWith('.git') ? arg : '--explain=';
  });
}

export function asOfDay(text: string | undefined, today: string): string {
  if (text === undefined) return today;
  if (!isDay(text)) throw new UsageError(`--as-of ${shown(text)}: not a date; write YYYY-MM-DD`);
  return text;
}

export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    new Date(`${text}T00:00:00Z`).toString() !== 'Invalid Date' &&
    new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
  );
}

export function failOnList(
  text: string | undefined,
  configured: readonly FailOn[] | undefined,
): readonly FailOn[] | undefined {
  if (text === undefined) return configured;
  const words = text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  const unknown = words.find((word) => !FAIL_ON_WORDS.includes(word as FailOn));
  if (unknown !== undefined || words.length === 0)
    throw new UsageError(`--fail-on ${shownChoice(unknown ?? '')}: not one of ${FAIL_ON_WORDS.join(', ')}`);
  return words as FailOn[];
}

export function readingOf({ engine, jobs, trace, 'all-versions': allVersions }: Options['values']): Reading {
  if (engine !== undefined && engine !== 'packs' && engine !== 'plain')
    throw new UsageError(`--engine ${shownChoice(engine)}: not one of packs, plain`);
  if (jobs !== undefined && !/^[1-9]\d?$/.test(jobs)) throw new UsageError(`--jobs ${shown(jobs)}: not a number from 1 to 99`);
  return {
    ...(engine === undefined ? {} : { engine }),
    ...(jobs === undefined ? {} : { jobs: Number(jobs) }),
    ...(trace === true ? { trace } : {}),
    ...(allVersions === true ? { allVersions } : {}),
  };
}

const PARTIAL = ['shallow', 'promisor', 'limits'] as const;
export type Partial = (typeof PARTIAL)[number];

export function allowedPartial(text: string | undefined): readonly Partial[] {
  const words = (text ?? '').split(',').filter((word) => word !== '');
  const unknown = words.find((word) => !PARTIAL.includes(word as Partial));
  if (unknown !== undefined) throw new UsageError(`--allow-partial ${shownChoice(unknown)}: not one of ${PARTIAL.join(', ')}`);
  return words as Partial[];
}
