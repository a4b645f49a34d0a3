import {
  type CapturedPacket,
  Fault,
  formatHex,
  isPrintPort,
  linkTypes,
  type OpenTap,
  type PacketTaps,
  PortEar,
} from '@quietport/core';
import type { House } from '../house.ts';
import { chooseInterfaces } from '../interfaces.ts';
import type { ObserveRequest, Source, TakeEvent } from './observed.ts';
import { addressesOf } from './own-interfaces.ts';

/**
 * Sees what passes to and from the port, between whomever, and takes nothing of it: by a tool of the system on each
 * interface. Throws `observe/print-port`, the faults of `PacketTaps` and those of `chooseInterfaces`.
 */
export async function openTaps(
  request: ObserveRequest,
  house: House,
  taps: PacketTaps,
  take: TakeEvent,
  packet: (packet: CapturedPacket) => void,
  signal: AbortSignal,
): Promise<Source> {
  const { port, transport, tool } = request;
  if (isPrintPort(port, 'tcp') && transport !== 'udp') throw new Fault('observe/print-port', { port });
  const all = await house.network.interfaces();
  const names = namesOf(request, house, all);
  if (names.length === 0) throw new Fault('scope/nothing-to-look-at');
  const own = new Set(addressesOf(all));
  const ending = new AbortController();
  const until = AbortSignal.any([signal, ending.signal]);
  const macs = new Set<string>();
  const open: OpenTap[] = [];
  const close = async () => {
    ending.abort();
    await Promise.all(open.map(({ over }) => over));
  };
  try {
    for (const on of names) {
      const ear = new PortEar(port, own);
      const asked = { interface: on, port, ...(transport && { transport }), ...(tool && { tool }) };
      const hear = (captured: CapturedPacket) => {
        packet(captured);
        noteMacs(captured, macs);
        for (const event of ear.take(captured)) take(event);
      };
      open.push(await taps.open(asked, hear, until));
    }
  } catch (error) {
    await close();
    throw error;
  }
  const lost = async () => {
    await close();
    return open.reduce((sum, tap) => sum + tap.lost(), 0);
  };
  const over = Promise.all(open.map((tap) => tap.over)).then((words) => words.find((text) => text !== undefined) ?? '');
  return { by: open[0]!.tool, where: names, notes: [], macs, over, lost, close };
}

/** A port that mirrors others has no address: the system lists it nowhere, so a name that is allowed is tried. */
function namesOf(
  { interfaces = [] }: ObserveRequest,
  { allowedInterfaces }: House,
  all: Parameters<typeof chooseInterfaces>[0],
): readonly string[] {
  const beyond = interfaces.find((name) => allowedInterfaces !== undefined && !allowedInterfaces.includes(name));
  if (beyond !== undefined)
    throw new Fault('scope/interface-not-allowed', { interface: beyond, allowed: allowedInterfaces?.join(',') ?? '' });
  if (interfaces.length > 0) return interfaces;
  return chooseInterfaces(all, [], allowedInterfaces).interfaces.map(({ name }) => name);
}

/** Who sent the frame, and whom it went to; groups are nobody's. */
function noteMacs({ link, bytes }: CapturedPacket, macs: Set<string>): void {
  if (link !== linkTypes.ethernet || bytes.length < 12 || macs.size >= MOST_MACS) return;
  for (const at of [0, 6]) {
    const mac = formatHex(bytes.subarray(at, at + 6)).replace(/(..)(?!$)/g, '$1:');
    if ((bytes[at]! & 1) === 0 && mac !== '00:00:00:00:00:00') macs.add(mac);
  }
}

const MOST_MACS = 1_000;
