export { type Assurance, explainPort, type PortExplanation } from './port-explanations.ts';
