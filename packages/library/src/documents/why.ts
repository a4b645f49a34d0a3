import { formatEndpoint, formatHex } from '@quietport/core';
import type { Proof, Why } from '../why.ts';
import type { FindingProof } from '../why-open.ts';
import { fieldDocument } from './decode.ts';
import { iso } from './device.ts';

/** The proof as `quietport/why@1`. `fields` holds the field that said it. */
export function whyDocument(proved: Why): object {
  return {
    schema: 'quietport/why@1',
    device: proved.device.id,
    facts: proved.facts.map((row) => ({
      fact: row.fact,
      value: row.known.value,
      grade: row.known.grade,
      rule: row.evidence[0]?.rule ?? '',
      against: row.against.map(({ value, evidence }) => ({ value, evidence: evidence.map(proofDocument) })),
      evidence: row.evidence.map(proofDocument),
    })),
    merges: proved.merges.map(({ rule, text, evidence }) => ({ rule, text, evidence })),
  };
}

/** The proof of one finding of an audit as `quietport/finding-proof@1`. */
export function findingProofDocument({ device, rule, text, evidence }: FindingProof): object {
  return { schema: 'quietport/finding-proof@1', device, rule, text, evidence: evidence.map(proofDocument) };
}

function proofDocument({ observation, rule, field }: Proof): object {
  return {
    observation: observation.id,
    at: iso(observation.at),
    vantage: `${observation.vantage.host}/${observation.vantage.interface}`,
    protocol: observation.protocol,
    from: formatEndpoint(observation.from),
    rule,
    bytes: formatHex(observation.raw),
    fields: field === undefined ? [] : [fieldDocument(field, observation.raw)],
  };
}
