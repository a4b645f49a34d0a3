import type { ObservationId, ProtocolId } from './observation.ts';

/** A pointer into the evidence: which observation, which field of it, by which rule it counts. */
export interface Evidence {
  readonly observation: ObservationId;
  readonly protocol: ProtocolId;
  readonly path: string;
  readonly rule: string;
}
