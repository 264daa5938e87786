/** Numbers as people read them; the same in every locale. */

/** 12,408. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** "1 commit", "12,408 commits". */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(number)} ${number === 1 ? noun : plural}`;
}

const UNITS = ['bytes', 'KB', 'MB', 'GB', 'TB'];

/** 1.9 GB, in powers of a thousand. */
export function size(bytes: number): string {
  let unit = 0;
  let amount = bytes;
  // 999.5 would be rounded to a thousand of its unit
  for (; amount >= 999.5 && unit < UNITS.length - 1; unit++) amount /= 1000;
  const digits = unit > 0 && amount < 9.95 ? 1 : 0;
  return bytes === 1 ? '1 byte' : `${amount.toFixed(digits)} ${UNITS[unit]}`;
}
