import type { Device } from '../../model/device.ts';
import type { Millis, ProtocolId } from '../../model/observation.ts';
import type { WatchedDevice } from './schedule.ts';

/** A protocol that hosts can be asked by, and whether a question by it wakes them. */
export interface AskableProtocol {
  readonly id: ProtocolId;
  readonly wakes: boolean;
}

/**
 * What is to be asked again of a device: the protocols that told of it. Those that tell how it is (supplies, trays,
 * counters, alerts) come often; those that only tell who it is, seldom. One that was never reached is not asked.
 */
export function watchedDevice(device: Device, askable: readonly AskableProtocol[]): WatchedDevice {
  const readings = new Map<ProtocolId, Millis>();
  for (const { source, observedAt } of [...device.supplies, ...device.trays, ...device.counters, ...device.alerts])
    readings.set(source, Math.max(observedAt, readings.get(source) ?? 0));
  const tellers = new Set([
    ...Object.values(device.facts).flatMap(({ evidence }) => evidence.map(({ protocol }) => protocol)),
    ...device.ports.flatMap(({ state, service }) => (state === 'answered' && service !== undefined ? [service] : [])),
    ...readings.keys(),
  ]);
  const reached = device.interfaces.some(({ addresses }) => addresses.length > 0);
  // a question wakes no projector from standby
  const asleep = device.kind !== 'projector' && ['asleep', 'off-by-habit'].includes(device.state.word);
  return {
    id: device.id,
    asleep,
    protocols: askable.flatMap(({ id, wakes }) => {
      if (!reached || !tellers.has(id)) return [];
      const readAt = readings.get(id);
      return [
        readAt === undefined
          ? { protocol: id, wakes, everyMs: IDENTITY_EVERY_MS, lastAt: device.seen.last }
          : { protocol: id, wakes, everyMs: READINGS_EVERY_MS, lastAt: readAt },
      ];
    }),
  };
}

const READINGS_EVERY_MS = 5 * 60_000;
const IDENTITY_EVERY_MS = 6 * 3_600_000;
