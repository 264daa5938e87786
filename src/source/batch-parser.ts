/**
 * What `git cat-file --batch` prints, in pieces of any size, taken apart:
 *
 *   <id> SP <type> SP <size> LF <content> LF      or      <id> SP missing LF
 */

export interface Answers {
  object(type: string, bytes: Buffer): void;
  open(type: string, size: number): { push(piece: Buffer): void; end(): void };
  missing(): void;
}

/** Objects up to this size come in one piece. */
const WHOLE = 16 << 20;
const LF = 10;

/** Takes git's output in pieces of any size. */
export function batchParser(answers: Answers): (piece: Buffer) => void {
  let held: Buffer | undefined; // an unfinished header line
  let type = '';
  let size = -1; // -1: in a header
  let got = 0;
  let whole: Buffer | undefined;
  let pieces: { push(piece: Buffer): void; end(): void } | undefined;

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
        const fields = / (\S+) (\d+)$/.exec(line);
        if (fields === null) {
          answers.missing(); // "<id> missing", "<name> ambiguous", "<name> submodule"
          continue;
        }
        type = fields[1]!;
        size = Number(fields[2]);
        got = 0;
        if (size > WHOLE) pieces = answers.open(type, size);
        else if (piece.length - at > size) {
          answers.object(type, piece.subarray(at, at + size));
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
        if (whole !== undefined) answers.object(type, whole);
        else pieces!.end();
        whole = pieces = undefined;
        size = -1;
      }
    }
  };
}
