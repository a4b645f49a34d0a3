import { encodeText } from '../../../bytes/text.ts';
import type { Cryptography } from '../../../contracts/cryptography.ts';

/** What both sides of a login prove that they know the token by (open profile, section 6). */
export interface LoginFacts {
  readonly token: string;
  /** 16 bytes of the server's. */
  readonly challenge: Uint8Array;
  /** 16 bytes of the client's. */
  readonly nonce: Uint8Array;
  /** SHA-256 of the server's certificate, as the one who proves saw it. */
  readonly fingerprint: Uint8Array;
}

/** HMAC-SHA-256 over `NCDP2 client` or `NCDP2 server` ‖ challenge ‖ nonce ‖ fingerprint, its key the token's UTF-8 bytes. */
export function loginProof(
  side: 'client' | 'server',
  { token, challenge, nonce, fingerprint }: LoginFacts,
  cryptography: Pick<Cryptography, 'hmac'>,
): Uint8Array {
  const label = encodeText(`NCDP2 ${side}`);
  const said = new Uint8Array(label.length + challenge.length + nonce.length + fingerprint.length);
  let at = 0;
  for (const part of [label, challenge, nonce, fingerprint]) {
    said.set(part, at);
    at += part.length;
  }
  return cryptography.hmac('sha256', encodeText(token), said);
}

/** Takes the same time wherever the two differ. */
export function sameProof(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let differing = 0;
  for (const [i, byte] of a.entries()) differing |= byte ^ b[i]!;
  return differing === 0;
}

/** Challenge and nonce, in bytes. */
export const LOGIN_CHANCE = 16;
