/** OpenSSH's container of private keys, as PROTOCOL.key describes it. */

/** A length in four bytes, then the bytes. */
export function wire(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content as string, 'latin1');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** @param blob wire form of the public key; what is private follows and is not looked at */
export function openSshKey(blob: Buffer, cipher = 'none'): Buffer {
  const one = Buffer.from([0, 0, 0, 1]);
  const derivation = cipher === 'none' ? 'none' : 'bcrypt';
  const magic = Buffer.from('openssh-key-v1\0', 'latin1');
  return Buffer.concat([magic, wire(cipher), wire(derivation), wire(''), one, wire(blob), wire(Buffer.alloc(64, 7))]);
}
