import { compareArcs, parseOid } from '../../formats/oid.ts';
import type { SnmpValue, Varbind } from '../../formats/snmp-varbind.ts';

/** What an agent serves: sorted once, searched by halves. */
export interface MibTree {
  get(oid: string): SnmpValue | undefined;
  /** The first object behind this name that is not left out, or `undefined` at the end. */
  after(oid: string, leaveOut: (value: SnmpValue) => boolean): Varbind | undefined;
}

/** Names that are no OIDs are left out; of equal ones the first counts. */
export function mibTree(varbinds: readonly Varbind[]): MibTree {
  const byName = new Map<string, SnmpValue>();
  const sorted: { readonly arcs: readonly number[]; readonly varbind: Varbind }[] = [];
  for (const { oid, value } of varbinds) {
    const arcs = parseOid(oid);
    const canonical = arcs?.join('.') ?? '';
    if (arcs === undefined || byName.has(canonical)) continue;
    byName.set(canonical, value);
    sorted.push({ arcs, varbind: { oid: canonical, value } });
  }
  sorted.sort((a, b) => compareArcs(a.arcs, b.arcs));
  return {
    get: (oid) => byName.get(oid),
    after(oid, leaveOut) {
      const arcs = parseOid(oid) ?? [];
      let low = 0;
      let high = sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (compareArcs(sorted[middle]!.arcs, arcs) > 0) high = middle;
        else low = middle + 1;
      }
      while (low < sorted.length && leaveOut(sorted[low]!.varbind.value)) low++;
      return sorted[low]?.varbind;
    },
  };
}
