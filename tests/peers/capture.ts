import { join } from 'node:path';
import type { Host } from './lan.ts';
import type { Program } from './program.ts';

/** A capture that runs on a host's eth0. */
export interface Capture {
  readonly path: string;
  readonly program: Program;
}

/** What a capture shows: every UDP payload, and the bytes of each direction of each TCP connection, all in hex. */
export interface Captured {
  readonly datagrams: ReadonlySet<string>;
  readonly streams: readonly string[];
  /** Bytes of TCP payload to this port. */
  bytesTo(port: number): number;
}

export async function startCapture(host: Host): Promise<Capture> {
  const path = join(host.folder, 'eth0.pcap');
  // at once: what still waits in the kernel's buffer when the capture ends is lost
  const program = host.start('tcpdump', [
    '-i',
    'eth0',
    '--immediate-mode',
    '-U',
    '-s',
    '0',
    '-B',
    '8192',
    '-Z',
    'root',
    '-w',
    path,
  ]);
  await program.says(/listening on/);
  return { path, program };
}

/** Ends the capture and reads it with tshark, which knows nothing of us. */
export async function endCapture(host: Host, capture: Capture): Promise<Captured> {
  await capture.program.end('SIGINT');
  const field = (name: string) => ['-e', name];
  const fields = ['udp.payload', 'tcp.stream', 'tcp.srcport', 'tcp.dstport', 'tcp.seq', 'tcp.payload'].flatMap(field);
  const ran = await host.run('tshark', ['-r', capture.path, '-n', '-T', 'fields', ...fields]);
  const rows = ran.out.split('\n').map((line) => line.split('\t'));
  const streams = new Map<string, Map<number, string>>();
  const sent = new Map<number, number>();
  for (const [, stream = '', from = '', to = '', sequence = '', payload = ''] of rows) {
    if (payload === '') continue;
    sent.set(Number(to), (sent.get(Number(to)) ?? 0) + payload.length / 2);
    const key = `${stream} ${from}`;
    const parts = streams.get(key) ?? new Map<number, string>();
    streams.set(key, parts.set(Number(sequence), payload));
  }
  return {
    datagrams: new Set(rows.map(([payload = '']) => payload).filter((payload) => payload !== '')),
    streams: [...streams.values()].map((parts) =>
      [...parts.entries()]
        .sort(([a], [b]) => a - b)
        .map(([, payload]) => payload)
        .join(''),
    ),
    bytesTo: (port) => sent.get(port) ?? 0,
  };
}

/** The bodies of the HTTP answers in one direction of a connection, in hex; chunks put together (RFC 9112 section 7.1). */
export function httpBodies(stream: string): readonly string[] {
  const bytes = Buffer.from(stream, 'hex');
  const bodies: string[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const head = bytes.indexOf('\r\n\r\n', offset);
    if (head < 0) break;
    const text = bytes.toString('latin1', offset, head);
    const start = head + 4;
    const length = Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
    const chunked = /^transfer-encoding: *chunked/im.test(text);
    const { body, end } = chunked
      ? chunks(bytes, start)
      : { body: bytes.subarray(start, start + length), end: start + length };
    bodies.push(body.toString('hex'));
    offset = end;
  }
  return bodies;
}

function chunks(bytes: Buffer, start: number): { readonly body: Buffer; readonly end: number } {
  const parts: Buffer[] = [];
  let offset = start;
  for (;;) {
    const line = bytes.indexOf('\r\n', offset);
    const size = line < 0 ? 0 : Number.parseInt(bytes.toString('latin1', offset, line), 16);
    const data = line + 2;
    if (!(size > 0)) return { body: Buffer.concat(parts), end: line < 0 ? bytes.length : data + 2 };
    parts.push(bytes.subarray(data, data + size));
    offset = data + size + 2;
  }
}
