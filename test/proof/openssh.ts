/** OpenSSH's container of private keys and its certificates, as PROTOCOL.key and PROTOCOL.certkeys describe them. */
import { createCipheriv } from 'node:crypto';
import { stretched } from '../../src/proof/bcrypt.ts';
import { bytes } from '../support/secrets.ts';

/** A length in four bytes, then the bytes. */
export function wire(content: string | Buffer): Buffer {
  return Buffer.concat([number(content.length), Buffer.from(content as string, 'latin1')]);
}

/** @param blob wire form of the public key; what is private follows and is not looked at */
export function openSshKey(blob: Buffer, cipher = 'none'): Buffer {
  return container(blob, cipher, Buffer.alloc(0), Buffer.alloc(64, 7));
}

/** Behind a passphrase, as far as it takes to see whether one is the right one. */
export function lockedSshKey(blob: Buffer, passphrase: string, rounds: number, named = 'aes256-ctr', saltBytes = 16): Buffer {
  const salt = bytes('salt', saltBytes);
  const key = stretched(Buffer.from(passphrase), salt, rounds, 48);
  const cipher = createCipheriv('aes-256-ctr', key.subarray(0, 32), key.subarray(32));
  const check = bytes('check', 4);
  const sealed = Buffer.concat([cipher.update(Buffer.concat([check, check, Buffer.alloc(56, 7)])), cipher.final()]);
  return container(blob, named, Buffer.concat([wire(salt), number(rounds)]), sealed);
}

function container(blob: Buffer, cipher: string, options: Buffer, sealed: Buffer): Buffer {
  const derivation = cipher === 'none' ? 'none' : 'bcrypt';
  const magic = Buffer.from('openssh-key-v1\0', 'latin1');
  return Buffer.concat([magic, wire(cipher), wire(derivation), wire(options), number(1), wire(blob), wire(sealed)]);
}

/** A certificate for an Ed25519 key, in base64. @param until seconds; undefined: for ever */
export function sshCertificate(key: Buffer, authority: Buffer, id: string, until: number | undefined): string {
  const end = until === undefined ? Buffer.alloc(8, 0xff) : Buffer.concat([number(0), number(until)]);
  return Buffer.concat([
    wire('ssh-ed25519-cert-v01@openssh.com'),
    wire(bytes('nonce', 32)),
    key.subarray(wire('ssh-ed25519').length), // what follows the type
    ...[0, 7, 1].map(number),
    wire(id),
    wire(wire('ada')),
    ...[0, 0].map(number),
    end,
    ...['', '', ''].map(wire),
    wire(authority),
    wire(bytes('signature', 64)),
  ]).toString('base64');
}

function number(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(value);
  return four;
}
