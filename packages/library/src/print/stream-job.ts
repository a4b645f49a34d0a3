import {
  encodeControlFile,
  encodeControlLines,
  encodeDataFile,
  encodeReceiveJob,
  type JobLine,
  jobFileNames,
  type TcpStream,
} from '@quietport/core';
import { handedOver, type JobDesk, type JobEnd } from './job-desk.ts';

/** The bytes as they are, to a port that says nothing back (JetDirect, 9100). */
export async function printRaw(line: JobLine, copies: number, desk: JobDesk): Promise<JobEnd> {
  const stream = await dialPatiently(line, desk);
  if (typeof stream === 'string') return { state: 'failed', detail: `no connection: ${stream}` };
  return handOver(stream, desk, async () => {
    for (let copy = 0; copy < copies; copy++) for await (const part of handedOver(desk)) await put(part, stream, desk);
    return stream.finish(desk.patience);
  });
}

/** A job to a line printer daemon (RFC 1179, section 6): the control file first, each part acknowledged by one zero byte. */
export async function printByLpd(line: JobLine, queue: string, copies: number, desk: JobDesk): Promise<JobEnd> {
  const stream = await dialPatiently(line, desk);
  if (typeof stream === 'string') return { state: 'failed', detail: `no connection: ${stream}` };
  const host = desk.host.replaceAll(/[^\x21-\x7e]/g, '-').slice(0, 31) || 'quietport';
  const number = new DataView(desk.dice.bytes(2).buffer).getUint16(0);
  const names = jobFileNames(number, host);
  const control = encodeControlLines({ host, user: desk.user, title: desk.title, data: names.data, copies });
  const said = async (bytes: Uint8Array): Promise<void> => {
    await put(bytes, stream, desk);
    await demandAcknowledged(stream, desk);
  };
  try {
    await desk.step({ state: 'sending', detail: `LPD queue ${queue}` });
    await said(encodeReceiveJob(queue));
    await said(encodeControlFile(control.length, names.control));
    await said(Uint8Array.of(...control, 0));
    await said(encodeDataFile(desk.source.size, names.data));
  } catch (error) {
    stream.close();
    return { state: 'refused', detail: `LPD: ${error instanceof Error ? error.message : String(error)}` };
  }
  return handOver(stream, desk, async () => {
    for await (const part of handedOver(desk)) await put(part, stream, desk);
    await said(Uint8Array.of(0));
    return 'ended';
  });
}

async function handOver(
  stream: TcpStream,
  desk: JobDesk,
  send: () => Promise<'ended' | 'broken' | 'silent'>,
): Promise<JobEnd> {
  await desk.step({ state: 'sending', detail: `to port ${stream.remote.port}` });
  try {
    switch (await send()) {
      case 'ended':
        return { state: 'accepted', detail: 'the printer took every byte and closed in order' };
      case 'silent':
        return { state: 'sent', detail: 'every byte was handed over; the printer keeps the connection open' };
      case 'broken':
        return { state: 'unknown', detail: 'the printer broke the connection off behind the last byte' };
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { state: 'unknown', detail: `it broke off in the document: ${why}` };
  } finally {
    stream.close();
  }
}

/** Small printers take one connection at a time: nothing was sent yet, so asking again does no harm. */
async function dialPatiently(line: JobLine, desk: JobDesk): Promise<TcpStream | string> {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 10_000)) {
    const stream = await line.dial(desk.clock.timeout(DIAL_MS, desk.signal));
    if (stream !== 'refused' && stream !== 'silent') return stream;
    if (desk.patience.aborted || desk.signal.aborted) return stream;
    await desk.step({ detail: `waiting: the port is ${stream === 'refused' ? 'closed or busy' : 'silent'}` });
    await desk.clock.sleep(waitMs, desk.patience);
  }
}

/** A printer that takes nothing more may do so for hours: Ctrl-C ends the waiting for it. */
async function put(bytes: Uint8Array, stream: TcpStream, { signal }: JobDesk): Promise<void> {
  let quit = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    quit = () => reject(new Error('interrupted'));
    signal.addEventListener('abort', quit, { once: true });
  });
  try {
    if (signal.aborted) quit();
    await Promise.race([stream.write(bytes), aborted]);
  } finally {
    signal.removeEventListener('abort', quit);
  }
}

async function demandAcknowledged(stream: TcpStream, { clock, signal }: JobDesk): Promise<void> {
  const answer = await stream.read(clock.timeout(DIAL_MS, signal));
  if (answer === undefined) throw new Error('no answer');
  // RFC 1179, section 6: zero is yes, anything else is no
  if (answer[0] !== 0) throw new Error(`the answer is ${answer[0]}`);
}

const DIAL_MS = 10_000;
