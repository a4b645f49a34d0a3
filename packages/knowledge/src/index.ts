export { explainPort, portExplanations, practiceOf } from './ports/practice.ts';
export type { Assurance, PortExplanation } from './ports/practice-row.ts';
