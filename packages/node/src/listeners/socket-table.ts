import { endianness } from 'node:os';
import type { Transport } from '@quietport/core';
import { classOf, formatIp, type IpAddress, parseHex } from '@quietport/core/listeners';

/** One row of a kernel table of sockets. */
export interface SocketRow {
  readonly transport: Transport;
  readonly family: 'ipv4' | 'ipv6';
  readonly address: string;
  readonly port: number;
  readonly loopback: boolean;
  readonly wildcard: boolean;
  readonly state: 'listening' | 'bound' | 'client';
  /** Who made the socket. */
  readonly uid: number;
  readonly inode: number;
}

/**
 * The sockets of `/proc/net/{tcp,tcp6,udp,udp6}` (proc(5), ports.md 5.1): those that listen, and the outgoing ones that
 * hold one of `clientPorts`. Columns by their place after the row number, so that the many other rows cost next to
 * nothing: `   0: 0100007F:0CBB 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 12345 …`
 */
export function parseSocketTable(
  text: string,
  transport: Transport,
  family: 'ipv4' | 'ipv6',
  wanted: (port: number) => boolean,
  clientPorts?: ReadonlySet<number>,
): SocketRow[] {
  const width = family === 'ipv4' ? 8 : 32;
  const rows: SocketRow[] = [];
  let start = text.indexOf('\n') + 1;
  while (start > 0 && start < text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const at = text.indexOf(': ', start) + 2;
    // local, remote and state: two addresses with their ports, each followed by a blank
    const stateAt = at + 2 * (width + 6);
    const state = stateOf(transport, text.slice(stateAt, stateAt + 2));
    const port = Number.parseInt(text.slice(at + width + 1, at + width + 5), 16);
    const kept = state === 'client' ? clientPorts?.has(port) === true : state !== undefined && wanted(port);
    if (at > 1 && stateAt < end && kept) {
      const row = rowOf(text, { at, stateAt, end, width, transport, family, state: state!, port });
      if (row !== undefined) rows.push(row);
    }
    start = end + 1;
  }
  return rows;
}

interface Place {
  readonly at: number;
  readonly stateAt: number;
  readonly end: number;
  readonly width: number;
  readonly transport: Transport;
  readonly family: 'ipv4' | 'ipv6';
  readonly state: SocketRow['state'];
  readonly port: number;
}

function rowOf(text: string, place: Place): SocketRow | undefined {
  const { at, stateAt, end, width, transport, family, state, port } = place;
  // uid, timeout and inode, by blanks: the kernel pads them, and wide values push the next
  const uidAt = skip(text, stateAt + BEFORE_UID, end, isBlank);
  const uidEnd = skip(text, uidAt, end, isDigit);
  const timeoutAt = skip(text, uidEnd, end, isBlank);
  const inodeAt = skip(text, skip(text, timeoutAt, end, isDigit), end, isBlank);
  const inodeEnd = skip(text, inodeAt, end, isDigit);
  const bound = boundTo(text.slice(at, at + width));
  if (bound === undefined || uidEnd === uidAt || inodeEnd === inodeAt) return undefined;
  const { address, loopback, wildcard } = bound;
  const uid = Number(text.slice(uidAt, uidEnd));
  const inode = Number(text.slice(inodeAt, inodeEnd));
  return { transport, family, address, loopback, wildcard, port, state, uid, inode };
}

/** The first place that is not of this sort: by hand, since there may be thousands of rows. */
function skip(text: string, from: number, end: number, sort: (code: number) => boolean): number {
  let at = from;
  while (at < end && sort(text.charCodeAt(at))) at++;
  return at;
}

const isBlank = (code: number) => code === 0x20;
const isDigit = (code: number) => code >= 0x30 && code <= 0x39;

// include/net/tcp_states.h: TCP_LISTEN 0A, TCP_CLOSE 07 (a UDP socket without a peer), TCP_ESTABLISHED 01
function stateOf(transport: Transport, state: string): SocketRow['state'] | undefined {
  if (transport === 'tcp') return state === '0A' ? 'listening' : clientStates.has(state) ? 'client' : undefined;
  return state === '07' ? 'bound' : state === '01' ? 'client' : undefined;
}

// ESTABLISHED, SYN_SENT, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT: a program still holds them; TIME_WAIT belongs to nobody
const clientStates: ReadonlySet<string> = new Set(['01', '02', '04', '05', '08']);

type Bound = Pick<SocketRow, 'address' | 'loopback' | 'wildcard'>;

/** Thousands of sockets are bound to a handful of addresses: each is read once. */
function boundTo(hex: string): Bound | undefined {
  const known = bounds.get(hex);
  if (known !== undefined) return known;
  const address = addressOf(hex);
  if (address === undefined) return undefined;
  const bound = {
    address: formatIp(address),
    loopback: classOf(address) === 'loopback' || isMappedLoopback(address),
    wildcard: address.bytes.every((byte) => byte === 0),
  };
  if (bounds.size >= BOUNDS) bounds.clear();
  bounds.set(hex, bound);
  return bound;
}

/** 32-bit words in the byte order of the machine: each is turned by itself where that is little-endian. */
function addressOf(hex: string): IpAddress | undefined {
  const bytes = parseHex(hex);
  if (bytes === undefined) return undefined;
  const turned = littleEndian ? bytes.map((_, i) => bytes[i ^ 3]!) : bytes;
  return { family: turned.length === 4 ? 4 : 6, bytes: turned };
}

/** `::ffff:127.0.0.1`: an IPv6 socket bound to an IPv4 address. */
function isMappedLoopback({ family, bytes }: IpAddress): boolean {
  return family === 6 && bytes[10] === 0xff && bytes[11] === 0xff && bytes[12] === 127;
}

const littleEndian = endianness() === 'LE';
const bounds = new Map<string, Bound>();
const BOUNDS = 1_000;
// `0A 00000000:00000000 00:00000000 00000000`: state, queues, timer, retransmits
const BEFORE_UID = 2 + 1 + 17 + 1 + 11 + 1 + 8;
