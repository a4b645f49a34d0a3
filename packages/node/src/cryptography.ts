import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';
import type { CipherName, Cryptography } from '@quietport/core';

/** Node's own. */
export const systemCryptography: Cryptography = {
  hash: (name, bytes) => new Uint8Array(createHash(name).update(bytes).digest()),
  hmac: (name, key, bytes) => new Uint8Array(createHmac(name, key).update(bytes).digest()),
  encrypt: (name, key, vector, bytes) => run(createCipheriv(...suite(name, key), vector), bytes),
  decrypt: (name, key, vector, bytes) => run(createDecipheriv(...suite(name, key), vector), bytes),
};

function run(cipher: ReturnType<typeof createCipheriv | typeof createDecipheriv>, bytes: Uint8Array): Uint8Array {
  cipher.setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(bytes), cipher.final()]));
}

/** OpenSSL 3 refuses single DES; triple DES with one key three times is the same cipher. */
function suite(name: CipherName, key: Uint8Array): [string, Uint8Array] {
  return name === 'des-cbc' ? ['des-ede3-cbc', Buffer.concat([key, key, key])] : [name, key];
}
