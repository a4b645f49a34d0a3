import { type Conversation, knock as knockAt, tell } from '../../contracts/conversation.ts';
import type { HostTarget, PortUse } from '../../contracts/protocol.ts';
import type { Outcome } from '../../model/observation.ts';

/** Connects to each port and closes at once: not a byte is written. The ending is the most that any port said. */
export function knockOn(ports: readonly PortUse[]): (host: HostTarget) => Conversation {
  return knocking(ports, false);
}

/** The same for a sign of life: after the first port that accepts, no other is tried. */
export function knockUntilAnswered(ports: readonly PortUse[]): (host: HostTarget) => Conversation {
  return knocking(ports, true);
}

function knocking(ports: readonly PortUse[], untilAnswered: boolean): (host: HostTarget) => Conversation {
  return function* (host) {
    const outcomes = new Set<Outcome>();
    for (const use of ports) {
      const to = { address: host.address, port: host.port(use.port, 'tcp'), transport: 'tcp' as const };
      const outcome = yield* knockAt(to, host.waitMs);
      // no route to one port is no route to the others
      if (outcome === 'unreachable') return { is: 'unreachable' };
      if (outcome === 'answered' && telling.has(use.port))
        yield* tell({ from: to, protocol: 'knock', raw: new Uint8Array(), claims: [] });
      outcomes.add(outcome);
      if (untilAnswered && outcome === 'answered') break;
    }
    return { is: (['answered', 'refused', 'forbidden'] as const).find((word) => outcomes.has(word)) ?? 'silent' };
  };
}

// who accepts on a port of the printer world is worth a look, though no byte came back; a web server alone is not
const telling: ReadonlySet<number> = new Set([631, 1865, 3259]);
