/** One of the three parts of the number space (RFC 6335, section 6). */
export interface NumberRange {
  readonly name: 'system' | 'user' | 'dynamic';
  readonly from: number;
  readonly to: number;
  readonly meaning: string;
}

export const numberRanges: readonly NumberRange[] = [
  {
    name: 'system',
    from: 0,
    to: 1023,
    meaning: 'System port: assigned by the IETF only. On most Unix systems a program needs privilege to bind it.',
  },
  {
    name: 'user',
    from: 1024,
    to: 49_151,
    meaning: 'User port: registered with IANA by whoever asked first. Any program may bind it, registered or not.',
  },
  {
    name: 'dynamic',
    from: 49_152,
    to: 65_535,
    meaning: 'Dynamic port: never registered. Systems take these numbers for outgoing connections and give them back.',
  },
];

/** The parts that these spans of numbers touch, in order. */
export function rangesOf(spans: Iterable<readonly [from: number, to: number]>): readonly NumberRange[] {
  const all = [...spans];
  return numberRanges.filter((range) => all.some(([from, to]) => from <= range.to && to >= range.from));
}
