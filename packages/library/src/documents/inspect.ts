import type { Inspected, InspectedPort } from '../inspect.ts';
import { deviceDocument, iso } from './device.ts';

/** All that one host told, as `quietport/inspect@1`. */
export function inspectDocument(inspected: Inspected): object {
  const { host, addresses, startedAt, finishedAt, device, ports, verdict, ledger, refused, troubles } = inspected;
  return {
    schema: 'quietport/inspect@1',
    host,
    addresses,
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
    interrupted: inspected.interrupted,
    device: device === undefined ? null : deviceDocument(device),
    ports: ports.map(inspectedPortDocument),
    verdict,
    ledger,
    refused,
    troubles,
  };
}

/** One port of it. */
export function inspectedPortDocument(row: InspectedPort): object {
  const { endpoint, standard, state, service, explanation, told, evidence } = row;
  return {
    address: endpoint.address,
    port: endpoint.port,
    transport: endpoint.transport,
    standardPort: standard,
    state,
    service: service ?? null,
    explanation:
      explanation === undefined
        ? null
        : { text: explanation.holder, confidence: explanation.confidence, source: explanation.source },
    told: told === '' ? null : told,
    evidence,
  };
}
