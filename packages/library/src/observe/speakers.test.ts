import { catalogue, OBSERVED, type Observation, parseHex } from '@quietport/core';
import { openMemoryStore } from '@quietport/node';
import { describe, expect, it } from 'vitest';
import { speakersDocument } from '../documents/speakers.ts';
import { observedSpeakers } from './speakers.ts';

let count = 0;
const heard = (address: string, raw: Uint8Array, more: Partial<Observation> = {}): Observation => ({
  ...{ id: `o${count++}`, at: count * 1_000, vantage: { host: 'here', interface: 'eth0' }, claims: [] },
  ...{ from: { address, port: 41_000, transport: 'udp' }, protocol: OBSERVED, watched: 3259, raw },
  ...more,
});

const text = (said: string) => new TextEncoder().encode(said);
// the vectors of sections 2 and 4: a probe for any device, and ENPC's own probe (14 bytes)
const NCDP2_PROBE = parseHex('4e4344503250ffff000000000000000da3004801020304050607080101')!;
const ENPC_PROBE = parseHex('4550534f4e500000000000000000')!;

async function told(rows: readonly Observation[], wish = {}) {
  const store = openMemoryStore();
  await store.observations.append(rows);
  return observedSpeakers(store, catalogue, wish);
}

describe('who spoke on a watched port', () => {
  it('is listed with bytes and hints, the latest first; ENPC and the open profile are not unknown', async () => {
    const body = NCDP2_PROBE.slice();
    body[13] = body.length - 14;
    const speakers = await told([
      heard('192.0.2.9', text('HELO one')),
      heard('192.0.2.9', text('HELO two')),
      heard('192.0.2.7', body),
      heard('192.0.2.7', ENPC_PROBE),
      heard('192.0.2.8', text('later')),
      heard('192.0.2.6', new Uint8Array()),
      heard('192.0.2.5', text('no watch'), { protocol: 'enpc' }),
    ]);
    expect(speakers.map(({ address, port, count: messages }) => [address, port, messages])).toEqual([
      ['192.0.2.8', 3259, 1],
      ['192.0.2.9', 3259, 2],
    ]);
    const hints = speakers[1]!.hints.map(({ text: said }) => said).join('\n');
    expect(hints).toContain('text "HELO one"');
    const document = JSON.parse(JSON.stringify(speakersDocument(speakers))) as {
      speakers: { device: unknown; messages: { bytes: string; number: number }[]; hints: { messages: number[] }[] }[];
    };
    expect(document.speakers[1]).toMatchObject({ device: null, firstAt: '1970-01-01T00:00:01.000Z' });
    expect(document.speakers[1]!.messages.map(({ number, bytes }) => [number, bytes])).toEqual([
      [1, '48454c4f206f6e65'],
      [2, '48454c4f2074776f'],
    ]);
    for (const { messages } of document.speakers[1]!.hints)
      expect(messages.every((number) => number === 1 || number === 2)).toBe(true);
  });

  it('may be asked for by number and transport; evidence without the number goes by where it came from', async () => {
    const { watched: _, ...older } = heard('192.0.2.3', text('older'), {
      from: { address: '192.0.2.3', port: 3259, transport: 'udp' },
    });
    const rows = [heard('192.0.2.9', text('a')), heard('192.0.2.9', text('b'), { watched: 9999 }), older];
    const of = async (wish: object) => (await told(rows, wish)).map(({ address, port }) => `${address} ${port}`).sort();
    expect(await of({ port: 3259 })).toEqual(['192.0.2.3 3259', '192.0.2.9 3259']);
    expect(await of({ port: 9999 })).toEqual(['192.0.2.9 9999']);
    expect(await of({ transport: 'tcp' })).toEqual([]);
    expect(await of({ most: 1 })).toHaveLength(1);
  });
});
