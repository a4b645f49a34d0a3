import { formatHex } from '../../bytes/hex.ts';
import type { Clock } from '../../contracts/clock.ts';
import type { Ending } from '../../contracts/conversation.ts';
import type { Dice } from '../../contracts/dice.ts';
import type { HostTarget, PollEnding, PollProbe, Recalled } from '../../contracts/protocol.ts';
import type { Told, Vantage } from '../../model/observation.ts';
import { parseIp } from '../../net/ip-address.ts';
import { contains } from '../../net/prefix.ts';
import type { Gate, GatedSocket } from '../gate/gate.ts';
import { converseMany, type HostTalk } from '../talk/converse-many.ts';
import type { LookListener } from './look-world.ts';
import { actualPort, type LookOrder } from './order.ts';

/** One known host, with what to ask it again. */
export interface KnownHost {
  readonly address: string;
  readonly recalled: Recalled;
}

/** How hosts are asked; the same words as of a look. */
export type PollOrder = Pick<LookOrder, 'segments' | 'fleet' | 'waitMs' | 'tries' | 'community'>;

export interface PollWorld {
  readonly gate: Gate;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly host: string;
}

export interface PollListener extends LookListener {
  /** How it went with one host; not called for those that the signal cut off. */
  ended(address: string, ending: PollEnding | Ending): void;
}

/**
 * Asks known hosts again, hundreds at a time over one socket an interface. What is heard is told as it comes and held
 * nowhere here. Each address once.
 */
export async function pollHosts(
  hosts: readonly KnownHost[],
  probe: PollProbe,
  order: PollOrder,
  { gate, clock, dice, host: name }: PollWorld,
  listener: PollListener,
  signal: AbortSignal,
): Promise<void> {
  const id = formatHex(dice.bytes(5));
  let count = 0;
  const network = gate.for(probe);
  const sockets = new Map<string, GatedSocket>();
  for (const { address } of hosts) {
    const { key, options } = doorOf(address, order);
    if (!sockets.has(key)) sockets.set(key, await network.udp({ ...options, receiveBuffer: RECEIVE_BUFFER }));
  }
  try {
    await converseMany(talks(), { clock, dice }, AT_ONCE, signal);
  } finally {
    for (const socket of sockets.values()) socket.close();
  }

  function* talks(): Generator<HostTalk<PollEnding>, void> {
    for (const { address, recalled } of hosts) {
      const { key, vantage: seenFrom, isVirtual } = doorOf(address, order);
      const vantage: Vantage = { host: name, interface: seenFrom };
      const port = (standard: number) => actualPort(order.fleet, isVirtual, standard);
      const { waitMs, tries, community } = order;
      const target: HostTarget = { address, port, leads: [], waitMs, tries, community };
      yield {
        address,
        socket: sockets.get(key)!,
        talk: recalled.talk(target),
        tell: (told) => {
          const { from, protocol, raw, claims } = told;
          const which = `${id}-${(count++).toString(36).padStart(4, '0')}`;
          const at = clock.now();
          // no copy of the bytes: they are the listener's own, and this one heard them alone. Most answers to a poll have
          // nothing but these four, and to spread an object costs some microseconds.
          if (isPlain(told)) listener.observed({ from, protocol, raw, claims, id: which, at, vantage });
          else listener.observed({ ...told, id: which, at, vantage });
        },
        ended: (ending) => {
          const { port: standard, transport } = probe.ports[0]!;
          const at = { address, port: port(standard), transport };
          listener.attempted({ at: clock.now(), vantage, target: at, probe: probe.id, outcome: ending.is });
          listener.ended(address, ending);
        },
      };
    }
  }
}

function isPlain({ validForMs, relayed, watched, announced }: Told): boolean {
  return validForMs === undefined && relayed === undefined && watched === undefined && announced === undefined;
}

/** Which socket a host is asked from, and where it is seen from: one vantage, as in a look. */
function doorOf(address: string, { segments, fleet }: PollOrder) {
  const parsed = parseIp(address);
  const segment =
    parsed?.zone === undefined
      ? segments.find(({ prefixes }) => parsed !== undefined && prefixes.some((prefix) => contains(prefix, parsed)))
      : segments.find((one) => one.interface === parsed.zone);
  const family: 4 | 6 = parsed?.family ?? 4;
  return {
    key: `${family} ${segment?.interface ?? ''}`,
    options: { family, ...(segment === undefined ? {} : { interface: segment.interface }) },
    vantage: segment?.interface ?? 'routed',
    isVirtual: fleet !== undefined && parsed !== undefined && contains(fleet.prefix, parsed),
  };
}

const AT_ONCE = 256;
const RECEIVE_BUFFER = 4 * 1024 * 1024;
