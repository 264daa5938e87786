/** Resolves the escapes that quoted strings of most languages share; what it does not know stays as it is. */
export function unescape(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(
    /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(["'`\\/nrtb]))/g,
    (_, unicode?: string, hex?: string, plain?: string) => {
      if (plain !== undefined) return { n: '\n', r: '\r', t: '\t', b: '\b' }[plain] ?? plain;
      const code = Number.parseInt(unicode ?? hex ?? '0', 16);
      return code < 256 && hex !== undefined
        ? String.fromCharCode(code)
        : Buffer.from(String.fromCharCode(code), 'utf8').toString('latin1');
    },
  );
}
