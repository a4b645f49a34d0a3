export { type ServedDevice, type ServeOptions, serveDevice } from './device/serve-device.ts';
export { withServedPorts } from './device/served-ports.ts';
export { type LanOptions, type SimulatedLan, simulateLan } from './lan/simulate-lan.ts';
export type { HostInterface, HostOptions, SimulatedHost } from './lan/simulated-host.ts';
export type { Faults } from './lan/wire.ts';
export type { HostFaults } from './lan/world.ts';
export { ManualClock, type ManualClockOptions } from './manual-clock.ts';
export { seededDice } from './seeded-dice.ts';
