import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseHex } from '../../packages/core/src/bytes/hex.ts';
import { dissect } from '../peers/tshark-fields.ts';
import { udpPacket } from '../support/packets.ts';

const file = new URL('../../../shared/corpus/ncdp2/vectors.tsv', import.meta.url);
const [, ...lines] = readFileSync(file, 'utf8').replace(/\n$/, '').split('\n');
const vectors = lines.map((line) => {
  const [id = '', kind = '', hex = '', meaning = ''] = line.split('\t');
  return { id, kind, bytes: parseHex(hex)!, meaning: JSON.parse(meaning) as Meaning };
});
const folder = mkdtempSync(join(tmpdir(), 'quietport-vectors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Frames of an implementation that shares no code with ours, shown by tshark with our dissector. */
describe('the vectors of the open profile in tshark', () => {
  const [asker, server] = [40_000, 3259].map((port) => ({ address: '192.0.2.9', port, transport: 'udp' as const }));
  const packets = vectors.map(({ bytes }, i) => udpPacket(1000 + i, { ...asker!, port: 40_000 + i }, server!, bytes));
  const rows = dissect(join(folder, 'vectors.pcapng'), packets);
  const value = (i: number, name: string) => rows[i]?.find((row) => row.name === `ncdp2.${name}`)?.value;

  it.each(vectors.map((row, i) => ({ ...row, i })).filter(({ kind }) => kind === 'good'))(
    '$id has the head that they say, and no fault',
    ({ i, meaning }) => {
      const heads = ['letter', 'device_type', 'device_number', 'function', 'result'].map((name) => value(i, name));
      const { letter = '', deviceType, deviceNumber, function: id, result } = meaning;
      const hex = (number = -1, digits = 2) => number.toString(16).padStart(digits, '0');
      const said = [hex(letter.charCodeAt(0)), hex(deviceType), hex(deviceNumber), hex(id, 4), hex(result, 4)];
      expect(heads).toEqual(said);
      expect(rows[i]?.some(({ name }) => name.startsWith('_ws.expert'))).toBe(false);
    },
  );

  it.each(vectors.map((row, i) => ({ ...row, i })).filter(({ kind }) => kind === 'malformed'))(
    '$id is called by its code, or left to others where the magic is not ours',
    ({ i, bytes, meaning }) => {
      const code = meaning.error ?? '';
      const ours = Buffer.from(bytes.subarray(0, 5)).toString() === 'NCDP2';
      const names = rows[i]?.map(({ name }) => name) ?? [];
      expect(names.includes('ncdp2')).toBe(ours);
      expect(names.includes(`ncdp2.${code.replace('-', '_')}`)).toBe(ours);
    },
  );
});

interface Meaning {
  readonly letter?: string;
  readonly deviceType?: number;
  readonly deviceNumber?: number;
  readonly function?: number;
  readonly result?: number;
  readonly error?: string;
}
