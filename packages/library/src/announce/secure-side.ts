import { join } from 'node:path';
import {
  type AuditEntry,
  formatHex,
  type SecureListening,
  type ServedDevices,
  SessionDesk,
  serveSession,
} from '@quietport/core';
import { type AppendLog, openAppendLog, openServerSecrets } from '@quietport/node';
import type { House } from '../house.ts';

export interface SecureSideRequest {
  /** Where key, certificate, token and audit log are kept. */
  readonly folder: string;
  readonly addresses: readonly string[];
  readonly port: number;
  readonly devices: ServedDevices;
  readonly maxAgeSeconds: number;
  /** SHA-256 in hex of client certificates that replace a login. */
  readonly clients?: readonly string[];
  readonly readsNeedLogin?: boolean;
}

/** The side of `announce` that answers over TLS. */
export interface SecureSide {
  readonly port: number;
  /** SHA-256 of the certificate, hex: what a client pins. */
  readonly fingerprint: string;
  readonly token: string;
  readonly tokenPath: string;
  /** True where this run made the token: the one time that it may be shown. */
  readonly tokenIsNew: boolean;
  readonly auditPath: string;
  readonly counts: () => { readonly turnedAway: number; readonly withoutLogin: number };
  /** Stands on these addresses from now on; gives those that cannot be bound now. */
  standOn(addresses: readonly string[]): Promise<readonly string[]>;
  /** Says that the devices leave, ends what was begun, and closes. */
  close(): Promise<void>;
}

/** What Q 0001 of 00/00 says of the server's bounds. */
export const secureLimits = { connections: 100, 'connections-per-source': 8, 'idempotency-keys': 1_000 } as const;

/**
 * Serves the devices over TLS on every address until it is closed. Key, certificate and token are made when it runs
 * first. Throws `Fault` as sockets and files do.
 */
export async function openSecureSide(request: SecureSideRequest, house: House): Promise<SecureSide> {
  const { clock, dice, cryptography, network } = house;
  if (network.secure === undefined) throw new RangeError('this network has no TLS');
  const { folder, devices, maxAgeSeconds } = request;
  const secrets = await openServerSecrets(folder, house.host, { clock, dice });
  const fingerprint = cryptography.hash('sha256', secrets.identity.certificate);
  const log = await openAppendLog(join(folder, 'audit.jsonl'));
  const clients = (request.clients ?? []).map((hex) => hex.replace(/[^0-9a-f]/gi, '').toLowerCase());
  const desk = new SessionDesk(
    {
      devices,
      token: secrets.token,
      fingerprint,
      clients,
      readsNeedLogin: request.readsNeedLogin ?? false,
      maxAgeSeconds,
      limits: secureLimits,
      audit: { append: (entry) => log.append(JSON.stringify(entry)) },
      clock,
      dice,
      cryptography,
    },
    await auditedOf(log, clock.now()),
  );
  const options = {
    identity: secrets.identity,
    alpn: 'ncdp/2',
    asksClients: clients.length > 0,
    handshakeMs: 10_000,
    most: secureLimits.connections,
    mostPerSource: secureLimits['connections-per-source'],
  };
  let listening: SecureListening;
  const sessions = new Set<Promise<void>>();
  try {
    listening = await network.secure.serve(request, options, (stream) => {
      const session = serveSession(stream, desk);
      sessions.add(session);
      void session.then(() => sessions.delete(session));
    });
  } catch (error) {
    await log.close();
    throw error;
  }
  return {
    port: listening.local.port,
    fingerprint: formatHex(fingerprint),
    token: secrets.token,
    tokenPath: secrets.tokenPath,
    tokenIsNew: secrets.tokenIsNew,
    auditPath: log.path,
    counts: () => ({ turnedAway: listening.turnedAway, withoutLogin: desk.withoutLogin }),
    standOn: (addresses) => listening.standOn(addresses),
    close: async () => {
      await desk.farewell();
      await listening.close();
      // what was begun is ended, and its result written down
      await Promise.all(sessions);
      await log.close();
    },
  };
}

/** What the log tells of the time for which keys are kept. Lines that are none of ours tell nothing. */
async function auditedOf(log: AppendLog, now: number): Promise<readonly AuditEntry[]> {
  const lines = await log.tail((line) => {
    const entry = entryIn(line);
    return entry !== undefined && now - entry.at > KEPT_MS;
  });
  return lines.flatMap((line) => entryIn(line) ?? []);
}

function entryIn(line: string): AuditEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    const ours = typeof entry === 'object' && entry !== null && 'is' in entry && 'at' in entry;
    // the log is ours alone: what has these two fields was written by this program
    return ours && typeof entry.at === 'number' ? (entry as AuditEntry) : undefined;
  } catch {
    return undefined;
  }
}

const KEPT_MS = 600_000;
