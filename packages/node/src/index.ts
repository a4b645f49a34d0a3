export { systemClock } from './clock.ts';
export { systemDice } from './dice.ts';
export type { Confinement } from './host/confinement.ts';
export type { FirewallFacts, InputChain } from './host/firewall.ts';
export type { LinkFacts } from './host/links.ts';
export { type MachineFacts, machineFacts, type RouteFacts } from './host/machine-facts.ts';
export { neighbourLimit } from './neighbours.ts';
export { type NetworkLimits, openNetwork } from './network/open-network.ts';
