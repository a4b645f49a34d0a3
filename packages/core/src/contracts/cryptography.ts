export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
export type CipherName = 'des-cbc' | 'aes-128-cfb' | 'aes-192-cfb' | 'aes-256-cfb';

/** The arithmetic of secrets, which the language itself does not have. Synchronous: a message is small. */
export interface Cryptography {
  hash(name: HashName, bytes: Uint8Array): Uint8Array;
  hmac(name: HashName, key: Uint8Array, bytes: Uint8Array): Uint8Array;
  /** Without padding: for `des-cbc` the bytes are a multiple of 8. Keys and vectors have the cipher's own length. */
  encrypt(name: CipherName, key: Uint8Array, vector: Uint8Array, bytes: Uint8Array): Uint8Array;
  decrypt(name: CipherName, key: Uint8Array, vector: Uint8Array, bytes: Uint8Array): Uint8Array;
}
