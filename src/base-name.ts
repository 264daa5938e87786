/** What a file is called, without its folders; git's paths, with slashes on every system. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
