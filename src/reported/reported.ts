/** What another scanner says that it found, before anybody has looked for it here. */
import { SecretValue } from '../secret-value.ts';

export interface Reported {
  /** What the report is known by: "gitleaks", the name of a SARIF tool. */
  readonly tool: string;
  /** The tool's own id for what it looked for. */
  readonly rule: string;
  /** The value by itself. */
  readonly value?: SecretValue;
  /** Text in which the value stands. */
  readonly area?: SecretValue;
  /** Of a value that the report does not hold: SHA-1 in hex. */
  readonly sha1?: string;
  /** As the report writes it: of the repository, of a working folder, of a machine; empty where it names none. */
  readonly path: string;
  /** Of the alert, where the tool numbers them. */
  readonly number?: number;
  readonly line?: number;
  readonly endLine?: number;
  /** UTF-16 units from 1, half-open. */
  readonly columns?: readonly [number, number];
  readonly commit?: string;
  /** ISO day. */
  readonly date?: string;
  readonly author?: string;
  /** It worked when the tool tried it. */
  readonly isLive?: true;
}

export interface ReportedFile {
  readonly found: readonly Reported[];
  /** What the report holds and is no work: resolved, suppressed, about something else. In words, with its count. */
  readonly leftOut: readonly { readonly what: string; readonly count: number }[];
}

export type Json = Readonly<Record<string, unknown>>;

export const isMap = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const mapAt = (map: Json, key: string): Json => (isMap(map[key]) ? map[key] : {});
export const listAt = (map: Json, key: string): readonly Json[] =>
  Array.isArray(map[key]) ? (map[key] as unknown[]).filter(isMap) : [];
export const textAt = (map: Json, ...keys: readonly string[]): string => {
  const value = keys.map((key) => map[key]).find((each) => typeof each === 'string' && each !== '');
  return typeof value === 'string' ? value : '';
};

/** A place or a moment, left out where the report has none. */
export function placed(parts: {
  number?: unknown;
  line?: unknown;
  endLine?: unknown;
  from?: unknown;
  to?: unknown;
  commit?: string;
  date?: string;
  author?: string;
}): Partial<Reported> {
  const { number, line, endLine, from, to, commit = '', date = '', author = '' } = parts;
  const day = /^\d{4}-\d\d-\d\d/.exec(date)?.[0];
  return {
    ...(isCount(number) ? { number } : {}),
    ...(isCount(line) ? { line } : {}),
    ...(isCount(endLine) ? { endLine } : {}),
    ...(isCount(from) && isCount(to) && to > from ? { columns: [from, to] as const } : {}),
    ...(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit) ? { commit } : {}),
    ...(day !== undefined && !Number.isNaN(Date.parse(day)) ? { date: day } : {}),
    ...(author === '' ? {} : { author }),
  };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** The value, unless the tool hid it or it is too short to be looked for. */
export function valued(text: string): Pick<Reported, 'value'> {
  return isHidden(text) ? {} : { value: new SecretValue(Buffer.from(text, 'utf8')) };
}

export function inArea(text: string): Pick<Reported, 'area'> {
  return isHidden(text) ? {} : { area: new SecretValue(Buffer.from(text, 'utf8')) };
}

const SHORTEST = 6;
const LONGEST = 64 << 10;

function isHidden(text: string): boolean {
  if (text.length < SHORTEST || text.length > LONGEST) return true;
  return /redact|\*{4}|•{3}|x{8}/i.test(text) || /(?:\.{3}|…)$/.test(text.trim());
}
