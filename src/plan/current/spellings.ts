/** A value in, what stands in it when encodings are undone, as often as they can be: an old value in base64 is no new one. */
import { unzipSync } from 'node:zlib';
import { fromBase32 } from '../../base32.ts';

/** As long as values are compared. */
const LONGEST = 1 << 16;
const MOST_DECODINGS = 3;
/** What is shorter may be the same by chance. */
const SHORTEST = 6;

interface Encoding {
  readonly run: RegExp;
  readonly decode: (run: string) => string;
}

const ENCODINGS: readonly Encoding[] = [
  { run: /[A-Za-z0-9+/_-]{8,}={0,2}/g, decode: (run) => Buffer.from(run, 'base64').toString('latin1') },
  { run: /[A-Za-z2-7]{16,}={0,6}/g, decode: (run) => fromBase32(run.replaceAll('=', '')).toString('latin1') },
  // on several lines, as `base64` and PEM break it
  { run: /^[\w+/-]+(?:\s+[\w+/-]+)+={0,2}\s*$/g, decode: (run) => Buffer.from(run, 'base64').toString('latin1') },
  {
    run: /(?:(?:\\x|\\u00|0x|[: ])?[0-9a-fA-F]{2}){6,}/g,
    decode: (run) => Buffer.from(run.replace(/\\x|\\u00|0x|[: ]/g, ''), 'hex').toString('latin1'),
  },
  { run: /(?:\\[0-3]?[0-7]{2}){6,}/g, decode: (run) => coded(run, /[0-7]+/g, 8) },
  // as `String.fromCharCode` and arrays of bytes have it
  { run: /\d{1,3}(?:[\s,;]{1,4}\d{1,3}){5,}/g, decode: (run) => coded(run, /\d+/g, 10) },
  { run: /(?:&(?:#x[0-9a-fA-F]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);|[^&]){6,}/gi, decode: withoutEntities },
  { run: /(?:%[0-9a-fA-F]{2}|[\w.~!*()-]){6,}/g, decode: percentDecoded },
  // UTF-16 of what is ASCII, as PowerShell encodes texts
  { run: /^(?:[\x20-\x7e]\0|\0[\x20-\x7e]){6,}$/g, decode: (run) => run.replaceAll('\0', '') },
  { run: /^(?:\x1f\x8b|\x78[\x01\x5e\x9c\xda]).+$/gs, decode: unzipped },
];

/** The text itself, and what the whole of it stands for; one byte a character. */
export function spellingsOf(text: string): ReadonlySet<string> {
  return spelled(text, (run, all) => run.length === all.length);
}

/** The text itself, and what any run of it stands for: `base64:…` has something in front. */
export function spellingsIn(text: string): ReadonlySet<string> {
  return spelled(text, () => true);
}

function spelled(text: string, counts: (run: string, all: string) => boolean): ReadonlySet<string> {
  const found = new Set([text]);
  let last: ReadonlySet<string> = found;
  for (let times = 0; times < MOST_DECODINGS; times++) {
    const next = [...last].flatMap((each) =>
      ENCODINGS.flatMap(({ run, decode }) => (each.match(run) ?? []).filter((one) => counts(one, each)).map(decode)),
    );
    last = new Set(next.filter((each) => each.length >= SHORTEST && !found.has(each)));
    for (const each of last) found.add(each);
  }
  return found;
}

/** Of codes above a byte nothing is left. */
function coded(text: string, code: RegExp, base: number): string {
  const codes = (text.match(code) ?? []).map((each) => Number.parseInt(each, base));
  return codes.every((each) => each < 256) ? String.fromCharCode(...codes) : '';
}

function withoutEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (whole, hex?: string, decimal?: string, name = '') => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code < 256 ? String.fromCharCode(code) : (ENTITIES[name.toLowerCase()] ?? whole);
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16)));
}

/** gzip or zlib; nothing of what is neither, or too long. */
function unzipped(text: string): string {
  try {
    return unzipSync(Buffer.from(text, 'latin1'), { maxOutputLength: LONGEST }).toString('latin1');
  } catch {
    return '';
  }
}
