import type { BusEvent, Device, Sample } from '@quietport/core';
import type { LookTold, StationScope } from '../station/station.ts';
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
