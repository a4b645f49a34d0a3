import type { Asked } from '@quietport/api';
import type { Device, Sample, Store } from '@quietport/core';

/** The part of a device's history that a request asks for. */
export function readHistory(
  { samples }: Pick<Store, 'samples'>,
  { id, aliases }: Device,
  { metric, since, until, step, limit }: Asked<'history'>['query'],
): Promise<readonly Sample[]> {
  return samples.of([id, ...aliases], {
    most: limit,
    ...(metric === undefined ? {} : { metric }),
    ...(since === undefined ? {} : { since: Date.parse(since) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
    ...(step === undefined ? {} : { everyMs: step === 'hour' ? HOUR_MS : 24 * HOUR_MS }),
  });
}

const HOUR_MS = 3_600_000;
