import { scrypt, timingSafeEqual } from 'node:crypto';
import type { Dice } from '@quietport/core';

/** What a hash costs whoever guesses: scrypt (RFC 7914) takes 128 * n * r bytes of memory, p times. */
export interface ScryptCost {
  readonly n: number;
  readonly r: number;
  readonly p: number;
}

/** All that is kept of a password: the salt and the hash, base64url, and what the hash has cost. */
export interface PasswordHash extends ScryptCost {
  readonly salt: string;
  readonly hash: string;
}

/** 128 MiB. */
export const usualCost: ScryptCost = { n: 2 ** 17, r: 8, p: 1 };

export async function hashPassword(password: string, dice: Dice, cost: ScryptCost): Promise<PasswordHash> {
  const salt = Buffer.from(dice.bytes(16));
  const hash = await derive(password, salt, cost);
  return { ...cost, salt: salt.toString('base64url'), hash: hash.toString('base64url') };
}

/** Takes as long for nobody's hash as for somebody's, so that time does not tell which names there are. */
export async function isPassword(password: string, kept: PasswordHash | undefined, cost: ScryptCost): Promise<boolean> {
  const { salt, hash, n, r, p } = kept ?? { ...cost, salt: '', hash: '' };
  const given = await derive(password, Buffer.from(salt, 'base64url'), { n, r, p });
  const right = Buffer.from(hash, 'base64url');
  return timingSafeEqual(given, right.length === SIZE ? right : Buffer.alloc(SIZE)) && kept !== undefined;
}

/** The same letters are the same password, however a keyboard composes them. */
function derive(password: string, salt: Buffer, { n, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N: n, r, p, maxmem: 256 * n * r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, SIZE, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

const SIZE = 32;
