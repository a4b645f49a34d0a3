import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import type { Attributes } from '../../formats/attribute-value.ts';
import { claimsOf } from './claims.ts';
import { decodeNcdp2, encodeNcdp2, type Ncdp2Frame } from './codec.ts';
import { describeNcdp2 } from './describe.ts';

const golden = goldenOf('ncdp2');
const from = { address: '192.0.2.61', port: 3259, transport: 'udp' } as const;
const frameOf = (name: string): Ncdp2Frame => {
  const decoded = decodeNcdp2(golden.find((row) => row.name === name)!.bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const said = (attributes: Attributes): Ncdp2Frame => ({
  ...{ letter: 'q', deviceType: 2, deviceNumber: 0, function: 0, result: 0 },
  body: { version: 1, attributes },
});

describe('what NCDP/2 replies let us say', () => {
  it.each(golden)('$name: every claim names a field that stands in the frame', ({ bytes }) => {
    const paths = new Set(describeNcdp2(bytes).fields.map(({ path }) => path));
    const frame = frameOf(golden.find((row) => row.bytes === bytes)!.name);
    for (const claim of claimsOf({ ...frame, result: 0 }, { from, uuid: 'u', several: false }))
      expect(paths).toContain(claim.path);
  });

  it('reads who a POS printer is out of a probe reply', () => {
    const claims = claimsOf(frameOf('probe-reply'), { from, several: false });
    expect(claims).toEqual([
      {
        ...{ is: 'fact', fact: 'uuid', value: '8f6bc5a0-1f0e-4a53-9a64-0026ab7ce831' },
        ...{ path: 'body.8.printer-uuid', basis: 'told' },
      },
      expect.objectContaining({ fact: 'make', value: 'EPSON', basis: 'derived' }),
      expect.objectContaining({ fact: 'model', value: 'TM-L90' }),
      expect.objectContaining({ fact: 'serial', value: 'J5DF001234', basis: 'told' }),
      { is: 'fact', fact: 'kind', value: 'pos-printer', path: 'head.deviceType', basis: 'derived' },
      { is: 'mac', value: '00:26:ab:7c:e8:31', path: 'body.8.ncdp-interfaces.0.mac' },
      { is: 'address', value: '192.0.2.61', path: 'body.8.ncdp-interfaces.0.addresses.0' },
      { is: 'address', value: 'fe80::226:abff:fe7c:e831', path: 'body.8.ncdp-interfaces.0.addresses.1' },
    ]);
  });

  it('takes the interfaces of a server with several devices for no device’s', () => {
    const macs = (address: string) =>
      claimsOf(frameOf('probe-reply-of-nine'), { from: { ...from, address }, several: true }).filter(
        ({ is }) => is === 'mac' || is === 'address',
      );
    expect(macs('192.0.2.61')).toEqual([]);
    expect(macs('fe80::226:abff:fe7c:e831%eth0')).toEqual([]);
    expect(macs('127.0.0.1')).toEqual([]);
    expect(macs('192.0.2.99')).toHaveLength(3);
  });

  it('keeps the special levels as types', () => {
    const levels = claimsOf(frameOf('query-supplies-reply'), { from, several: false }).flatMap((claim) =>
      claim.is === 'supply' ? [[claim.name, claim.kind, claim.level, claim.colorant, claim.path]] : [],
    );
    expect(levels).toEqual([
      ['Black', 'ink', { type: 'exact', ratio: 0.63 }, 'black', 'body.8.marker-levels.0'],
      ['Cyan', 'ink', { type: 'at-least-some' }, 'cyan', 'body.8.marker-levels.1'],
      ['Magenta', 'ink', { type: 'unknown' }, 'magenta', 'body.8.marker-levels.2'],
      ['Yellow', 'ink', { type: 'unlimited' }, 'yellow', 'body.8.marker-levels.3'],
      ['Maintenance box', 'waste-ink', { type: 'exact', ratio: 0.12 }, undefined, 'body.8.marker-levels.4'],
    ]);
  });

  it('reads a state with its reasons, alerts, trays and ways to the same device', () => {
    expect(claimsOf(frameOf('query-status-reply'), { from, uuid: 'abc', several: false })).toEqual([
      { is: 'fact', fact: 'uuid', value: 'abc', path: 'head.deviceNumber', basis: 'derived' },
      expect.objectContaining({ fact: 'kind', value: 'pos-printer' }),
      {
        ...{ is: 'state', word: 'stopped', path: 'body.8.printer-state' },
        reasons: ['media-empty-error', 'cover-open-warning'],
      },
    ]);
    const claims = claimsOf(
      said({
        'printer-alert': [new TextEncoder().encode('code=coverOpen;severity=critical;group=cover')],
        'printer-alert-description': ['The cover is open.'],
        'printer-input-tray': [
          new TextEncoder().encode('type=sheetFeedAutoRemovableTray;level=50;maxcapacity=250;unit=19;name=Tray 1;'),
        ],
        'ncdp-uris': ['ipp://192.0.2.61/ipp/print', 'socket://192.0.2.61', 'gopher://x', 'http://192.0.2.61:99999/', 7],
      }),
      { from, several: false },
    );
    expect(claims).toContainEqual(
      expect.objectContaining({
        is: 'alert',
        severity: 'critical',
        code: 'cover-open',
        group: 'cover',
        text: 'The cover is open.',
      }),
    );
    expect(claims).toContainEqual(
      expect.objectContaining({ is: 'tray', name: 'Tray 1', level: { type: 'exact', ratio: 0.2 } }),
    );
    expect(
      claims.flatMap((claim) => (claim.is === 'service' ? [[claim.service, claim.port, claim.resource]] : [])),
    ).toEqual([
      ['ipp', 631, 'ipp/print'],
      ['raw', 9100, ''],
    ]);
  });

  it('says nothing of errors, and of the server itself', () => {
    expect(claimsOf(frameOf('probe-reply-too-large'), { from, uuid: 'u', several: false })).toEqual([]);
    expect(claimsOf(frameOf('capabilities-reply'), { from, uuid: 'u', several: false })).toEqual([]);
  });

  it('takes what has not the type that IPP gives it for nothing, and never fails', () => {
    const value = fc.oneof(
      fc.integer(),
      fc.string(),
      fc.constant(null),
      fc.uint8Array(),
      fc.array(fc.oneof(fc.integer(), fc.string(), fc.dictionary(fc.string(), fc.string()))),
      fc.dictionary(fc.constantFrom('mac', 'addresses'), fc.string()),
    );
    const names = fc.constantFrom(
      ...['printer-uuid', 'printer-state', 'printer-state-reasons', 'marker-names', 'marker-levels', 'printer-supply'],
      ...['printer-alert', 'printer-input-tray', 'ncdp-interfaces', 'ncdp-uris', 'printer-serial-number', '__proto__'],
    );
    fc.assert(
      fc.property(fc.dictionary(names, value), (attributes) => {
        const bytes = encodeNcdp2(said(attributes));
        const paths = new Set(describeNcdp2(bytes).fields.map(({ path }) => path));
        const decoded = decodeNcdp2(bytes);
        if (!decoded.ok) throw new Error(decoded.error.code);
        for (const { path } of claimsOf(decoded.value, { from, several: false })) expect(paths).toContain(path);
      }),
    );
  });
});
