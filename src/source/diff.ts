/**
 * Raw diffs, as git's plumbing prints them with -z and without rename detection:
 *   :<old mode> <new mode> <old id> <new id> <status> NUL <path> NUL
 */
export interface Change {
  readonly path: string;
  /** '0…0' where the side has nothing. */
  readonly oldId: string;
  readonly newId: string;
  readonly oldMode: string;
  readonly newMode: string;
}

const SUBMODULE = '160000';

/** The new side has content: it is neither gone nor a submodule's commit. */
export function hasNewContent({ newId, newMode }: Change): boolean {
  return newMode !== SUBMODULE && !/^0+$/.test(newId);
}

/** The blob on the old side; undefined where it has none. */
export function oldContent({ oldId, oldMode }: Change): string | undefined {
  return oldMode === SUBMODULE || /^0+$/.test(oldId) ? undefined : oldId;
}

export function parseRawDiff(text: Buffer): Change[] {
  const changes: Change[] = [];
  let at = 0;
  while (at < text.length && text[at] === 0x3a) {
    const end = text.indexOf(0, at);
    const stop = text.indexOf(0, end + 1);
    if (end < 0 || stop < 0) break;
    const [oldMode, newMode, oldId, newId] = text.toString('latin1', at + 1, end).split(' ') as [
      string,
      string,
      string,
      string,
    ];
    changes.push({ path: text.toString('utf8', end + 1, stop), oldId, newId, oldMode, newMode });
    at = stop + 1;
  }
  return changes;
}
