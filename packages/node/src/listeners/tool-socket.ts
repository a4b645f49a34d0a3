import type { Exposure, LocalSocket } from '@quietport/core';
import { canonicalIp, classOf, parseIp } from '@quietport/core/listeners';

/** What a system's tool prints of one socket. */
export interface ToolRow {
  readonly transport: 'tcp' | 'udp';
  readonly family: 'ipv4' | 'ipv6';
  readonly address: string;
  readonly port: number;
  readonly state: 'listening' | 'bound' | 'client';
  readonly pid: number | null;
}

/** A row as every system tells it, with what this tool cannot know left open. */
export function socketOf(row: ToolRow, pids: readonly number[], known: Partial<LocalSocket>): LocalSocket {
  const pid = pids[0] ?? null;
  return {
    transport: row.transport,
    family: row.family,
    address: row.address,
    port: row.port,
    exposure: exposureOf(row.address),
    state: row.state,
    dualStack: row.family === 'ipv6' && row.address === '::' ? 'probably' : null,
    pid,
    pids,
    process: null,
    executable: null,
    replaced: false,
    script: null,
    user: null,
    uid: null,
    package: null,
    unit: null,
    container: null,
    ownerVisible: pid !== null,
    ownerGap: pid === null ? 'permission' : null,
    namespace: null,
    forwardsTo: null,
    signer: null,
    ...known,
  };
}

/** `127.0.0.1:3259`, `[::1]:3259`, `*:3260` */
export function parsePlace(
  text: string,
  family: 'ipv4' | 'ipv6',
): { readonly address: string; readonly port: number } | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:\s]+)):(\d{1,5})$/.exec(text);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) return undefined;
  const name = match[1] ?? match[2]!;
  const address = name === '*' ? (family === 'ipv4' ? '0.0.0.0' : '::') : canonicalIp(name);
  return parseIp(address) === undefined ? undefined : { address, port };
}

function exposureOf(text: string): Exposure {
  const address = parseIp(text);
  if (address === undefined) return 'address';
  if (address.bytes.every((byte) => byte === 0)) return 'all';
  return classOf(address) === 'loopback' ? 'loopback' : 'address';
}
