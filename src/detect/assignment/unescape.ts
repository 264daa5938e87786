/** Resolves the escapes that quoted strings of most languages share, and the five entities of XML; what it does not know stays as it is. */
export function unescape(raw: string): string {
  const plain = raw.includes('\\') ? withoutBackslashes(raw) : raw;
  return plain.includes('&') ? plain.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name]!) : plain;
}

/** https://www.w3.org/TR/xml/#sec-predefined-ent */
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function withoutBackslashes(raw: string): string {
  return raw.replace(
    /\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(["'`\\/nrtb]))/g,
    (_, unicode?: string, hex?: string, plain?: string) => {
      if (plain !== undefined) return { n: '\n', r: '\r', t: '\t', b: '\b' }[plain] ?? plain;
      return hex === undefined ? character(unicode!) : String.fromCharCode(Number.parseInt(hex, 16));
    },
  );
}

/** Those of files of properties, whose values have no quotes. */
export function unescapeUnquoted(raw: string): string {
  return raw.includes('\\u') ? raw.replace(/\\u([0-9A-Fa-f]{4})/g, (_, digits: string) => character(digits)) : raw;
}

function character(digits: string): string {
  return Buffer.from(String.fromCharCode(Number.parseInt(digits, 16)), 'utf8').toString('latin1');
}
