/**
 * `git cat-file --batch` as a stream of objects, in the order asked for. git's exit status is no evidence that all came
 * (it is 0 on a truncated pack), so answers are counted: every id gets exactly one of object, missing, unreadable.
 *
 *   <id> SP <type> SP <size> LF <content> LF      or      <id> SP missing LF
 */
import { ScanError } from '../errors.ts';
import { batchParser } from './batch-parser.ts';
import { gitFailure, howEnded, reasonIn } from './git.ts';
import { MISNAMED } from './object-id.ts';
import type { Git } from './git.ts';

export interface ObjectSource {
  readonly git: Git;
  /** Whether a file of its own holds the object of this id. Absent: content is taken as git prints it. */
  readonly isLoose?: (id: string) => boolean;
}

export interface ObjectSink {
  /** A whole object. `bytes` is only valid during the call. @param index position in the list of ids */
  object(index: number, type: string, bytes: Buffer): void;
  /** An object over WHOLE bytes, in pieces. */
  open(index: number, type: string, size: number): { push(piece: Buffer): void; end(): void };
  /** Not in this repository. */
  missing(index: number): void;
  /** Corrupt: git died on it, or printed what its id does not say; one that was opened has no end. */
  unreadable(index: number, why: string): void;
}

const NOBODY_KNOWS = (): boolean => false;

/** After so many deaths of git the rest is given up, as unreadable. */
const DEATHS = 1000;

/** @param id the n-th id or revision to ask for, without newline */
export async function readObjects(
  source: ObjectSource,
  count: number,
  id: (index: number) => string,
  sink: ObjectSink,
): Promise<void> {
  let next = 0;
  let careful = false;
  for (let deaths = 0; next < count; deaths++) {
    if (deaths === DEATHS) {
      while (next < count) sink.unreadable(next++, 'git died too often');
      return;
    }
    const { answered, killed, why } = await readFrom(source, next, count, id, sink, careful);
    next = answered;
    // a signal takes answers along that stood in git's buffer: without one, the object to blame comes next
    if (next < count && !(killed && !careful)) sink.unreadable(next++, why);
    careful = killed && !careful;
  }
}

interface Progress {
  readonly answered: number;
  readonly killed: boolean;
  readonly why: string;
}

async function readFrom(
  { git, isLoose = NOBODY_KNOWS }: ObjectSource,
  first: number,
  count: number,
  id: (index: number) => string,
  sink: ObjectSink,
  careful: boolean,
): Promise<Progress> {
  const { child, ended } = git.start(['cat-file', '--batch', ...(careful ? [] : ['--buffer'])]);
  let index = first;
  let failure: unknown;
  const parser = batchParser(
    {
      object: (type, bytes) => sink.object(index++, type, bytes),
      open: (type, size) => {
        const unit = sink.open(index, type, size);
        return { push: unit.push, end: () => (index++, unit.end()) };
      },
      missing: () => sink.missing(index++),
      misnamed: () => sink.unreadable(index++, MISNAMED),
    },
    isLoose,
  );
  child.stdout.on('data', (piece: Buffer) => {
    if (failure !== undefined) return;
    try {
      parser(piece);
    } catch (error) {
      failure = error;
      child.kill();
    }
  });
  await feed(child.stdin, first, count, id, ended);
  const { status, stderr } = await ended;
  if (failure !== undefined) throw failure;
  return {
    answered: index,
    killed: status === null,
    why: reasonIn(stderr) ?? `git cat-file could not read it: ${howEnded(status)}`,
  };
}

/** One git that stays and answers question after question: for the hook, where each process started counts. */
export interface ObjectReader {
  /**
   * One answer an id, in order: the object's bytes, or undefined where there is none.
   * @param lost what is corrupt: the others are read all the same. Without it that is an error.
   * @param open takes a blob that is too large for one piece; without it all of it is held. Of one that is lost there is
   * no end
   */
  read(ids: readonly string[], answer: Answer, lost?: Lost, open?: Open): Promise<void>;
  close(): void;
}

type Answer = (index: number, type: string | undefined, bytes: Buffer) => void;
type Lost = (index: number, why: string) => void;
type Open = (index: number) => { push(piece: Buffer): void; end(): void };

export function openReader(source: ObjectSource): ObjectReader {
  let talk = startTalk(source);
  let isClosed = false;
  return {
    async read(ids, answer, lost, open) {
      let next = 0;
      for (let deaths = 0; next < ids.length; deaths++) {
        // a git that is started now would wait for more for ever, and so would whoever waits for its end
        if (isClosed) throw new ScanError('asked for objects after the end');
        const { answered, stderr } = await talk.read(ids, next, answer, lost, open);
        next = answered;
        if (next === ids.length) return;
        if (lost === undefined || deaths === DEATHS) throw gitFailure(TALK, stderr);
        lost(next++, reasonIn(stderr) ?? 'git was killed');
        if (!isClosed) talk = startTalk(source);
      }
    },
    close() {
      isClosed = true;
      talk.close();
    },
  };
}

const TALK = ['cat-file', '--batch'];

interface Talk {
  /** Up to the end of the ids, or of git. */
  read(
    ids: readonly string[],
    first: number,
    answer: Answer,
    lost: Lost | undefined,
    open: Open | undefined,
  ): Promise<{ answered: number; stderr: string }>;
  close(): void;
}

function startTalk({ git, isLoose = NOBODY_KNOWS }: ObjectSource): Talk {
  const { child, ended } = git.start(TALK);
  let answer: (type: string | undefined, bytes: Buffer) => void = () => {};
  let misnamed: (id: string) => void = () => {};
  let openBlob: (() => ReturnType<Open>) | undefined;
  let failed: unknown;
  let over: { stderr: string } | undefined;
  const nothing = Buffer.alloc(0);
  const parser = batchParser(
    {
      object: (type, bytes) => answer(type, bytes),
      open(type) {
        const unit = type === 'blob' ? openBlob?.() : undefined;
        if (unit !== undefined) return unit;
        const pieces: Buffer[] = [];
        return { push: (piece) => void pieces.push(piece), end: () => answer(type, Buffer.concat(pieces)) };
      },
      missing: () => answer(undefined, nothing),
      misnamed: (id) => misnamed(id),
    },
    isLoose,
  );
  let wake = (): void => {};
  child.stdout.on('data', (piece: Buffer) => {
    try {
      parser(piece);
    } catch (error) {
      failed = error;
    }
    wake();
  });
  void ended.then((end) => ((over = end), wake()));

  return {
    async read(ids, first, given, lost, open) {
      let index = first;
      misnamed = (id) => {
        if (lost === undefined) throw new ScanError(`object ${id} is corrupt: ${MISNAMED}`);
        lost(index++, MISNAMED);
      };
      answer = (type, bytes) => given(index++, type, bytes);
      openBlob =
        open &&
        (() => {
          const unit = open(index);
          return { push: unit.push, end: () => (index++, unit.end()) };
        });
      for (let at = first; at < ids.length && over === undefined; at += LINES_AT_ONCE) {
        child.stdin.write(
          ids
            .slice(at, at + LINES_AT_ONCE)
            .map((id) => `${id}\n`)
            .join(''),
        );
        const until = Math.min(ids.length, at + LINES_AT_ONCE);
        while (index < until && failed === undefined && over === undefined)
          await new Promise<void>((resolve) => (wake = resolve));
        if (failed !== undefined) throw failed;
      }
      return { answered: index, stderr: over?.stderr ?? '' };
    },
    close: () => void child.stdin.end(),
  };
}

const LINES_AT_ONCE = 1000;

async function feed(
  stdin: NodeJS.WritableStream,
  first: number,
  count: number,
  id: (index: number) => string,
  ended: Promise<unknown>,
): Promise<void> {
  let over = false;
  void ended.then(() => (over = true));
  for (let at = first; at < count && !over; at += LINES_AT_ONCE) {
    let lines = '';
    for (let k = at; k < Math.min(count, at + LINES_AT_ONCE); k++) lines += `${id(k)}\n`;
    if (!stdin.write(lines)) await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), ended]);
  }
  if (!over) stdin.end();
}
