import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Asked, Handlers } from '@quietport/api';
import { formatHex } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import { findDevice, jobCalled, jobDocument, jobsOf, type PrintRequest, type PrintRuns } from '@quietport/library';
import { openPrintSource, systemDice } from '@quietport/node';
import type { ServedStation } from './station.ts';

/** What printing takes. */
export interface Printing {
  readonly runs: PrintRuns;
  /** Where documents lie until they are printed. */
  readonly spool: string;
}

export function jobHandlers(
  station: ServedStation,
  { runs, spool }: Printing,
): Pick<Handlers, 'jobs' | 'job' | 'print' | 'cancelJob'> {
  const world = () => {
    if (station.world === undefined) throw new Fault('serve/no-consent');
    return station.world;
  };
  return {
    jobs: async ({ query: { limit, cursor, device } }) => {
      const found = device === undefined ? undefined : await findDevice(station.store, device);
      const of = found === undefined ? undefined : [found.id, ...found.aliases];
      const all = await jobsOf(station.store, Number.MAX_SAFE_INTEGER, of);
      const behind = all.findIndex(({ id }) => id === cursor);
      if (cursor !== undefined && behind < 0) throw new Fault('request/bad-cursor');
      const page = all.slice(behind + 1, behind + 1 + limit);
      const next = behind + 1 + limit < all.length ? page.at(-1)?.id : undefined;
      return { schema: 'quietport/jobs@1', jobs: page.map(jobDocument), next: next ?? null };
    },
    job: async ({ params }) => jobDocument(await jobCalled(station.store, params.job)),
    print: async (asked) => {
      const { house, how } = world();
      // who is meant is known before a byte of the document is taken
      const device = await findDevice(house.store, asked.params.id);
      const kept = await keep(asked, spool);
      try {
        const request = await requestOf(asked, device.id, kept.path, how);
        return jobDocument(await runs.start(request, { house, how }, kept.drop));
      } catch (error) {
        await kept.drop();
        throw error;
      }
    },
    cancelJob: async ({ params, signal }) => jobDocument(await runs.cancel(params.job, world(), signal)),
  };
}

async function requestOf(
  { query, document }: Asked<'print'>,
  id: string,
  path: string,
  how: PrintRequest['how'],
): Promise<PrintRequest> {
  const { name, copies, media, sides, color, way, again } = query;
  const format = document?.type === 'application/octet-stream' ? undefined : document?.type;
  return {
    id,
    how,
    source: { ...(await openPrintSource(path)), name },
    waitMs: WAIT_MS,
    again: again === 'true',
    ...(format === undefined ? {} : { format }),
    ...(way === undefined ? {} : { way }),
    template: {
      ...(copies === undefined ? {} : { copies }),
      ...(media === undefined ? {} : { media }),
      ...(sides === undefined ? {} : { sides }),
      ...(color === undefined ? {} : { colorMode: color }),
    },
  };
}

/** The document on the disk, never in memory as a whole; whoever stops in the middle of it has sent none. */
async function keep({ document, signal }: Asked<'print'>, spool: string) {
  if (document === undefined) throw new Fault('request/bad-value', { detail: 'body: no document came' });
  await mkdir(spool, { recursive: true, mode: 0o700 });
  const path = join(spool, formatHex(systemDice.bytes(8)));
  const drop = () => rm(path, { force: true });
  try {
    await pipeline(document.bytes, createWriteStream(path, { flags: 'wx', mode: 0o600 }), { signal });
  } catch (error) {
    await drop();
    if (signal.aborted) throw new Fault('request/bad-value', { detail: 'body: it broke off' }, error);
    throw new Fault(
      'file/cannot-write',
      { path, detail: error instanceof Error ? error.message : String(error) },
      error,
    );
  }
  return { path, drop };
}

const WAIT_MS = 120_000;
