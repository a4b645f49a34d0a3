import type { LocalSocket, OwnerKind } from '../../model/listener.ts';
import type { Verdict } from '../../model/verdict.ts';
import { conclude, type Held } from './conclude.ts';
import { listenerRules } from './listener-rules.ts';
import { evidenceOf } from './owner-kind.ts';
import { portRules } from './port-rules.ts';
import type { PortScene } from './port-scene.ts';

/**
 * Is it normal that this listens here? The rules for its port, with this socket as the only owner, and those for what
 * the socket itself says.
 */
export function judgeListener(socket: LocalSocket, owner: OwnerKind, port: PortScene): Verdict {
  const evidence = evidenceOf(socket);
  return conclude([
    ...listenerRules.filter((rule) => rule.when(socket, owner)).map((rule) => ({ rule, evidence })),
    ...portRules.flatMap((rule) => {
      const found = rule.when(port);
      return found === undefined ? [] : [{ rule, evidence: found }];
    }),
  ]);
}

/** What the sockets at a number themselves say, once for each rule: so that a port and its listeners are judged alike. */
export function heldBySockets(sockets: readonly (LocalSocket & { readonly ownerKind: OwnerKind })[]): readonly Held[] {
  return listenerRules.flatMap((rule): Held[] => {
    const holding = sockets.filter((socket) => rule.when(socket, socket.ownerKind));
    return holding.length === 0 ? [] : [{ rule, evidence: [...new Set(holding.flatMap(evidenceOf))] }];
  });
}
