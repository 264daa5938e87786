/** A value that was found → the keys it can stand for: its own bytes, or what they are hex or base64 of. */

export interface KeyForm {
  readonly key: Buffer;
  /** Said in the proof unless the value is the key as it stands. */
  readonly as?: 'hex' | 'base64' | 'base64url' | 'line';
}

/** Shorter keys are nobody's: a decoded form below this many bytes is not tried. */
const SHORTEST = 8;

export function keyForms(value: Buffer): readonly KeyForm[] {
  const forms: KeyForm[] = [{ key: value }];
  // Laravel and others name the encoding in front
  const text = value.toString('latin1').replace(/^base64:/, '');
  if (/^(?:[0-9A-Fa-f]{2})+$/.test(text)) forms.push({ key: Buffer.from(text, 'hex'), as: 'hex' });
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(text))
    forms.push({ key: Buffer.from(text, 'base64'), as: /[-_]/.test(text) ? 'base64url' : 'base64' });
  return forms.filter(({ key, as }) => as === undefined || key.length >= SHORTEST);
}
