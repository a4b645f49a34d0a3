import { encodeText } from '../../bytes/text.ts';
import type { NeighbourTable } from '../../contracts/neighbours.ts';
import { decodeNeighbourLine } from '../../formats/neighbour-line.ts';

/** The lines of the neighbour table by interface and address. */
export type NeighbourLines = (onInterface: string, address: string) => string | undefined;

/**
 * Reads the table for the families of these addresses. A MAC in front of several IPv4 addresses of one interface is
 * somebody who answers for others (proxy ARP, a bridge) or one host with several addresses: the table cannot tell, so
 * it tells nothing of them.
 */
export async function readNeighbours(
  table: NeighbourTable,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<NeighbourLines> {
  const families = ([4, 6] as const).filter((family) => addresses.some((one) => one.includes(':') === (family === 6)));
  const lines = (await Promise.all(families.map((family) => table.lines(family, signal)))).flat();
  const rows = new Map<string, { readonly line: string; readonly front: string | undefined }>();
  const fronts = new Map<string, number>();
  for (const line of lines) {
    const decoded = decodeNeighbourLine(encodeText(line));
    if (!decoded.ok) continue;
    const { address, mac, interface: device } = decoded.value;
    const key = `${device} ${address}`;
    if (rows.has(key)) continue;
    const front = address.includes(':') ? undefined : `${device} ${mac}`;
    if (front !== undefined) fronts.set(front, (fronts.get(front) ?? 0) + 1);
    rows.set(key, { line, front });
  }
  return (onInterface, address) => {
    const row = rows.get(`${onInterface} ${address}`);
    return row?.front !== undefined && fronts.get(row.front) !== 1 ? undefined : row?.line;
  };
}
