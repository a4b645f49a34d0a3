import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CapturedPacket, type Endpoint, parseHex } from '@quietport/core';
import { afterAll, expect, it } from 'vitest';
import type { Field } from '../../packages/core/src/bytes/field.ts';
import { describeEnpc } from '../../packages/core/src/protocols/enpc/describe.ts';
import { changedBytes } from '../support/changed-bytes.ts';
import { filterName } from '../support/dissector.ts';
import { goldenOf } from '../support/golden.ts';
import { udpPacket } from '../support/packets.ts';
import { column, dissect, fieldsOf, type Shown } from './tshark-fields.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietport-dissector-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, `${name}.pcapng`);

const golden = goldenOf('enpc');
// what no golden packet shows: letters, types and functions without a name, a longer probe reply, a text that is no UTF-8
const made = [
  '4550534f4e 49 00 00 0000 0000 0000',
  '4550534f4e 58 77 01 1234 0000 0002 abcd',
  '4550534f4e 7a 03 00 0010 1234 0001 00',
  `4550534f4e 70 00 00 0000 0000 003e ${'55422d45'.padEnd(64, '0')} 0001ffff15000200 02aabbccddee 0000000100000001 0300000000000001`,
  `4550534f4e 71 03 00 0000 0000 0085 0005200264 ${'54e96c'.padEnd(256, '0')}`,
  '4550534f4e 71 02 00 0000 0000 0005 0102030405',
  '4550534f4e 71 02 00 0000 0000 0011 0300000a 6d646c3a416d66673a42 4e616d',
  '4550534f4e 63 03 00 0011 0000 0003 000000',
].map((text, i) => ({ name: `made-${i}`, bytes: parseHex(text.replaceAll(' ', ''))! }));

it('shows every field of every packet as decode does: its place, its length, its value, its name', () => {
  const packets = [...golden, ...made].map(({ bytes }, i) => enpcPacket(i, bytes));
  const rows = dissect(at('golden'), packets);
  expect(rows).toHaveLength(packets.length);
  for (const [i, { name, bytes }] of [...golden, ...made].entries()) {
    const described = describeEnpc(bytes);
    expect(described.ok, name).toBe(true);
    const fields = described.fields.map((field) => asShown(field, bytes));
    const shown = (rows[i] ?? []).filter((row) => row.name.startsWith('enpc.') && !generated.has(row.name));
    expect(shown.map(comparable), name).toEqual(fields.map(({ show: _, ...row }) => row));
    for (const [k, field] of fields.entries()) expect(says(shown[k]!, field.show), `${name} ${field.name}`).toBe(true);
  }
});

it('says in the list what a person looks for', () => {
  dissect(
    at('list'),
    golden.map(({ bytes }, i) => enpcPacket(i, bytes)),
  );
  const info = new Map(column(at('list'), 'Info').map((text, i) => [golden[i]!.name, text]));
  expect(info.get('req-q03-0000-sdk16')).toBe('Q printer basic information 03/00');
  expect(info.get('rep-q03-0001-t88v')).toBe('q combined information 03/00: normal end, TM-T88V');
  expect(info.get('rep-c03-0016-f000')).toBe('c clear the connection time-out timer 03/00: refused or failed');
  expect(info.get('rep-q03-0131-t88v')).toBe('q unknown query 0131 03/00: function not supported');
  expect(new Set(column(at('list'), 'Protocol'))).toEqual(new Set(['ENPC']));
});

it('joins a reply to the question that was broadcast, and the first reply to its question', () => {
  const [question, reply] = ['req-q03-0000-app14', 'rep-q03-0000-t88v'].map((name) => bytesOf(name));
  const other = { ...device, address: '10.0.0.8' };
  const packets = [
    udpPacket(1000, client, everybody, question!),
    udpPacket(1250, device, client, reply!),
    udpPacket(1500, other, client, reply!),
    udpPacket(2000, device, { ...client, port: 40001 }, reply!),
  ];
  const rows = dissect(at('joined'), packets, ['-2']);
  const value = (i: number, name: string) => rows[i]?.find((row) => row.name === `enpc.${name}`)?.show;
  expect(value(0, 'response_in')).toBe('2');
  expect([value(1, 'response_to'), value(2, 'response_to'), value(3, 'response_to')]).toEqual(['1', '1', undefined]);
  expect([value(1, 'time'), value(2, 'time')].map(Number)).toEqual([0.25, 0.5]);
});

it('leaves to others what is not its own, on its port too, and finds its own on any port', () => {
  const strange = udpPacket(0, client, device, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  const near = udpPacket(1, client, device, new TextEncoder().encode('EPSOM says hello to all'));
  const moved = udpPacket(2, client, { ...device, port: 23289 }, bytesOf('req-q03-0000-app14'));
  const text = udpPacket(3, client, { ...device, port: 23289 }, new TextEncoder().encode('EPSON printers are nice'));
  const rows = dissect(at('others'), [strange, near, moved, text]);
  const has = (i: number, name: string) => rows[i]?.some((row) => row.name === name);
  expect([0, 1, 2, 3].map((i) => has(i, 'enpc'))).toEqual([false, false, true, false]);
  expect([0, 1, 3].every((i) => has(i, 'data.data') || has(i, 'data'))).toBe(true);
});

it('calls a packet truncated where the codec does, for every proper prefix', () => {
  const whole = bytesOf('rep-q00-0010-t88v');
  const prefixes = Array.from({ length: whole.length - 5 }, (_, i) => whole.subarray(0, 5 + i));
  const rows = dissect(
    at('prefixes'),
    prefixes.map((bytes, i) => enpcPacket(i, bytes)),
  );
  for (const [i, prefix] of prefixes.entries()) {
    const described = describeEnpc(prefix);
    expect(described.ok || described.error.code, `${prefix.length} bytes`).toBe('truncated');
    expect(
      rows[i]?.some((row) => row.name === 'enpc.truncated'),
      `${prefix.length} bytes`,
    ).toBe(true);
  }
});

it('shows a thousand changed packets as decode does, and no error of its own', () => {
  const packets = changedBytes(
    golden.map(({ bytes }) => bytes),
    5,
    1000,
  );
  const rows = dissect(
    at('changed'),
    packets.map((bytes, i) => enpcPacket(i, bytes)),
  );
  for (const [i, bytes] of packets.entries()) {
    const described = describeEnpc(bytes);
    const shown = (rows[i] ?? []).filter((row) => row.name.startsWith('enpc.') && !generated.has(row.name));
    const whole = shown.map(({ name, offset, length }) => ({ name, offset, length }));
    const said = described.fields.map((field) => asShown(field, bytes));
    if (described.ok) expect(whole).toEqual(said.map(({ name, offset, length }) => ({ name, offset, length })));
    const truncated = rows[i]?.some((row) => row.name === 'enpc.truncated');
    expect(truncated).toBe(!described.ok && described.error.code === 'truncated');
  }
});

it('blames no packet for a capture that kept only its beginning', () => {
  dissect(at('whole'), [enpcPacket(0, bytesOf('rep-q03-0001-t88v'))]);
  execFileSync('editcap', ['-s', '100', at('whole'), at('short')]);
  const [row = []] = fieldsOf(at('short'));
  expect(row.filter(({ name }) => name.startsWith('enpc.')).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['enpc.length', 'enpc.function_name']),
  );
  expect(row.some(({ name }) => name === 'enpc.truncated' || name.startsWith('_ws.expert'))).toBe(false);
});

function bytesOf(name: string): Uint8Array {
  return golden.find((row) => row.name === name)!.bytes;
}

function enpcPacket(i: number, bytes: Uint8Array): CapturedPacket {
  // each with a port of its own, so that nothing is joined
  const asker = { ...client, port: 40000 + i };
  const reply = (bytes[5] ?? 0) >= 0x61;
  return reply ? udpPacket(1000 + i, device, asker, bytes) : udpPacket(1000 + i, asker, everybody, bytes);
}

/** A field of ours as tshark is to show it: Ethernet, IPv4 and UDP heads stand before the packet. */
function asShown({ path, offset, length, text }: Field, bytes: Uint8Array) {
  const value = Buffer.from(bytes.subarray(offset, offset + length)).toString('hex');
  return { name: filterName('enpc', path), offset: offset + 42, length, value, show: text };
}

function comparable({ name, offset, length, value }: Shown) {
  return { name, offset, length, value };
}

/** The same value, and the same words: `q (query reply)` is shown as `Letter: query reply ('q')`. */
function says({ label, show }: Shown, text: string): boolean {
  const [, value = text, words] = /^(\S+) \((.+)\)$/.exec(text) ?? [];
  if (words !== undefined && words !== 'unknown' && !label.toLowerCase().includes(words.toLowerCase())) return false;
  return [value, `'${value}'`].includes(show) || show.replaceAll(':', '') === value;
}

const generated = new Set(['enpc.function_name', 'enpc.truncated', 'enpc.response_to', 'enpc.time']);
const client: Endpoint = { address: '10.0.0.1', port: 40000, transport: 'udp' };
const device: Endpoint = { address: '10.0.0.9', port: 3289, transport: 'udp' };
const everybody: Endpoint = { address: '255.255.255.255', port: 3289, transport: 'udp' };
