import type { JobAnswer, JobLine, TcpStream } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { printByIpp } from './ipp-job.ts';
import type { IppPrinter } from './ipp-printer.ts';
import type { JobDesk } from './job-desk.ts';
import { printRaw } from './stream-job.ts';

const PARTS = [1, 2, 3, 4].map((value) => new Uint8Array(100).fill(value));
const quiet = new AbortController().signal;

function deskOf(signal: AbortSignal, steps: string[] = []): JobDesk {
  return {
    clock: { now: () => 0, monotonic: () => 0, sleep: async () => undefined, timeout: () => quiet },
    dice: { bytes: (count) => new Uint8Array(count) },
    ...{ user: 'ann', host: 'desk', title: 'menu', signal, patience: signal },
    source: {
      ...{ name: 'menu.pdf', size: 400, digest: '', head: new Uint8Array() },
      stream: async function* () {
        yield* PARTS;
      },
    },
    step: async ({ state }) => void steps.push(state ?? ''),
    handed: () => undefined,
  };
}

describe('a raw port that stops taking bytes', () => {
  it('is let go of at Ctrl-C, and the job is unknown', async () => {
    const order = new AbortController();
    const written: number[] = [];
    let closed = false;
    const stream: TcpStream = {
      remote: { address: '127.0.0.1', port: 9100, transport: 'tcp' },
      local: { address: '127.0.0.1', port: 1, transport: 'tcp' },
      read: async () => undefined,
      write: ([first = 0]) => {
        written.push(first);
        if (written.length < 3) return Promise.resolve();
        setImmediate(() => order.abort());
        return new Promise(() => undefined);
      },
      finish: async () => 'ended',
      close: () => {
        closed = true;
      },
    };
    const line: JobLine = { dial: async () => stream, http: async () => ({ is: 'refused' }) };
    const end = await printRaw(line, 1, deskOf(order.signal));
    expect(end).toEqual({ state: 'unknown', detail: 'it broke off in the document: interrupted' });
    expect({ written, closed }).toEqual({ written: [1, 2, 3], closed: true });
  });
});

describe('a printer that says yes to a part of the document', () => {
  /** It takes so many parts, then answers; asked later it calls the job completed. */
  function hasty(parts: number): IppPrinter {
    const answer = (more: Partial<JobAnswer> = {}) => ({
      ...{ is: 'answered' as const, fingerprint: undefined },
      answer: { status: 0, words: 'successful-ok', unsupported: [], jobs: [], printer: {}, requestId: 1, ...more },
    });
    const completed = { id: 7, state: 'completed', reasons: [], name: 'menu' } as unknown as JobAnswer['jobs'][number];
    const take = async (bytes: AsyncIterable<Uint8Array>) => {
      let taken = 0;
      for await (const _ of bytes) if (++taken > parts) break;
      return answer({ jobs: [completed] });
    };
    const printer: Partial<Record<keyof IppPrinter, unknown>> = {
      ...{ validate: async () => answer(), create: async () => answer({ jobs: [completed] }) },
      ...{ job: async () => answer({ jobs: [completed] }) },
      send: (_id: number, _document: object, bytes: AsyncIterable<Uint8Array>) => take(bytes),
      print: (_document: object, _template: object, bytes: AsyncIterable<Uint8Array>) => take(bytes),
    };
    return printer as IppPrinter;
  }
  const document = { jobName: 'menu', format: 'application/pdf' };

  it.each([true, false])('is not believed, whatever it says later (numbered first: %s)', async (createsJobs) => {
    const end = await printByIpp(hasty(2), document, {}, { createsJobs }, deskOf(quiet));
    expect(end).toEqual({ state: 'unknown', detail: 'the printer answered behind 200 of 400 bytes; job 7' });
  });

  it.each([true, false])('is believed where it took all of it (numbered first: %s)', async (createsJobs) => {
    const end = await printByIpp(hasty(9), document, {}, { createsJobs }, deskOf(quiet));
    expect(end.state).toBe('confirmed');
  });
});

describe('a connection that breaks off in the document', () => {
  /** It takes so many parts and is gone; asked on a new connection it tells its job so. */
  function gone(parts: number, state: string): IppPrinter {
    const job = { id: 7, state, reasons: [], name: 'menu' } as unknown as JobAnswer['jobs'][number];
    const answer = {
      ...{ is: 'answered' as const, fingerprint: undefined },
      answer: { status: 0, words: 'successful-ok', unsupported: [], jobs: [job], printer: {}, requestId: 1 },
    };
    const take = async (bytes: AsyncIterable<Uint8Array>) => {
      let taken = 0;
      for await (const _ of bytes) if (++taken > parts) break;
      return { is: 'garbled' as const };
    };
    const printer: Partial<Record<keyof IppPrinter, unknown>> = {
      ...{
        validate: async () => answer,
        create: async () => answer,
        job: async () => answer,
        jobs: async () => answer,
      },
      send: (_id: number, _document: object, bytes: AsyncIterable<Uint8Array>) => take(bytes),
      print: (_document: object, _template: object, bytes: AsyncIterable<Uint8Array>) => take(bytes),
    };
    return printer as IppPrinter;
  }
  const ended = (parts: number, state: string, createsJobs: boolean) =>
    printByIpp(gone(parts, state), { jobName: 'menu', format: 'application/pdf' }, {}, { createsJobs }, deskOf(quiet));

  it.each([true, false])('is never called confirmed by the printer alone (numbered first: %s)', async (createsJobs) => {
    const end = await ended(3, 'completed', createsJobs);
    expect(end).toEqual({
      state: 'unknown',
      detail: 'the connection broke off behind 300 of 400 bytes, and the printer says: job 7 completed',
    });
  });

  it.each([
    [3, 'aborted', true, 'failed'],
    [3, 'aborted', false, 'failed'],
    [3, 'canceled', true, 'cancelled'],
    [3, 'processing', false, 'unknown'],
    [9, 'completed', true, 'confirmed'],
    [9, 'completed', false, 'confirmed'],
  ])('behind %s parts of four, job %s, numbered first %s: %s', async (parts, state, createsJobs, word) => {
    expect((await ended(parts, state, createsJobs)).state).toBe(word);
  });
});
