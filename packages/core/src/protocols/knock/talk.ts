import { type Conversation, knock as knockAt } from '../../contracts/conversation.ts';
import type { HostTarget, PortUse } from '../../contracts/protocol.ts';
import type { Outcome } from '../../model/observation.ts';

/** Connects to each port and closes at once: not a byte is written. The ending is the most that any port said. */
export function knockOn(ports: readonly PortUse[]): (host: HostTarget) => Conversation {
  return function* (host) {
    const outcomes = new Set<Outcome>();
    for (const use of ports) {
      const to = { address: host.address, port: host.port(use.port, 'tcp'), transport: 'tcp' as const };
      const outcome = yield* knockAt(to, host.waitMs);
      // no route to one port is no route to the others
      if (outcome === 'unreachable') return { is: 'unreachable' };
      outcomes.add(outcome);
    }
    return { is: (['answered', 'refused', 'forbidden'] as const).find((word) => outcomes.has(word)) ?? 'silent' };
  };
}
