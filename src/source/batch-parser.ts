/**
 * What `git cat-file --batch` prints, in pieces of any size, taken apart:
 *
 *   <id> SP <type> SP <size> LF <content> LF      or      <id> SP missing LF
 *
 * Of loose objects git prints whatever the file holds, so their content is held against their ids.
 */
import { checkId } from './object-id.ts';

export interface Answers {
  object(type: string, bytes: Buffer): void;
  open(type: string, size: number): { push(piece: Buffer): void; end(): void };
  missing(): void;
  /** Its content is another object's: of one that was opened, `end` is not called. */
  misnamed(id: string): void;
}

/** Objects up to this size come in one piece. */
const WHOLE = 16 << 20;
const LF = 10;

/** Takes git's output in pieces of any size. */
export function batchParser(answers: Answers, isLoose: (id: string) => boolean): (piece: Buffer) => void {
  let held: Buffer | undefined; // an unfinished header line
  let id = '';
  let type = '';
  let size = -1; // -1: in a header
  let got = 0;
  let whole: Buffer | undefined;
  let pieces: { push(piece: Buffer): void; end(): void } | undefined;

  function object(bytes: Buffer): void {
    if (!isLoose(id)) return answers.object(type, bytes);
    const check = checkId(id, type, bytes.length);
    check.push(bytes);
    if (check.fits()) answers.object(type, bytes);
    else answers.misnamed(id);
  }
  function open(): typeof pieces {
    if (!isLoose(id)) return answers.open(type, size);
    const check = checkId(id, type, size);
    const unit = answers.open(type, size);
    return {
      push(piece) {
        check.push(piece);
        unit.push(piece);
      },
      end: () => (check.fits() ? unit.end() : answers.misnamed(id)),
    };
  }

  return function take(piece) {
    let at = 0;
    while (at < piece.length) {
      if (size < 0) {
        const end = piece.indexOf(LF, at);
        if (end < 0) {
          held = held === undefined ? Buffer.from(piece.subarray(at)) : Buffer.concat([held, piece.subarray(at)]);
          return;
        }
        const line = (held === undefined ? '' : held.toString('latin1')) + piece.toString('latin1', at, end);
        held = undefined;
        at = end + 1;
        const fields = /^([0-9a-f]+) (\S+) (\d+)$/.exec(line);
        if (fields === null) {
          answers.missing(); // "<id> missing", "<name> ambiguous", "<name> submodule"
          continue;
        }
        id = fields[1]!;
        type = fields[2]!;
        size = Number(fields[3]);
        got = 0;
        if (size > WHOLE) pieces = open();
        else if (piece.length - at > size) {
          object(piece.subarray(at, at + size));
          at += size + 1;
          size = -1;
        } else whole = Buffer.allocUnsafe(size);
        continue;
      }
      if (got < size) {
        const part = piece.subarray(at, Math.min(piece.length, at + size - got));
        if (whole !== undefined) part.copy(whole, got);
        else pieces!.push(Buffer.from(part));
        got += part.length;
        at += part.length;
      }
      if (got === size && at < piece.length) {
        at++; // the LF behind the content
        if (whole !== undefined) object(whole);
        else pieces!.end();
        whole = pieces = undefined;
        size = -1;
      }
    }
  };
}
