import type { PrinterJob, PrintJob } from '@quietport/core';
import { iso } from './device.ts';

/** One job that was given from here, as `quietport/job@1`. */
export function jobDocument(job: PrintJob): object {
  return {
    schema: 'quietport/job@1',
    id: job.id,
    at: iso(job.at),
    device: job.device,
    document: job.document,
    way: job.way,
    address: job.address,
    port: job.port,
    state: job.state,
    detail: job.detail,
    sent: job.sent,
    printerJob: job.printerJob ?? null,
    changedAt: iso(job.changedAt),
  };
}

/** One job as the printer lists it. */
export function printerJobDocument(job: PrinterJob): object {
  return {
    id: job.id,
    name: job.name ?? null,
    user: job.user ?? null,
    state: typeof job.state === 'string' ? job.state : `unknown (${job.state.unknown})`,
    reasons: job.reasons,
    message: job.message ?? null,
    impressions: job.impressions ?? null,
  };
}
