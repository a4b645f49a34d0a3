import type { Listener } from '@quietport/core';
import type { ListenersTold } from '../listeners.ts';

/** Who listens here as `quietport/listeners@1`. */
export function listenersDocument({ listeners, policy, gaps }: ListenersTold): object {
  return { schema: 'quietport/listeners@1', listeners: listeners.map(listenerDocument), policy, gaps };
}

/** One socket, as `port` shows it, too. */
export function listenerDocument(listener: Listener): object {
  const { transport, family, address, port, exposure, pid, process, executable, user, uid } = listener;
  const { unit, container, ownerVisible, ownerKind, ownerReasons, verdict } = listener;
  const { state, dualStack, pids, script, replaced, ownerGap, namespace, forwardsTo, signer } = listener;
  return {
    ...{ transport, family, address, port, exposure, pid, process, executable, user, uid },
    ...{ package: listener.package, unit, container, ownerVisible, ownerKind },
    ...{ state, dualStack, pids, script, replaced, ownerGap, namespace, forwardsTo, signer },
    ownerReasons,
    verdict,
  };
}
