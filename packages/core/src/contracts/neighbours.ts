/** The table of neighbours (ARP, NDP) that this machine's system keeps. To read it sends nothing. */
export interface NeighbourTable {
  /** Its lines for one family as the system prints them (`formats/neighbour-line.ts` reads them); none where it cannot be read. */
  lines(family: 4 | 6, signal: AbortSignal): Promise<readonly string[]>;
}
