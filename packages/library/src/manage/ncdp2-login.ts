import {
  type Clock,
  checkPin,
  classOfText,
  type Device,
  Fault,
  formatHex,
  Gate,
  type LedgerRow,
  Ncdp2Client,
  type Ncdp2Place,
  ncdp2PlaceIn,
  type SecureStream,
} from '@quietport/core';
import { planInspect } from '../inspect.ts';
import type { ManageWorld } from './writer.ts';

/** Where the server of a device is, and where on it the device stands. */
export interface Ncdp2Way extends Ncdp2Place {
  readonly address: string;
  readonly port: number;
  /** What it told when it was found. */
  readonly uuid: string | undefined;
}

/**
 * As its latest replies said; a notification proves nothing. Of a server that answers by several addresses the one that
 * people give tokens and rules for comes first: IPv4, and link-local last. None where it was never heard over NCDP/2.
 */
export async function ncdp2WaysTo(device: Device, { house }: ManageWorld): Promise<readonly Ncdp2Way[]> {
  const own = new Set(device.observations);
  const heard = (await house.store.observations.all()).filter((row) => row.protocol === 'ncdp2' && own.has(row.id));
  // a reply to another question may leave the uuid out, and a server with several addresses answers by each
  const uuids = new Map<string, string>();
  const ways = new Map<string, { readonly way: Ncdp2Way; readonly at: number }>();
  for (const { raw, from, at } of heard) {
    const place = ncdp2PlaceIn(raw);
    if (place === undefined) continue;
    const { address, port } = from;
    const key = `${address} ${port} ${place.type} ${place.number}`;
    const uuid = place.uuid ?? uuids.get(key);
    if (uuid !== undefined) uuids.set(key, uuid);
    ways.delete(key);
    ways.set(key, { way: { ...place, uuid, address, port }, at });
  }
  const latest = Math.max(...[...ways.values()].map(({ at }) => at));
  const lately = [...ways.values()].filter(({ at }) => latest - at <= ONE_LOOK_MS).reverse();
  return lately.map(({ way }) => way).sort((a, b) => rank(a) - rank(b));
}

function rank({ address }: Ncdp2Way): number {
  if (classOfText(address) === 'link-local') return 2;
  return address.includes(':') ? 1 : 0;
}

/** A client with its login done. */
export interface LoggedIn {
  readonly client: Ncdp2Client;
  ledger(): readonly LedgerRow[];
}

/**
 * Dials the server, compares its certificate before a word is said, and logs in by the tokens that a person gave for it.
 * A certificate that nothing was pinned for is pinned after a right login. `no-token`: none was given for this address.
 */
export async function logIn(device: Device, way: Ncdp2Way, world: ManageWorld): Promise<LoggedIn | 'no-token'> {
  const { house, how, signal } = world;
  const { address, port } = way;
  const plan = await planInspect({ ...how, host: address, methods: ['ncdp2'] }, house, signal);
  const gate = new Gate(house.network, plan.policy, house.clock);
  const permit = { order: 'ncdp2.manage', address, port, alpn: 'ncdp/2' };
  const stream = await inTime(house.clock, how.timeoutMs ?? WAIT_MS, signal, (until) => gate.dialSecure(permit, until));
  if (typeof stream === 'string')
    throw new Fault('manage/unreachable', { address, port, protocol: 'NCDP/2', how: stream });
  try {
    const { clock, dice, cryptography } = house;
    const isPinned = await demandPin(device, stream, way, world);
    const patience = { waitMs: how.timeoutMs ?? WAIT_MS, orderWaitMs: ORDER_WAIT_MS };
    const client = new Ncdp2Client(stream, { clock, dice, cryptography, ...patience });
    if ((await tryTokens(client, device, way, world)) === 'no-token') {
      client.close();
      return 'no-token';
    }
    if (!isPinned) await pin(device, stream, way, world);
    return { client, ledger: () => gate.ledger.rows() };
  } catch (error) {
    stream.close();
    throw error;
  }
}

/** True where its certificate is the pinned one; false where nothing was pinned. */
async function demandPin(
  { id, aliases }: Device,
  { fingerprint }: SecureStream,
  { address, port }: Ncdp2Way,
  { vault }: ManageWorld,
): Promise<boolean> {
  const { pins } = await vault.keys.read();
  const shown = formatHex(fingerprint ?? new Uint8Array());
  const verdict = checkPin(pins, { address, device: { id, aliases } }, port, shown);
  if (verdict.is === 'changed') throw new Fault('credentials/certificate-changed', { id, host: address, shown });
  return verdict.is === 'same';
}

async function tryTokens(
  client: Ncdp2Client,
  device: Device,
  way: Ncdp2Way,
  { house }: ManageWorld,
): Promise<'in' | 'no-token'> {
  const { address, port } = way;
  const tried: string[] = [];
  for (;;) {
    const key = await house.locksmith?.next('ncdp2-token', address, tried);
    if (key === undefined || key.secret.for !== 'ncdp2-token') {
      if (tried.length === 0) return 'no-token';
      throw noLogin(device, address, ` (${tried.join(', ')})`);
    }
    tried.push(key.name);
    const outcome = await client.login(key.secret.token);
    if (outcome.is === 'closed')
      throw new Fault('manage/login-closed', { address, seconds: outcome.retryAfterSeconds });
    if (outcome.is === 'impostor') throw new Fault('manage/impostor', { address, port });
    if (outcome.is === 'garbled')
      throw new Fault('manage/unreachable', { address, port, protocol: 'NCDP/2', how: 'its login is none' });
    const worked = outcome.is === 'right';
    await house.locksmith?.told(address, key.name, worked, worked ? undefined : 'its token is another one');
    if (worked) return 'in';
  }
}

export function noLogin({ id }: Device, address: string, why = ''): Fault {
  return new Fault('manage/no-login', { id, address, protocol: 'NCDP/2', why, kind: 'ncdp2-token' });
}

async function pin(
  { id }: Device,
  { fingerprint }: SecureStream,
  { port }: Ncdp2Way,
  { vault, house }: ManageWorld,
): Promise<void> {
  if (fingerprint === undefined) return;
  const made = { device: id, fingerprint: formatHex(fingerprint), port, pinnedAt: house.clock.now() };
  await vault.keys.change((keys) => ({ value: { ...keys, pins: [...keys.pins, made] }, result: undefined }));
}

/** With a signal of its own: an order of many devices leaves nothing behind at the one that all of them have. */
async function inTime<T>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  work: (until: AbortSignal) => Promise<T>,
): Promise<T> {
  const turn = new AbortController();
  const quit = (): void => turn.abort();
  signal.addEventListener('abort', quit, { once: true });
  try {
    return await work(clock.timeout(ms, turn.signal));
  } finally {
    signal.removeEventListener('abort', quit);
    turn.abort();
  }
}

/** Answers by several addresses that are no older than this beside the latest are from the same look. */
const ONE_LOOK_MS = 120_000;
const WAIT_MS = 10_000;
/** A server gives its device a minute. */
const ORDER_WAIT_MS = 65_000;
