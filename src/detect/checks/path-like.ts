/** `/usr/lib/jvm:/usr/bin`: a path or a list of paths, and not base64 that begins with a slash. */
export function isPathLike(raw: string): boolean {
  if (/^(?:HK[A-Z_]{2,16}:?|SOFTWARE|SYSTEM)\\/i.test(raw)) return true; // in the registry of Windows
  if (!/^(?:\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(raw)) return false;
  return /\/(?:usr|lib|s?bin|etc|var|home|opt|tmp|src|root|dev|mnt|app)\/|\\/.test(raw);
}
