// The door `@quietport/knowledge/ports`: all that is known of port numbers, the registry with its grammar among it.
export { browserRefusedSource, browsersRefuse } from './ports/browser-refused.ts';
export { type ClientRange, clientRanges, nodePortRange } from './ports/client-ranges.ts';
export { practiceOf } from './ports/practice.ts';
export * from './registry.ts';
