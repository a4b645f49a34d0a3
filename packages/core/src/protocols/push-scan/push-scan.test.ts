import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeSlp, encodeSlp } from '../../formats/slp.ts';
import { answers } from './answers.ts';
import { claimsOf } from './claims.ts';
import { decodePushScan, encodePushScan, type PushScanRequest } from './codec.ts';
import { describePushScan } from './describe.ts';
import { listen } from './talk.ts';

const golden = goldenOf('push-scan');
const requests = golden.filter(({ name }) => name.startsWith('request'));
const replies = golden.filter(({ name }) => name.startsWith('reply'));
const bytesOf = (name: string) => golden.find((row) => row.name === name)!.bytes;
const read = (bytes: Uint8Array): PushScanRequest => {
  const decoded = decodePushScan(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};

describe('an announcement of push scan', () => {
  it.each(requests)('$name is encoded again byte by byte, and every proper prefix is truncated', ({ bytes }) => {
    expect(formatHex(encodePushScan(read(bytes)))).toBe(formatHex(bytes));
    for (let length = 0; length < bytes.length; length++)
      expect(decodePushScan(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it.each(golden)('$name: the fields cover every byte once, in order', ({ bytes }) => {
    const { fields } = describePushScan(bytes);
    expect(fields.reduce((end, { offset, length }) => (offset === end ? end + length : Number.NaN), 0)).toBe(
      bytes.length,
    );
  });

  it('names a product and says: a scanner of Epson’s', () => {
    const request = read(bytesOf('request-11d1-07'));
    expect(request).toEqual({ xid: 7, product: 'PID 11D1', wanted: ['ClientName', 'IPAddress', 'EventPort'] });
    expect(claimsOf(request)).toEqual([
      { is: 'fact', fact: 'kind', value: 'scanner', basis: 'derived', path: 'url' },
      { is: 'fact', fact: 'make', value: 'EPSON', basis: 'derived', path: 'url' },
    ]);
    const fields = describePushScan(bytesOf('request-11d1-07')).fields;
    expect(fields.find(({ path }) => path === 'url')?.text).toBe('service:NetScanMonitor-agent');
  });

  it.each(replies)('$name, a computer’s answer, is described and is no announcement', ({ bytes }) => {
    expect(describePushScan(bytes)).toMatchObject({ value: { function: 'attributeReply' } });
    expect(decodePushScan(bytes)).toMatchObject({ ok: false, error: { code: 'bad-magic' } });
    const decoded = decodeSlp(bytes);
    expect(decoded.ok && formatHex(encodeSlp(decoded.value))).toBe(formatHex(bytes));
  });

  it('any bytes are one, or a reason', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.nat(91), fc.nat(255), (noise, at, byte) => {
        const wounded = bytesOf('request-08b5-01').slice();
        wounded[at] = byte;
        for (const bytes of [noise, wounded]) {
          const decoded = decodePushScan(bytes);
          if (!decoded.ok) expect(decoded.error.offset).toBeLessThanOrEqual(bytes.length);
          expect(describePushScan(bytes).ok || decoded.ok === false).toBe(true);
        }
      }),
    );
  });
});

describe('listening', () => {
  const hearing = (packets: readonly { readonly bytes: Uint8Array; readonly address?: string }[]) => {
    const left = [...packets];
    return perform(listen(), (effect) => {
      if (effect.do !== 'hear') throw new Error(`it must say nothing, not ${effect.do}`);
      const next = left.shift();
      const from = { address: next?.address ?? '192.0.2.9', port: 2968, transport: 'udp' as const };
      return next && { from, bytes: next.bytes, leftMs: 1 };
    });
  };

  it('tells each device once, whatever its copies and numbers, and no computer', () => {
    const { told, result } = hearing([
      { bytes: bytesOf('request-08b5-01') },
      { bytes: bytesOf('request-08b5-1c') },
      { bytes: bytesOf('reply-pc'), address: '192.0.2.50' },
      { bytes: Uint8Array.of(2, 6, 0) },
      { bytes: bytesOf('request-08b5-01'), address: '192.0.2.10' },
    ]);
    expect(told.map(({ from }) => from.address)).toEqual(['192.0.2.9', '192.0.2.10']);
    expect(result).toEqual({ is: 'silent' });
  });

  it('one that names another product each time is heard sixteen times', () => {
    const many = Array.from({ length: 100 }, (_, i) => encodePushScan({ xid: 1, product: `PID ${i}`, wanted: [] }));
    expect(hearing(many.map((bytes) => ({ bytes }))).told).toHaveLength(16);
  });
});

it('a virtual scanner asks its segment when it starts, and takes answers in silence', () => {
  const [behaviour] = answers(sampleDevice({ quirks: { 'push-scan.product': '08B5' } }));
  if (behaviour?.on !== 'udp') throw new Error('no datagrams');
  expect(behaviour.announce).toEqual([
    { bytes: bytesOf('request-08b5-01'), to: { address: '239.255.255.253', port: 2968, transport: 'udp' } },
  ]);
  const from = { address: '192.0.2.50', port: 2968, transport: 'udp' as const };
  expect(behaviour.answer({ from, bytes: bytesOf('reply-pc') })).toEqual([]);
});
