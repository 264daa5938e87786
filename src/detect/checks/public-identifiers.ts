/** Values that look made by a machine and are public: addresses of ledgers, cursors of pages. */

/** `0x` and twenty bytes, or thirty-two bytes of base 58: accounts, contracts and mints. A key has names that say so. */
export function isLedgerAddress(raw: string, words: string): boolean {
  if (/^0x[0-9a-fA-F]{40}$/.test(raw)) return !/priv|secret/.test(words);
  return /^[1-9A-HJ-NP-Za-km-z]{43,44}$/.test(raw) && COIN.test(words) && bytesOfBase58(raw) === 32;
}

const COIN = /(?:^|_)(?:usd[ct]?|eurc?|w?sol|w?eth|w?btc|spl|mint|native|wrapped|program|pool|reward|quote|base|governance|lp)_(?:token|key)s?$|^(?:token|mint)_[a-z]$/;

const DIGITS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

function bytesOfBase58(raw: string): number {
  let number = 0n;
  for (const digit of raw) number = number * 58n + BigInt(DIGITS.indexOf(digit));
  return Math.ceil(number.toString(16).length / 2);
}

/** Base64 of a list in JSON: which page comes next, or which node is meant. */
export function isCursor(raw: string): boolean {
  if (!/^(?:W3|WyJ|Wz)/.test(raw) || raw.includes('.')) return false;
  const text = Buffer.from(raw, 'base64').toString('latin1');
  return /^\[[\x20-\x7e]{8,}\]$/.test(text);
}
