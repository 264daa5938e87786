/** Certificates and what asks for them, made when a test runs: as much DER as RFC 5280 § 4.1 and RFC 2986 § 4.2 ask for. */
import { createPublicKey, sign, type KeyObject } from 'node:crypto';

const ED25519 = der(0x30, der(0x06, Buffer.from('2b6570', 'hex')));
const COMMON_NAME = Buffer.from('550403', 'hex');

/** @param key Ed25519 */
export function certificateOf(key: KeyObject, name: string, until: string): Buffer {
  const subject = subjectOf(name);
  const day = (iso: string): Buffer => der(0x18, Buffer.from(`${iso.replaceAll('-', '')}000000Z`));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ED25519,
    subject,
    der(0x30, day('2020-01-01'), day(until)),
    subject,
    createPublicKey(key).export({ format: 'der', type: 'spki' }),
  );
  return der(0x30, body, ED25519, der(0x03, Buffer.from([0]), sign(null, body, key)));
}

/** @param key Ed25519 */
export function certificateRequestOf(key: KeyObject, name: string): Buffer {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const body = der(0x30, der(0x02, Buffer.from([0])), subjectOf(name), spki, der(0xa0));
  return der(0x30, body, ED25519, der(0x03, Buffer.from([0]), sign(null, body, key)));
}

function subjectOf(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, der(0x06, COMMON_NAME), der(0x0c, Buffer.from(name)))));
}

/** Tag, length, content. */
export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 128 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
