export { systemClock } from './clock.ts';
export { systemDice } from './dice.ts';
export { neighbourLimit } from './neighbours.ts';
export { type NetworkLimits, openNetwork } from './network/open-network.ts';
