import { expect } from 'vitest';
import type { Ncdp2Body } from '../../packages/core/src/protocols/ncdp2/codec-body.ts';
import { loginProof } from '../../packages/core/src/protocols/ncdp2/session/login-proof.ts';
import type { ManualClock } from '../../packages/virtual/src/index.ts';
import { systemCryptography } from './cryptography.ts';
import { type DeskWorld, FINGERPRINT, type Ncdp2Frame, TOKEN, ToldClient, toServer } from './ncdp2-desk.ts';

export const NONCE: Uint8Array = new Uint8Array(16).fill(0xb0);
export const key = (first: number): Uint8Array => Uint8Array.from({ length: 16 }, (_, i) => (i === 0 ? first : i));
export const set = (attributes: Ncdp2Body['attributes'], body: Partial<Ncdp2Body> = {}): Partial<Ncdp2Frame> => ({
  letter: 'S',
  function: 0x0100,
  body: { ...(attributes === undefined ? {} : { attributes }), ...body },
});
export const command = (id: number, body: Partial<Ncdp2Body> = {}): Partial<Ncdp2Frame> => ({
  letter: 'C',
  function: id,
  body,
});

export async function login(client: ToldClient, clock: ManualClock, token = TOKEN): Promise<Ncdp2Frame> {
  client.say({ letter: 'C', ...toServer, function: 0xf000 });
  await clock.settle();
  const challenge = client.heard.at(-1)?.body.attributes?.['challenge'];
  if (!(challenge instanceof Uint8Array)) throw new Error('no challenge');
  const facts = { token, challenge, nonce: NONCE, fingerprint: FINGERPRINT };
  const proof = loginProof('client', facts, systemCryptography);
  client.say({ letter: 'C', ...toServer, function: 0xf000, body: { attributes: { nonce: NONCE, proof } } });
  await clock.settle();
  return client.heard.at(-1)!;
}

export async function loggedIn(world: DeskWorld, clock: ManualClock, address?: string): Promise<ToldClient> {
  const client = new ToldClient(world.desk, address);
  expect((await login(client, clock)).result).toBe(0);
  client.heard.length = 0;
  return client;
}

export async function ask(
  client: ToldClient,
  clock: ManualClock,
  ...frames: Partial<Ncdp2Frame>[]
): Promise<Ncdp2Frame> {
  client.say(...frames);
  await clock.settle();
  return client.heard.at(-1)!;
}
