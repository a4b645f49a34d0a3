import { join } from 'node:path';
import {
  type AttachedSource,
  DEFAULT_MAX_AGE_SECONDS,
  Fault,
  type Host,
  NCDP2_PORT,
  type NetworkInterface,
  type Prefix,
  type ReplyRates,
  ServedDevices,
  type UdpCounts,
} from '@quietport/core';
import { openAppendLog, textFile } from '@quietport/node';
import type { House } from '../house.ts';
import { askLeave, type Foreign } from './courtesy.ts';
import { openSecureSide, type SecureSide, secureLimits } from './secure-side.ts';
import { serveUdp, shownOf, type UdpServing } from './serve-udp.ts';
import { servedInterfaces, stillServed } from './served-interfaces.ts';
import { beginRun, keepState } from './server-state.ts';

export interface AnnounceRequest {
  readonly sources: readonly AttachedSource[];
  /** Of this program: what `ncdp-implementation` says. */
  readonly version: string;
  /** Where boot id, places, key, token and audit log are kept: one folder for each server. */
  readonly folder: string;
  /** 3259 if absent. UDP, TCP and announcements have the same number. */
  readonly port?: number;
  /** All but VPN and point-to-point ones if none. */
  readonly interfaces?: readonly string[];
  /** Passes over others' traffic on the port, never over a program that holds it. */
  readonly force?: boolean;
  readonly maxAgeSeconds?: number;
  /** Sources that are answered besides private, link-local, loopback and on-link ones. */
  readonly alsoAnswer?: readonly Prefix[];
  /** Replies a second. Other ones than section 5 has are for measuring. */
  readonly rates?: ReplyRates;
  /** SHA-256 in hex of client certificates that replace a login; and whether reading over TLS needs one. */
  readonly clients?: readonly string[];
  readonly readsNeedLogin?: boolean;
  /** Takes what a person should know, in sentences, as it happens. */
  tell(note: string): void;
}

/** A server at work. */
export interface Announcing {
  readonly port: number;
  readonly bootId: number;
  readonly devices: ServedDevices;
  readonly interfaces: readonly NetworkInterface[];
  /** The side over TLS; absent in a network that has none. */
  readonly secure: SecureSide | undefined;
  /** What was passed over by `force`. */
  readonly passedOver: Foreign | undefined;
  /** What is not served, and why, in sentences. */
  readonly gaps: readonly string[];
  readonly counts: UdpCounts;
  /** Says that the devices leave, and ends. */
  close(): Promise<void>;
}

/**
 * Serves attached devices by the NCDP/2 open profile until it is closed: over UDP and TLS, announced to the groups and
 * by DNS-SD. Follows the addresses of this machine and what its sources tell. Gives `undefined` where the signal fires
 * before it serves. Throws `announce/…`, `scope/…`, `network/…` and `file/…`.
 */
export async function announce(
  request: AnnounceRequest,
  house: House,
  host: Host,
  signal: AbortSignal,
): Promise<Announcing | undefined> {
  const { folder, sources, port = NCDP2_PORT, force = false, maxAgeSeconds = DEFAULT_MAX_AGE_SECONDS, tell } = request;
  const { network, clock, dice } = house;
  const { interfaces: named = [] } = request;
  const interfaces = servedInterfaces(await network.interfaces(), named, house.allowedInterfaces);
  const passedOver = await askLeave({ port, interfaces, force }, { network, clock, host }, signal);
  if (signal.aborted) return undefined;
  if (passedOver !== undefined) await logForce(folder, { at: clock.now(), port, ...passedOver });
  const file = textFile(join(folder, 'server.json'), dice);
  const { bootId, places } = await beginRun(file, clock.now());
  const devices = new ServedDevices({
    sources,
    implementation: `quietport/${request.version}`,
    bootId,
    clock,
    dice,
    places,
    keepPlaces: (rows) => keepState(file, { bootId, places: rows }),
  });
  devices.standOn(shownOf(interfaces));
  const unread = new Map<string, string>();
  const refresh = async (): Promise<void> => {
    const failed = await devices.refresh(clock.timeout(READ_PATIENCE_MS, end.signal));
    for (const { source, error } of failed) {
      const text = error instanceof Fault ? error.text : String(error);
      if (unread.get(source) !== text && !end.signal.aborted) tell(`${text} (${source}; it is read again)`);
      unread.set(source, text);
    }
    for (const source of [...unread.keys()]) if (!failed.some((row) => row.source === source)) unread.delete(source);
  };
  const end = new AbortController();
  await refresh();
  const openSecure = async (rows: readonly NetworkInterface[]): Promise<SecureSide | undefined> => {
    if (network.secure === undefined) return undefined;
    const { clients, readsNeedLogin } = request;
    const more = { ...(clients && { clients }), ...(readsNeedLogin === undefined ? {} : { readsNeedLogin }) };
    return openSecureSide({ folder, addresses: addressesOf(rows), port, devices, maxAgeSeconds, ...more }, house);
  };
  const secure = await openSecure(interfaces);
  const udp = await serveUdp(interfaces, {
    devices,
    network,
    clock,
    dice,
    port,
    maxAgeSeconds,
    tls: secure !== undefined,
    limits: secure === undefined ? {} : secureLimits,
    ...(request.rates === undefined ? {} : { rates: request.rates }),
    alsoAnswer: request.alsoAnswer ?? [],
    host: house.host,
  }).catch(async (error: unknown) => {
    await secure?.close();
    throw error;
  });
  let standing = interfaces;
  const follow = async (): Promise<void> => {
    const now = stillServed(await network.interfaces(), named, house.allowedInterfaces);
    const moved = placesOf(now) !== placesOf(standing);
    await udp.standOn(now);
    // connections end with the addresses that they came to
    await secure?.standOn(addressesOf(now));
    if (!moved) return;
    standing = now;
    tell(`The addresses of this machine have changed: ${placesOf(now)}`);
  };
  const loops = [every(FOLLOW_MS, follow, house, end.signal, tell), every(READ_MS, refresh, house, end.signal, tell)];
  return {
    port,
    bootId,
    devices,
    get interfaces() {
      return standing;
    },
    secure,
    passedOver,
    get gaps() {
      return udp.gaps;
    },
    get counts() {
      return udp.counts;
    },
    close: async () => {
      end.abort();
      await Promise.all(loops);
      await leave(udp, secure);
    },
  };
}

async function leave(udp: UdpServing, secure: SecureSide | undefined): Promise<void> {
  await udp.close();
  await secure?.close();
}

/** Again and again until the end. What fails is said, and tried again: a server goes on. */
async function every(
  ms: number,
  work: () => Promise<void>,
  { clock }: Pick<House, 'clock'>,
  signal: AbortSignal,
  tell: (note: string) => void,
): Promise<void> {
  let said = '';
  for (;;) {
    await clock.sleep(ms, signal);
    if (signal.aborted) return;
    try {
      await work();
      said = '';
    } catch (error) {
      const text = error instanceof Fault ? `${error.text} ${error.next}` : String(error);
      if (text !== said) tell(text);
      said = text;
    }
  }
}

/** "`--force` overrides this second step only, and is logged" (section 1). */
async function logForce(
  folder: string,
  entry: Foreign & { readonly at: number; readonly port: number },
): Promise<void> {
  const log = await openAppendLog(join(folder, 'audit.jsonl'));
  try {
    await log.append(JSON.stringify({ is: 'forced', ...entry }));
  } finally {
    await log.close();
  }
}

function addressesOf(interfaces: readonly NetworkInterface[]): readonly string[] {
  return interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address));
}

function placesOf(interfaces: readonly NetworkInterface[]): string {
  const rows = interfaces.map(({ name, addresses }) => `${name} ${addresses.map(({ address }) => address).join(' ')}`);
  return rows.length === 0 ? 'none is left' : rows.join(', ');
}

const FOLLOW_MS = 2000;
const READ_MS = 5000;
const READ_PATIENCE_MS = 30_000;
