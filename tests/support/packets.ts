import { ByteWriter, type CapturedPacket, type Endpoint, encodeText, linkTypes, parseIp } from '@quietport/core';

/** Packets as they would lie in a capture of an Ethernet segment. Checksums are left at zero, as a capture on the sender has them. */
export function udpPacket(at: number, from: Endpoint, to: Endpoint, bytes: Uint8Array): CapturedPacket {
  const w = new ByteWriter(8 + bytes.length).u16(from.port).u16(to.port);
  return packet(
    at,
    from,
    to,
    17,
    w
      .u16(8 + bytes.length)
      .u16(0)
      .octets(bytes)
      .finish(),
  );
}

export interface TcpFlags {
  readonly syn?: boolean;
  readonly ack?: boolean;
  readonly fin?: boolean;
  readonly rst?: boolean;
}

export function tcpPacket(
  at: number,
  from: Endpoint,
  to: Endpoint,
  sequence: number,
  bytes: Uint8Array,
  { syn, ack = true, fin, rst }: TcpFlags = {},
): CapturedPacket {
  const flags = (fin ? 1 : 0) | (syn ? 2 : 0) | (rst ? 4 : 0) | (ack ? 16 : 0);
  const w = new ByteWriter(20 + bytes.length)
    .u16(from.port)
    .u16(to.port)
    .u32(sequence >>> 0)
    .u32(0);
  return packet(
    at,
    from,
    to,
    6,
    w
      .u16(0x5000 | flags)
      .u16(0xffff)
      .u32(0)
      .octets(bytes)
      .finish(),
  );
}

/** One connection, segment by segment of at most `mss` bytes. */
export class TcpWriter {
  readonly #client: Endpoint;
  readonly #server: Endpoint;
  readonly #mss: number;
  readonly #sequences: { client: number; server: number };
  readonly packets: CapturedPacket[] = [];

  constructor(client: Endpoint, server: Endpoint, at: number, mss = 1460, first = 0xffff_ff00) {
    this.#client = client;
    this.#server = server;
    this.#mss = mss;
    this.#sequences = { client: first, server: first + 7 };
    this.#put('client', at, new Uint8Array(), { syn: true, ack: false });
    this.#put('server', at, new Uint8Array(), { syn: true });
  }

  say(by: 'client' | 'server', at: number, bytes: Uint8Array): this {
    for (let from = 0; from < bytes.length; from += this.#mss)
      this.#put(by, at, bytes.subarray(from, from + this.#mss));
    return this;
  }

  end(at: number): readonly CapturedPacket[] {
    this.#put('server', at, new Uint8Array(), { fin: true });
    this.#put('client', at, new Uint8Array(), { fin: true });
    return this.packets;
  }

  #put(by: 'client' | 'server', at: number, bytes: Uint8Array, flags: TcpFlags = {}): void {
    const [from, to] = by === 'client' ? [this.#client, this.#server] : [this.#server, this.#client];
    this.packets.push(tcpPacket(at, from, to, this.#sequences[by], bytes, flags));
    this.#sequences[by] += bytes.length + (flags.syn || flags.fin ? 1 : 0);
  }
}

export function httpRequest(method: string, path: string, headers: object, body: Uint8Array): Uint8Array {
  const lines = Object.entries({ Host: 'device', 'Content-Length': body.length, ...headers });
  return joined(`${method} ${path} HTTP/1.1\r\n`, lines, body);
}

export function httpAnswer(status: number, headers: object, body: Uint8Array): Uint8Array {
  const kept = Object.entries(headers).filter(([name]) => !/^(content-length|transfer-encoding)$/i.test(name));
  return joined(`HTTP/1.1 ${status} Said\r\n`, [...kept, ['Content-Length', body.length]], body);
}

function joined(first: string, lines: readonly (readonly [string, unknown])[], body: Uint8Array): Uint8Array {
  const head = encodeText(`${first}${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
  return new ByteWriter(head.length + body.length).octets(head).octets(body).finish();
}

/** An IP packet alone. */
export function ipPacket(from: Endpoint, to: Endpoint, protocol: number, payload: Uint8Array): Uint8Array {
  const [source, target] = [parseIp(from.address)!, parseIp(to.address)!];
  const w = new ByteWriter(60 + payload.length);
  if (source.family === 6) w.u32(0x6000_0000).u16(payload.length).u8(protocol).u8(64);
  else
    w.u16(0x4500)
      .u16(20 + payload.length)
      .u32(0)
      .u8(64)
      .u8(protocol)
      .u16(0);
  return w.octets(source.bytes).octets(target.bytes).octets(payload).finish();
}

function packet(at: number, from: Endpoint, to: Endpoint, protocol: number, payload: Uint8Array): CapturedPacket {
  const ip = ipPacket(from, to, protocol, payload);
  const w = new ByteWriter(14 + ip.length).octets(MAC).octets(MAC);
  const bytes = w
    .u16(ip[0]! >> 4 === 6 ? 0x86dd : 0x0800)
    .octets(ip)
    .finish();
  return { at, link: linkTypes.ethernet, interface: 'eth0', bytes };
}

const MAC = Uint8Array.of(2, 0, 0, 0, 0, 1);
