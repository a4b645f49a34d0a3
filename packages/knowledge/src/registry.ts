// The door `@quietport/knowledge/registry`: the registry and its grammar, apart because the registry is large and is
// loaded only by what asks it.
export { askRegistry, type PortOutcome, type RegistryAnswer } from './ports/ask-registry.ts';
export { ianaRegistry } from './ports/iana.ts';
export { inferencesOf, isEpsons, isUnpublished, type PortInference } from './ports/inferences.ts';
export { type NumberRange, numberRanges, rangesOf } from './ports/number-ranges.ts';
export { type InvalidQuery, type PortQuery, parsePortQuery } from './ports/port-query.ts';
export type { Registry } from './ports/registry.ts';
export type { RegistryRow, RegistryStatus, RegistryTransport } from './ports/registry-row.ts';
