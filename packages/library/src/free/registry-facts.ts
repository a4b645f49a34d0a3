import type { FreeFacts } from '@quietport/core';
import { practiceOf } from '@quietport/knowledge';
import { browsersRefuse, clientRanges, ianaRegistry, nodePortRange } from '@quietport/knowledge/ports';

/** What is known of numbers without any machine: the registry, browsers, practice, and the systems as they come. */
export function registryFacts(): FreeFacts {
  const unassigned = unassignedNumbers();
  return {
    snapshot: ianaRegistry.snapshot,
    unassigned: (port) => unassigned[port] === 1,
    browsersRefuse,
    usualHolder: (port) => practiceOf(port, port)[0]?.holder,
    clientNumbers: clientRanges.map(({ system, from, to }) => ({ system, from, to })),
    nodePorts: nodePortRange,
    policy: { clients: null, reserved: [], unprivilegedFrom: null },
    heldHere: () => undefined,
    seenOnNetwork: () => undefined,
  };
}

/** One byte a number: 1 where every row of the registry says "unassigned", on whatever transport. */
function unassignedNumbers(): Uint8Array {
  const numbers = new Uint8Array(65_536);
  const rows = ianaRegistry.between(0, 65_535);
  for (const { port, portEnd, status } of rows) if (status === 'unassigned') numbers.fill(1, port!, portEnd! + 1);
  for (const { port, portEnd, status } of rows) if (status !== 'unassigned') numbers.fill(0, port!, portEnd! + 1);
  return numbers;
}
