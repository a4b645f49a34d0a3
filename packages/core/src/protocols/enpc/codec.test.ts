import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex, parseHex } from '../../bytes/hex.ts';
import { claimsOf } from './claims.ts';
import { decodeEnpc, encodeEnpc } from './codec.ts';
import { describeEnpc } from './describe.ts';
import { functionOf } from './functions.ts';

const golden = goldenOf('enpc');
const packetOf = (name: string) => golden.find((row) => row.name === name)!.bytes;
const packetFrom = (bytes: Uint8Array) => {
  const decoded = decodeEnpc(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const field = (name: string, path: string) => {
  const described = describeEnpc(packetOf(name));
  return described.fields.find((row) => row.path === path);
};

describe('ENPC packets', () => {
  it('has all twenty published captures of UDP 3289', () => {
    expect(golden.length).toBe(20);
  });

  it.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    expect(formatHex(encodeEnpc(packetFrom(bytes)))).toBe(formatHex(bytes));
  });

  it.each(golden)('$name: every proper prefix is truncated, or lacks surplus bytes only', ({ bytes }) => {
    const whole = 14 + packetFrom(bytes).parameters.length;
    for (let length = 0; length < whole; length++) {
      expect(decodeEnpc(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
    }
  });

  it.each(golden)('$name: the fields cover every byte once, in order', ({ bytes }) => {
    const described = describeEnpc(bytes);
    expect(described.ok).toBe(true);
    let next = 0;
    for (const row of described.fields) {
      expect(row.offset).toBe(next);
      next += row.length;
    }
    expect(next).toBe(bytes.length);
  });

  it.each(golden)('$name: every claim names a field that stands in the packet', ({ bytes }) => {
    const paths = new Set(describeEnpc(bytes).fields.map((row) => row.path));
    for (const claim of claimsOf(packetFrom(bytes))) expect(paths).toContain(claim.path);
  });

  it('reads another magic as another protocol', () => {
    expect(decodeEnpc(parseHex('4e43445032500000000000000000')!)).toMatchObject({
      ok: false,
      error: { code: 'bad-magic', offset: 0, field: 'head.magic' },
    });
  });

  it('keeps letters, functions and device types that nobody has published', () => {
    const bytes = parseHex('4550534f4e4e07010abc00000003c0ffee')!;
    const described = describeEnpc(bytes);
    expect(described).toMatchObject({ ok: true, value: { letter: 'N', function: 0x0abc, parameters: 'c0ffee' } });
    expect(functionOf(packetFrom(bytes))).toBeUndefined();
    expect(formatHex(encodeEnpc(packetFrom(bytes)))).toBe(formatHex(bytes));
  });

  it('takes the 16-byte request of older SDKs as function 0000 with two surplus bytes', () => {
    const packet = packetFrom(packetOf('req-q03-0000-sdk16'));
    expect(packet).toMatchObject({ letter: 'Q', deviceType: 3, function: 0, result: 0x1000 });
    expect(packet.surplus.length).toBe(2);
  });

  it('takes the 15-byte probe of SANE', () => {
    expect(packetFrom(parseHex('4550534f4e5000ff00000000000000')!)).toMatchObject({ letter: 'P', deviceNumber: 0xff });
  });

  it('is total: any bytes give a value or an error with code, offset and field, and can be described', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (noise, framed) => {
        const bytes = framed ? Uint8Array.from([0x45, 0x50, 0x53, 0x4f, 0x4e, ...noise]) : noise;
        const decoded = decodeEnpc(bytes);
        const described = describeEnpc(bytes);
        expect(described.ok).toBe(decoded.ok);
        if (decoded.ok) {
          claimsOf(decoded.value);
          expect(formatHex(encodeEnpc(decoded.value))).toBe(formatHex(bytes));
        } else expect(decoded.error.field).not.toBe('');
      }),
    );
  });
});

describe('what ENPC replies let us say', () => {
  it('reads model, MAC and address of a TM-T88V', () => {
    expect(claimsOf(packetFrom(packetOf('rep-q03-0001-t88v')))).toEqual(
      expect.arrayContaining([
        { is: 'mac', value: '00:26:ab:7c:e8:31', path: 'combined.mac' },
        { is: 'fact', fact: 'model', value: 'TM-T88V', path: 'combined.model', basis: 'told' },
        { is: 'fact', fact: 'make', value: 'EPSON', path: 'combined.mac', basis: 'derived' },
      ]),
    );
    expect(claimsOf(packetFrom(packetOf('rep-q00-0010-t88v')))).toContainEqual({
      is: 'address',
      value: '192.168.178.61',
      path: 'ip.address',
    });
  });

  it('reads the device ID of an XP-432, with the serial that its owner published (18 hex digits)', () => {
    const claims = claimsOf(packetFrom(packetOf('rep-q02-0000-xp432')));
    expect(claims).toContainEqual(
      expect.objectContaining({ fact: 'model', value: 'XP-432 435 Series', basis: 'told' }),
    );
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'make', value: 'EPSON' }));
    expect(claims).toContainEqual(expect.objectContaining({ fact: 'kind', value: 'printer' }));
  });

  it('claims no maker where the MAC is not of Epson, whatever the model is called', () => {
    const claims = claimsOf(packetFrom(packetOf('rep-q03-0001-tmm30ii')));
    expect(claims.some((claim) => claim.is === 'fact' && claim.fact === 'make')).toBe(false);
  });

  it('claims nothing from a refusal, a request or an unknown function', () => {
    expect(claimsOf(packetFrom(packetOf('rep-q03-0131-t88v')))).toEqual([]);
    expect(claimsOf(packetFrom(packetOf('req-q03-0000-app14')))).toEqual([]);
    expect(claimsOf(packetFrom(packetOf('rep-q03-0131-tmm30ii')))).toEqual([]);
  });

  it('explains nothing of a reply that has not the size of its layout', () => {
    const echo = new Uint8Array(76);
    echo.set(parseHex('4550534f4e71000000100000003e')!);
    expect(describeEnpc(echo).fields.map((row) => row.path)).toContain('parameters');
    expect(claimsOf(packetFrom(echo))).toEqual([]);
  });

  it('reads the ASB of a healthy printer as idle, and a printer off-line without paper as stopped', () => {
    const idle = packetOf('rep-q03-0010-t88v');
    expect(claimsOf(packetFrom(idle))).toContainEqual({ is: 'state', word: 'idle', reasons: [], path: 'status.asb' });
    const empty = Uint8Array.from(idle);
    empty.set([0x1c, 0x00, 0x0c, 0x0f], 15);
    expect(claimsOf(packetFrom(empty))).toContainEqual({
      is: 'state',
      word: 'stopped',
      reasons: ['media-empty-error'],
      path: 'status.asb',
    });
  });

  it('marks what is only inferred', () => {
    expect(field('rep-q03-0000-t88v', 'printer.model')).toMatchObject({
      offset: 19,
      length: 128,
      text: 'TM-T88V',
      confidence: 'multi',
    });
    expect(field('rep-q03-0000-t88v', 'printer.modelId')?.confidence).toBe('inferred');
    expect(field('rep-q03-0000-t88v', 'printer.unknown1')?.confidence).toBe('unknown');
  });

  it('marks every explained row of a 76-byte probe reply as inferred: none was ever published', () => {
    const bytes = new Uint8Array(76);
    bytes.set(parseHex('4550534f4e70000000000000003e')!);
    const described = describeEnpc(bytes);
    expect(described.fields.find((row) => row.path === 'interface.mac')?.confidence).toBe('inferred');
    expect(described.fields.find((row) => row.path === 'interface.rest')?.length).toBe(8);
  });
});
