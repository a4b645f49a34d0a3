import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import type { FactKey } from '../../model/claim.ts';
import { enumOf, text } from './attribute.ts';
import { claimsOf, isPrintServer } from './claims.ts';
import { decodeIpp } from './codec.ts';
import { type IppAttribute, type IppMessage, valueTags } from './codec-message.ts';
import { quirksOf } from './quirks.ts';

const answer = (...attributes: readonly IppAttribute[]): IppMessage => ({
  version: 0x0200,
  code: 0,
  requestId: 1,
  groups: [{ tag: 4, attributes }],
  ended: true,
  data: new Uint8Array(),
});
const t = (name: string, ...values: readonly string[]) => text(name, valueTags.text, ...values);
const stateOf = (state: number, reasons: readonly string[], message = '') =>
  claimsOf(
    answer(
      { name: 'printer-state', values: [enumOf(state)] },
      t('printer-state-reasons', ...reasons),
      t('printer-state-message', message),
    ),
  ).find((claim) => claim.is === 'state');
const fact = (message: IppMessage, key: FactKey) =>
  claimsOf(message).flatMap((claim) => (claim.is === 'fact' && claim.fact === key ? [claim] : []))[0];

describe('what an IPP answer lets us say', () => {
  it('takes maker and model from the device ID', () => {
    const message = answer(
      t('printer-make-and-model', 'EPSON XP-6000 Series'),
      t('printer-device-id', 'MFG:EPSON;MDL:XP-6000 Series;SN:57324150303130353532;'),
    );
    expect(fact(message, 'make')).toMatchObject({ value: 'EPSON', basis: 'told', path: 'printer.printer-device-id' });
    expect(fact(message, 'model')).toMatchObject({ value: 'XP-6000 Series', basis: 'told' });
    expect(fact(message, 'serial')).toMatchObject({ value: 'W2AP010552' });
  });

  it('splits a maker that it knows off the model, and leaves any other text whole', () => {
    const known = answer(t('printer-make-and-model', 'Brother MFC-J5320DW'));
    expect(fact(known, 'make')).toMatchObject({ value: 'Brother', basis: 'derived' });
    expect(fact(known, 'model')).toMatchObject({ value: 'MFC-J5320DW', basis: 'derived' });
    const unknown = answer(t('printer-make-and-model', 'Officina M2540dn'));
    expect(fact(unknown, 'make')).toBeUndefined();
    expect(fact(unknown, 'model')).toMatchObject({ value: 'Officina M2540dn', basis: 'told' });
    const series = answer(t('printer-make-and-model', 'ECOSYS M2540dn'));
    expect(fact(series, 'make')).toMatchObject({ value: 'Kyocera', basis: 'derived' });
    expect(fact(series, 'model')).toMatchObject({ value: 'ECOSYS M2540dn', basis: 'told' });
  });

  it('prefers the serial attribute to the device ID', () => {
    const message = answer(t('printer-device-id', 'MFG:HP;MDL:X;SN:OLD;'), t('printer-serial-number', 'NEW'));
    expect(fact(message, 'serial')).toMatchObject({ value: 'NEW', path: 'printer.printer-serial-number' });
  });

  it.each([
    ['cfe92100-67c4-11d4-a45f-f8d027761251', 'f8:d0:27:76:12:51'],
    ['e3248000-80ce-11db-8000-30055ce13be2', '30:05:5c:e1:3b:e2'],
    ['6d4ff0ce-6b11-11d8-8020-0022f8123456', '00:22:f8:12:34:56'],
    ['4509a320-00a0-008f-00b6-002507510eca', undefined],
    ['cfe92100-67c4-11d4-a45f-000000000000', undefined],
  ])('reads the hardware address of UUID %s as %s', (uuid, mac) => {
    const claims = claimsOf(answer(t('printer-uuid', `urn:uuid:${uuid.toUpperCase()}`)));
    expect(claims).toContainEqual({
      is: 'fact',
      fact: 'uuid',
      value: uuid,
      path: 'printer.printer-uuid',
      basis: 'told',
    });
    expect(claims.find((claim) => claim.is === 'mac')?.value).toBe(mac);
  });

  it.each([
    [['System Firmware Version', 'IPP', 'URF'], ['80.0', '2.0', '1.4'], '80.0', '[0]'],
    [['IPP', 'Main'], ['2.0', 'NU25'], 'NU25', '[1]'],
    [['IPP', 'PDF', 'Engine'], ['2.0', '1.7', 'E9'], 'E9', '[2]'],
    [['IPP'], ['2.0'], undefined, ''],
  ])('of the firmware parts %j picks the device itself', (names, versions, value, index) => {
    const found = fact(
      answer(t('printer-firmware-name', ...names), t('printer-firmware-string-version', ...versions)),
      'firmware',
    );
    expect(found?.value).toBe(value);
    if (value !== undefined) expect(found?.path).toBe(`printer.printer-firmware-string-version${index}`);
  });

  it('never takes the path of a queue for a name', () => {
    expect(fact(answer(t('printer-name', 'ipp/print')), 'name')).toBeUndefined();
    const message = answer(t('printer-name', 'ipp/print'), t('printer-info', 'Study'));
    expect(fact(message, 'name')).toMatchObject({ value: 'Study' });
    expect(quirksOf(message).map(({ id }) => id)).toEqual(['ipp.path-as-name']);
  });

  it("does not take the maker's web site for the device's page", () => {
    const message = answer(t('printer-more-info', 'http://www.hp.com'));
    expect(fact(message, 'adminUrl')).toBeUndefined();
    expect(quirksOf(message).map(({ id }) => id)).toEqual(['ipp.more-info-of-maker']);
    expect(fact(answer(t('printer-more-info', 'http://192.0.2.9/')), 'adminUrl')).toMatchObject({
      value: 'http://192.0.2.9/',
    });
  });

  it.each([
    [3, ['none'], '', 'idle', []],
    [4, ['standby'], '', 'processing', ['standby']],
    [5, ['media-empty-error'], '', 'stopped', ['media-empty-error']],
    [3, ['standby-report'], '', 'asleep', ['standby-report']],
    [3, ['hibernate'], '', 'asleep', ['hibernate']],
    [3, ['none'], 'Sleeping...  ', 'asleep', []],
    [9, [], '', 'unknown', []],
  ])('state %i with %j and message "%s" is %s', (state, reasons, message, word, kept) => {
    expect(stateOf(state, reasons, message)).toMatchObject({ word, reasons: kept, path: 'printer.printer-state' });
  });

  it('claims the services of its URIs, and no address from them', () => {
    const claims = claimsOf(
      answer(t('printer-uri-supported', 'ipps://192.0.2.9/ipp/print', 'ipp://[2001:db8::1]:8631/ipp')),
    );
    expect(claims).toEqual([
      {
        is: 'service',
        service: 'ipps',
        port: 631,
        resource: 'ipp/print',
        transport: 'tcp',
        path: 'printer.printer-uri-supported[0]',
      },
      {
        is: 'service',
        service: 'ipp',
        port: 8631,
        resource: 'ipp',
        transport: 'tcp',
        path: 'printer.printer-uri-supported[1]',
      },
    ]);
  });

  it('calls a queue of a print server a print server', () => {
    const queue = answer(t('cups-version', '2.4.2'), t('printer-make-and-model', 'EPSON ET-2750 Series'));
    expect(isPrintServer(queue)).toBe(true);
    expect(fact(queue, 'kind')).toMatchObject({ value: 'print-server' });
  });

  it('reads a Kyocera that is asleep and knows only some of the attributes', () => {
    const bytes = goldenOf('ipp').find(({ name }) => name === 'm2540dn-some-unknown')!.bytes;
    const decoded = decodeIpp(bytes);
    const claims = decoded.ok ? claimsOf(decoded.value) : [];
    expect(claims).toContainEqual({
      is: 'fact',
      fact: 'location',
      value: '8409',
      path: 'printer.printer-location',
      basis: 'told',
    });
    expect(claims.find((claim) => claim.is === 'state')).toMatchObject({ word: 'asleep' });
  });
});
