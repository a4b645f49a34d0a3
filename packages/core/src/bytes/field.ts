/** How sure the public record is of a field: published · several sources · one source · our inference · unknown. */
export type Confidence = 'spec' | 'multi' | 'one' | 'inferred' | 'unknown';

/** One field of a packet as a person reads it. Offset and length count bytes of the whole packet. */
export interface Field {
  readonly path: string;
  readonly offset: number;
  readonly length: number;
  readonly text: string;
  readonly confidence: Confidence;
}
