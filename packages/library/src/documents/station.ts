import type { BusEvent, Device, Sample } from '@quietport/core';
import type { LookTold, StationSchedule, StationScope } from '../station/station.ts';
import { alertDocument } from './alerts.ts';
import { deviceDocument, iso } from './device.ts';
import { jobDocument } from './print.ts';

/** One page of devices as `quietport/devices@1`. `next` is where the page after it begins. */
export function devicesDocument(devices: readonly Device[], virtual: boolean, next: string | undefined): object {
  return { schema: 'quietport/devices@1', virtual, devices: devices.map(deviceDocument), next: next ?? null };
}

/** What a device showed over time as `quietport/history@1`. */
export function historyDocument(device: Device, samples: readonly Sample[]): object {
  return {
    schema: 'quietport/history@1',
    device: device.id,
    samples: samples.map(({ metric, at, value }) => ({ metric, at: iso(at), value })),
  };
}

/** The latest looks as `quietport/looks@1`. */
export function looksDocument(looks: readonly LookTold[]): object {
  return {
    schema: 'quietport/looks@1',
    looks: looks.map(({ startedAt, finishedAt, failed, ...look }) => ({
      ...look,
      startedAt: iso(startedAt),
      finishedAt: iso(finishedAt),
      failed: failed ?? null,
    })),
  };
}

/** What is looked at as `quietport/scope@1`. */
export function scopeDocument({ virtual, consent, offered, trouble }: StationScope): object {
  return {
    schema: 'quietport/scope@1',
    virtual,
    consent: consent === undefined ? null : { ...consent, at: iso(consent.at) },
    offered: offered.map(({ name, addresses }) => ({ name, addresses: addresses.map(({ address }) => address) })),
    trouble: trouble ?? null,
  };
}

/** What is asked next as `quietport/schedule@1`: by protocol, of all devices or of that one. */
export function scheduleDocument({ virtual, at, plan }: StationSchedule, device: Device | undefined): object {
  const ids = device === undefined ? undefined : [device.id, ...device.aliases];
  const turns = plan?.turns.filter((turn) => ids === undefined || ids.includes(turn.device)) ?? [];
  const protocols = [...new Set(turns.map(({ protocol }) => protocol))].sort();
  return {
    schema: 'quietport/schedule@1',
    virtual,
    device: device?.id ?? null,
    round:
      plan === undefined
        ? null
        : { everySeconds: plan.roundEveryMs / 1000, nextAt: iso(at + Math.round(plan.roundInMs)) },
    protocols: protocols.map((protocol) => {
      const own = turns.filter((turn) => turn.protocol === protocol);
      const awake = own.filter(({ resting }) => !resting);
      const every = own.map(({ everyMs }) => everyMs / 1000);
      return {
        ...{ protocol, devices: own.length, resting: own.length - awake.length },
        silent: own.filter(({ failures }) => failures > 0).length,
        everySeconds: { from: Math.min(...every), to: Math.max(...every) },
        nextAt: awake.length === 0 ? null : iso(at + Math.round(Math.min(...awake.map(({ inMs }) => inMs)))),
      };
    }),
  };
}

/** An event of the bus as its listeners elsewhere get it. */
export function eventDocument(told: BusEvent, virtual: boolean): object {
  switch (told.topic) {
    case 'device-changed':
      return { virtual, device: deviceDocument(told.event.device) };
    case 'alert-changed':
      return { virtual, what: told.event.what, alert: alertDocument(told.event.alert, undefined, virtual) };
    case 'job-changed':
      return { virtual, job: jobDocument(told.event.job) };
    case 'device-gone':
      return told.event;
    default:
      return { ...told.event, at: iso(told.event.at) };
  }
}
