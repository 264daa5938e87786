/** Pointers to content that git LFS keeps elsewhere (git-lfs/docs/spec.md). */
const POINTER = Buffer.from('version https://git-lfs.github.com/spec/');
/** They are smaller than this. */
const LARGEST = 1024;

export function isLfsPointer(bytes: Buffer, start = 0, length = bytes.length): boolean {
  return (
    length < LARGEST &&
    length >= POINTER.length &&
    bytes[start] === POINTER[0] &&
    bytes.compare(POINTER, 0, POINTER.length, start, start + POINTER.length) === 0
  );
}
