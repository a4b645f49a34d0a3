import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CapturedPacket, type Endpoint, parseHex } from '@quietport/core';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeNcdp2, encodeNcdp2, type Ncdp2Frame } from '../../packages/core/src/protocols/ncdp2/codec.ts';
import { envelopeEntries } from '../../packages/core/src/protocols/ncdp2/codec-body.ts';
import { describeNcdp2 } from '../../packages/core/src/protocols/ncdp2/describe.ts';
import { changedBytes } from '../support/changed-bytes.ts';
import { filterName } from '../support/dissector.ts';
import { goldenOf } from '../support/golden.ts';
import { TcpWriter, udpPacket } from '../support/packets.ts';
import { recordTls, type TlsPiece } from '../support/tls-recorded.ts';
import { column, dissect, type Shown } from './tshark-fields.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietport-dissector-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, `${name}.pcapng`);
const golden = goldenOf('ncdp2');

describe('datagrams', () => {
  it('show the head and every key of the envelope as decode does', () => {
    const rows = dissect(
      at('golden'),
      golden.map(({ bytes }, i) => datagram(i, bytes)),
    );
    for (const [i, { name, bytes }] of golden.entries()) {
      const described = describeNcdp2(bytes);
      expect(described.ok, name).toBe(true);
      const shown = new Map((rows[i] ?? []).map((row) => [row.name, row]));
      for (const field of described.fields.filter(({ path }) => path.startsWith('head.'))) {
        const row = shown.get(filterName('ncdp2', field.path));
        expect([row?.offset, row?.length], `${name} ${field.path}`).toEqual([field.offset + UDP_AT, field.length]);
        const words = / \((.+)\)$/.exec(field.text)?.[1];
        if (words !== undefined) expect(row?.label, name).toContain(words);
      }
      const frame = decoded(bytes);
      expect(envelopeShown(rows[i] ?? []), name).toEqual(envelopeOf(frame));
      // Wireshark's own reading of the body stands beside ours
      expect(rows[i]?.find((row) => row.name === 'cbor.item.map')?.length, name).toBe(bytes.length - 14);
    }
  });

  it('say in the list what they are, and what a reply came to', () => {
    dissect(
      at('list'),
      golden.map(({ bytes }, i) => datagram(i, bytes)),
    );
    const info = new Map(column(at('list'), 'Info').map((text, i) => [golden[i]!.name, text]));
    expect(info.get('probe-any-padded')).toBe('P probe FF/FF');
    expect(info.get('probe-reply')).toBe('p probe 03/00: done, EPSON TM-L90');
    expect(info.get('probe-reply-too-large')).toBe('p probe 03/00: answer too large here');
    expect(info.get('login-challenge')).toBe('c authenticate 00/00: authentication needed');
    expect(info.get('notify-leave')).toBe('N leave 03/00');
  });

  it('are called malformed where the codec says so, by the same word: prefixes, surplus, and a thousand changed frames', () => {
    const frames = [
      ...bent(),
      ...changedBytes(
        golden.map(({ bytes }) => bytes),
        5,
        1000,
      ),
    ];
    const rows = dissect(
      at('malformed'),
      frames.map((bytes, i) => datagram(i, bytes)),
    );
    const words = frames.map((bytes) => {
      const result = decodeNcdp2(bytes);
      return result.ok ? 'whole' : result.error.code;
    });
    const shown = rows.map(
      (row) =>
        row
          .find(({ name }) => codes.has(name))
          ?.name.slice(6)
          .replace('_', '-') ?? 'whole',
    );
    for (const [i, word] of words.entries())
      expect(`${shown[i]} ${Buffer.from(frames[i]!).toString('hex')}`).toBe(
        `${word} ${Buffer.from(frames[i]!).toString('hex')}`,
      );
    expect(new Set(words)).toEqual(new Set(['whole', 'truncated', 'trailing', 'bad-letter', 'bad-body']));
  });

  it('are left to others where they have another magic, and found on any port where they have ours', () => {
    const strange = datagram(0, new TextEncoder().encode('epncdp2 of the owner'));
    const moved = udpPacket(1, client, { ...server, port: 43259 }, bytesOf('query-status'));
    const nearly = udpPacket(2, client, { ...server, port: 43259 }, new TextEncoder().encode('NCDP2 is a magic, too'));
    const rows = dissect(at('others'), [strange, moved, nearly]);
    expect(rows.map((row) => row.some(({ name }) => name === 'ncdp2'))).toEqual([false, true, false]);
  });

  it('are joined by their tokens alone, to a question that went to a group', () => {
    const ask = (token: number) => encodeNcdp2({ ...probe, body: { token: Uint8Array.of(token), version: 1 } });
    const reply = (token: number) =>
      encodeNcdp2({ ...probe, letter: 'p', deviceType: 3, deviceNumber: 0, body: { token: Uint8Array.of(token) } });
    const packets = [
      udpPacket(0, client, group, ask(7)),
      udpPacket(100, client, group, ask(8)),
      udpPacket(400, server, client, reply(7)),
      udpPacket(500, server, client, reply(8)),
      udpPacket(600, server, client, reply(9)),
    ];
    const rows = dissect(at('joined'), packets, ['-2']);
    const values = (name: string) => rows.map((row) => row.find((one) => one.name === `ncdp2.${name}`)?.show);
    expect(values('response_to')).toEqual([undefined, undefined, '1', '2', undefined]);
    expect(values('response_in')).toEqual(['3', '4', undefined, undefined, undefined]);
    expect(values('time').slice(2, 4).map(Number)).toEqual([0.4, 0.4]);
  });
});

describe('a TLS stream', () => {
  const token = Uint8Array.of(1, 2, 3);
  const large = 'x'.repeat(40_000);
  const subscribe = encodeNcdp2({ ...probe, letter: 'C', function: 0x202, body: { token, version: 1 } });
  const done = encodeNcdp2({ ...probe, letter: 'c', deviceType: 2, deviceNumber: 0, function: 0x202, body: { token } });
  const change = { ...probe, letter: 'N', deviceType: 2, deviceNumber: 0, function: 1 } as const;
  const event = encodeNcdp2({ ...change, body: { token, revision: 2, bootId: 5, changes: ['printer-state'] } });
  const identity = { ...probe, letter: 'q', deviceType: 2, deviceNumber: 0 } as const;
  const told = encodeNcdp2({ ...identity, body: { token, attributes: { 'printer-info': large } } });

  it('is read frame by frame with the keys of the connection, however records cut it', async () => {
    const both = Buffer.concat([done, event]);
    const said: TlsPiece[] = [
      { by: 'client', bytes: subscribe.subarray(0, 3) },
      { by: 'client', bytes: subscribe.subarray(3, 17) },
      { by: 'client', bytes: subscribe.subarray(17) },
      { by: 'server', bytes: both.subarray(0, done.length + 20) },
      { by: 'server', bytes: both.subarray(done.length + 20) },
      { by: 'server', bytes: told },
    ];
    for (const port of [3259, 48259]) {
      const { infos, rows } = await overTls(said, port);
      expect(infos).toEqual([
        'C subscribe FF/FF',
        'c subscribe 02/00: done',
        'N change 02/00',
        'q identity 02/00: done',
      ]);
      const frames = rows.flat();
      const attribute = frames.find(({ name }) => name === 'ncdp2.attribute');
      expect(attribute?.length).toBe(40_000 + 3 + 13);
      expect(frames.filter(({ name }) => name === 'ncdp2.response_to')).toHaveLength(2);
      expect(frames.some(({ name }) => codes.has(name))).toBe(false);
    }
  });

  it('ends at bytes that are no frame, and says so', async () => {
    const wrong = new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n');
    const { rows, infos } = await overTls([{ by: 'client', bytes: Buffer.concat([subscribe, wrong]) }], 3259);
    expect(infos).toEqual(['C subscribe FF/FF | NCDP/2, bad-magic']);
    expect(rows.flat().filter(({ name }) => name === 'ncdp2.bad_magic')).toHaveLength(1);
  });

  it('is read without its TLS as well, where somebody took that off', () => {
    const writer = new TcpWriter(stream, { ...server, transport: 'tcp', port: 9999 }, 1000, 20);
    const packets = writer
      .say('client', 1010, subscribe)
      .say('server', 1020, Buffer.concat([done, event]))
      .end(1030);
    dissect(at('plain'), packets);
    const infos = column(at('plain'), 'Info', ['-Y', 'ncdp2']);
    // these segments acknowledge nothing, which tshark remarks
    expect(infos.map((text) => text.replace(/^\[TCP .*?\] /, '')).join(' | ')).toBe(
      'C subscribe FF/FF | c subscribe 02/00: done | N change 02/00',
    );
  });

  async function overTls(said: readonly TlsPiece[], port: number) {
    const { pieces, keys } = await recordTls(said, 'ncdp/2');
    const keyFile = join(folder, 'keys.log');
    writeFileSync(keyFile, keys);
    const writer = new TcpWriter(stream, { ...server, transport: 'tcp', port }, 1000);
    for (const [i, { by, bytes }] of pieces.entries()) writer.say(by, 1010 + i, bytes);
    const options = ['-o', `tls.keylog_file:${keyFile}`];
    const rows = dissect(at('tls'), writer.end(2000), options);
    return { rows, infos: column(at('tls'), 'Info', [...options, '-Y', 'ncdp2']) };
  }
});

function bytesOf(name: string): Uint8Array {
  return golden.find((row) => row.name === name)!.bytes;
}

function decoded(bytes: Uint8Array): Ncdp2Frame {
  const result = decodeNcdp2(bytes);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function datagram(i: number, bytes: Uint8Array): CapturedPacket {
  const asker = { ...client, port: 40000 + i };
  return (bytes[5] ?? 0) >= 0x61
    ? udpPacket(1000 + i, server, asker, bytes)
    : udpPacket(1000 + i, asker, server, bytes);
}

/** The envelope as the dissector shows it, by key in the order of the wire. */
function envelopeShown(rows: readonly Shown[]): readonly string[] {
  return rows
    .filter(({ name }) => name.startsWith('ncdp2.') && !headOrMade.has(name))
    .map(({ name, show }) => `${name.slice(6)} ${show.replaceAll(':', '')}`);
}

function envelopeOf(frame: Ncdp2Frame): readonly string[] {
  return envelopeEntries(frame.body).flatMap(([key, value]) => {
    const name = filterName('x', envelopeNames[key] ?? 'unknownKey').slice(2);
    if (value instanceof Uint8Array) return [`${name} ${Buffer.from(value).toString('hex')}`];
    if (name === 'unknown_key') return [`${name} ${key} ${line(value)}`];
    if (typeof value !== 'object' || value === null) return [`${name} ${value === true ? '1' : String(value)}`];
    const inside = Array.isArray(value)
      ? value.map((one) => `changed ${line(one)}`)
      : // shorter keys come first on the wire (RFC 8949, 4.2.1: bytewise, and the length stands in front)
        Object.entries(value)
          .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))
          .map(([text, one]) => `attribute ${text} ${line(one)}`);
    return [`${name} `, ...inside.map((text) => text.replaceAll(':', ''))];
  });
}

/** As the dissector writes a value in one line. */
function line(value: unknown): string {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `[${value.map(line).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${key} ${line(one)}`).join(', ')}}`;
}

/** Frames of section 7: one of each fault of the encoding. */
function bent(): readonly Uint8Array[] {
  const whole = bytesOf('query-status');
  const head = (length: number) => `4e43445032 50 ffff 0000 0000 ${length.toString(16).padStart(4, '0')}`;
  const bodies = [
    'a2 00 41 07 01 01 00',
    'a1 00 40',
    'a1 00 49 000000000000000000',
    'a1 01 1801',
    'a1 01 20',
    'a1 01 1bffffffffffffffff',
    'a1 18ff 1b001fffffffffffff',
    'a1 18ff 3b001ffffffffffffe',
    'a1 18ff 3b001fffffffffffff',
    'a1 18ff 1b0020000000000000',
    'a2 01 01 00 41 07',
    'a2 00 41 07 00 41 07',
    'bf 01 01 ff',
    'a1 01 f5',
    'a1 06 f4',
    'a1 06 f7',
    'a1 01 c1 01',
    'a1 18ff f93c00',
    'a1 18ff 8181818181818180',
    'a1 18ff 818181818181818180',
    'a1 18ff 62c328',
    'a1 18ff 63eda080',
    'a1 08 a1 01 01',
    'a1 08 a1 18ff a0',
    'a1 08 a0',
    'a1 08 80',
    'a1 07 4f00000000000000000000000000000000',
    'a1 09 9a00010000',
    'a1 20 01',
    'a1 61 61 01',
    '80',
    '01',
    'a0',
    '5affffffff',
  ].map((text) => parseHex(text.replaceAll(' ', ''))!);
  return [
    ...Array.from({ length: whole.length - 5 }, (_, i) => whole.subarray(0, 5 + i)),
    Buffer.concat([whole, Uint8Array.of(0)]),
    Buffer.concat([whole, whole]),
    parseHex('4e43445032 50 ffff 0000 0000 0000'.replaceAll(' ', ''))!,
    ...bodies.map((body) => Buffer.concat([parseHex(head(body.length).replaceAll(' ', ''))!, body])),
  ];
}

const UDP_AT = 42;
const client: Endpoint = { address: '10.0.0.1', port: 40000, transport: 'udp' };
const stream: Endpoint = { address: '10.0.0.1', port: 50000, transport: 'tcp' };
const server: Endpoint = { address: '10.0.0.9', port: 3259, transport: 'udp' };
const group: Endpoint = { address: '239.255.32.59', port: 3259, transport: 'udp' };
const probe = { letter: 'P', deviceType: 0xff, deviceNumber: 0xff, function: 0, result: 0 } as const;
const codes = new Set(['truncated', 'bad_magic', 'bad_letter', 'trailing', 'bad_body'].map((code) => `ncdp2.${code}`));
const envelopeNames: Readonly<Record<number, string>> = {
  0: 'token',
  1: 'version',
  2: 'padding',
  3: 'revision',
  4: 'bootId',
  5: 'maxAgeSeconds',
  6: 'dryRun',
  7: 'idempotencyKey',
  8: 'attributes',
  9: 'changes',
  10: 'deviceCount',
};
const headOrMade = new Set(
  ['magic', 'letter', 'device_type', 'device_number', 'function', 'result', 'length', 'function_name', 'body'].map(
    (name) => `ncdp2.${name}`,
  ),
);
