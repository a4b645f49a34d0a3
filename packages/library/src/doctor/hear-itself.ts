import { equalBytes, Fault, Gate, type NetworkInterface, type SegmentProbe, type UdpOptions } from '@quietport/core';
import type { House } from '../house.ts';

/** Whether a group that was joined on an interface hears what this machine itself sends to it. */
export interface Hearing {
  readonly interface: string;
  readonly family: 4 | 6;
  readonly heard: boolean;
  /** Why it could not even be tried. */
  readonly trouble?: string;
}

/**
 * Joins a group that nobody uses, on a port of the system's choice, and sends it a few bytes from a second socket, with a
 * TTL that ends on the link. Through a gate like every other packet: the ledger has them.
 */
export async function hearItself(
  interfaces: readonly NetworkInterface[],
  house: House,
  signal: AbortSignal,
): Promise<readonly Hearing[]> {
  const rows = interfaces.flatMap((row) => {
    const families = new Set(row.addresses.map(({ family }) => family));
    // Linux gives loopback no IPv6 groups, and virtual devices use none there
    if (row.loopback) families.delete(6);
    return [...families].sort().map((family) => ({ interface: row.name, family }));
  });
  return Promise.all(
    rows.map(async (row) => {
      try {
        return { ...row, heard: await hears(row.interface, row.family, house, signal) };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return { ...row, heard: false, trouble: error.text };
      }
    }),
  );
}

async function hears(name: string, family: 4 | 6, house: House, signal: AbortSignal): Promise<boolean> {
  const group = groups[family];
  const on: UdpOptions = { family, interface: name };
  const gate = new Gate(house.network, policy, house.clock);
  const ear = await gate.for(probeOn(0)).udp({ ...on, groups: [group] });
  const heard = new AbortController();
  const token = house.dice.bytes(16);
  ear.listen(({ bytes }) => {
    if (equalBytes(bytes, token)) heard.abort();
  });
  try {
    const { port } = ear.local;
    const mouth = await gate.for(probeOn(port)).udp({ ...on, multicastTtl: 1 });
    const address = family === 6 ? `${group}%${name}` : group;
    for (let attempt = 0; attempt < TRIES && !heard.signal.aborted && !signal.aborted; attempt++) {
      await mouth.send(token, { address, port, transport: 'udp' }, signal);
      await house.clock.sleep(WAIT_MS, AbortSignal.any([heard.signal, signal]));
    }
    mouth.close();
    return heard.signal.aborted;
  } finally {
    ear.close();
  }
}

/** The port is known when the ear has one: it is declared then, as every probe declares its ports. */
function probeOn(port: number): SegmentProbe {
  return {
    id: 'doctor.group',
    reach: 'segment',
    ports: [{ port, transport: 'udp', service: 'doctor' }],
    broadcast: false,
    groups,
    // biome-ignore lint/correctness/useYield: the doctor talks by itself; no look ever drives this probe
    talk: function* () {
      return { is: 'silent' };
    },
  };
}

// organisation-local (RFC 2365) and "experiments" (RFC 4727 section 2.4.2), each with an end on the link
const groups = { 4: '239.255.32.59', 6: 'ff02::114' } as const;
const policy = {
  scope: { prefixes: [], ranges: [], excluded: [], publicToo: false },
  rate: 100,
  perHost: 10,
  knockPrintPorts: false,
  standardPort: (_address: string, port: number) => port,
};
const TRIES = 3;
const WAIT_MS = 300;
