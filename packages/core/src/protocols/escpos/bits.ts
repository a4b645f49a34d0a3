/** The bits of each DLE EOT answer (protocols page, section 2): of 1 and 2 by a manual, of 3 and 4 from memory. */
export const statusNames = { 1: 'printer', 2: 'cause of off-line', 3: 'cause of error', 4: 'roll paper' } as const;

export const statusBits = {
  1: { drawerHigh: 0x04, offLine: 0x08, waiting: 0x20, feedButton: 0x40 },
  2: { coverOpen: 0x04, fedByButton: 0x08, paperEndStop: 0x20, error: 0x40 },
  3: { recoverableError: 0x04, cutterError: 0x08, unrecoverableError: 0x20, autoRecoverableError: 0x40 },
  // both bits of each pair are set together; one alone is not said by any printer we know of
  4: { paperNearEnd: 0x0c, paperEnd: 0x60 },
} as const;

/** The names of the bits that are set. */
export function bitNames(n: keyof typeof statusBits, status: number): readonly string[] {
  return Object.entries(statusBits[n]).flatMap(([name, bit]) => ((status & bit) === bit ? [name] : []));
}
