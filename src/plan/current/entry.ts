/** What a file says is in use today: names with values, or with nothing but the day on which they were changed. */
import { SecretValue } from '../../secret-value.ts';

export interface Entry {
  /** Keys from the top of the file to the value: `['services', 'web', 'environment', 'JWT_SECRET']`. */
  readonly path: readonly string[];
  /** Absent: the file says that it exists, and not what it is. */
  readonly value?: SecretValue;
  /** Where in the file, for people: `line 3`, `"v1"`. */
  readonly place: string;
  /** Accepted beside the current one: a previous version, a fallback. */
  readonly isPrevious?: true;
  /** Of a list, without a name of its own: nothing tells it from the others. */
  readonly isItem?: true;
  /** ISO day of the last change. */
  readonly changed?: string;
  /** Of a token that its issuer lists: how it begins. */
  readonly begins?: string;
  /** Of a key that its issuer lists. */
  readonly state?: 'active' | 'inactive';
  /** The kind of a key that its file gives no name. */
  readonly key?: string;
}

/** A line of a rotation log. */
export interface Rotated {
  readonly id: string;
  /** ISO day, UTC. */
  readonly on: string;
  readonly line: number;
}

/** Labels of what has no name. */
export const STANDARD_INPUT = 'standard input';
export const A_COMMAND = 'the output of a command';

export interface CurrentSource {
  /** The file, as the user named it. */
  readonly label: string;
  /** Its path in the repository, where it stands in the work tree of the one that is verified. */
  readonly place?: string;
  /** git has it: its every version was read. */
  readonly isTracked?: true;
  /** What an export says that it is of: the name of a secret in its manager. */
  readonly of?: string;
  readonly kind:
    | 'settings'
    | 'key-map'
    | 'kubernetes'
    | 'vault'
    | 'aws-secret'
    | 'terraform'
    | 'tree'
    | 'list'
    /** What a platform prints for people. */
    | 'printed'
    | 'key-file'
    /** Names that detection sees in code: of the file that leaked, and of no other. */
    | 'code'
    | 'log'
    | 'text';
  /** For people to read: it says nothing of what is in use. */
  readonly isDocument?: true;
  readonly entries: readonly Entry[];
  readonly log: readonly Rotated[];
  /** What was not understood or left out. */
  readonly notes: readonly string[];
}

/** An entry with a value; empty values are no values. */
export function entryOf(path: readonly string[], value: string, place: string, more: Partial<Entry> = {}): Entry {
  return value === '' ? { path, place, ...more } : { path, place, value: new SecretValue(Buffer.from(value)), ...more };
}

/** ISO day of a time stamp, if it is one. */
export function dayOf(time: unknown): string | undefined {
  if (typeof time === 'number' && Math.abs(time) < 1e11) return dayOf(new Date(time * 1000).toISOString());
  if (typeof time !== 'string') return undefined;
  const match = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(time);
  if (!match) return undefined;
  // a time with a zone may be another day in UTC
  const moment = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/.test(time) ? time : `${match[1] ?? ''}T00:00:00Z`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString().slice(0, 10);
}
