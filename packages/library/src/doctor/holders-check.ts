import type { LocalSocket, Transport } from '@quietport/core';
import { type Check, type DoctorFacts, NOTHING_TO_DO } from './check.ts';

interface OurPort {
  readonly port: number;
  readonly transport: Transport;
  /** What cannot be done here while somebody else holds it; absent where we share it or only ask it elsewhere. */
  readonly hinders?: string;
}

/** The ports that we listen on, serve, or ask elsewhere. */
export const ourPorts: readonly OurPort[] = [
  { port: 161, transport: 'udp' },
  { port: 3259, transport: 'tcp', hinders: 'NCDP/2 cannot be served here' },
  { port: 3259, transport: 'udp', hinders: 'NCDP/2 cannot be served here' },
  { port: 3289, transport: 'udp', hinders: 'ENPC questions of others may not be heard here' },
  { port: 3702, transport: 'udp' },
  { port: 5353, transport: 'udp' },
  { port: 29259, transport: 'tcp', hinders: 'the console takes the next free number' },
];

/** Who holds them on this machine. mDNS is shared by its design: a holder there is company, no hindrance. */
export function holdersChecks({ machine }: DoctorFacts): readonly Check[] {
  const { holders } = machine;
  if (holders === undefined) return [];
  const held = ourPorts.flatMap((row) => {
    const sockets = holders.filter(({ port, transport }) => port === row.port && transport === row.transport);
    if (sockets.length === 0) return [];
    const by = [...new Set(sockets.map(holderText))].join(' and ');
    return [
      sockets.every(isOurs)
        ? { port: row.port, transport: row.transport, by: `${by}, which is quietport` }
        : { ...row, by },
    ];
  });
  const list = held.map(({ port, transport, by }) => `${port}/${transport} by ${by}`).join('; ');
  const hindrances = held.flatMap((row: OurPort) => row.hinders ?? []);
  if (held.length === 0) {
    const numbers = [...new Set(ourPorts.map(({ port }) => port))].join(', ');
    return [{ check: 'ports', state: 'ok', text: `Nobody holds our ports (${numbers}) here.`, action: NOTHING_TO_DO }];
  }
  if (hindrances.length === 0)
    return [{ check: 'ports', state: 'ok', text: `Held, and no hindrance: ${list}.`, action: NOTHING_TO_DO }];
  const text = `Held: ${list}. So ${[...new Set(hindrances)].join(', and ')}; looking is not affected.`;
  const action = 'If you need the port, stop that program; finding devices works without.';
  return [{ check: 'ports', state: 'warning', text, action }];
}

/** This very program: `announce`, `serve` or one that listens. */
function isOurs({ process, script }: LocalSocket): boolean {
  return process === 'quietport' || /(^|\/)quietport(\.js)?$/.test(script ?? '');
}

/** Who holds a socket, as far as the system tells. */
export function holderText({ process, pid, user, uid }: LocalSocket): string {
  if (process !== null) return pid === null ? process : `${process} (pid ${pid})`;
  return user === null ? `a process of user ${uid ?? 'unknown'}` : `a process of ${user}`;
}
