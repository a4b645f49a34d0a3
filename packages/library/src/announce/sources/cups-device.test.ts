import type { Attributes } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { readDeviceUri, readQueues } from './cups-device.ts';

const office: Attributes = {
  'printer-name': 'Office',
  'printer-make-and-model': 'EPSON ET-2850',
  'printer-uuid': 'urn:uuid:11111111-2222-3333-4444-555555555555',
  'printer-location': '',
  'printer-organization': [''],
  'printer-state': 3,
  'printer-up-time': 1_795_408_406,
  'requesting-user-name-denied': ['mallory'],
  'printer-type': 4108,
  'printer-is-shared': true,
  'printer-is-temporary': false,
  'device-uri': 'socket://192.0.2.9:9100',
  'operations-supported': [2, 4, 11],
  'document-format-supported': ['application/pdf', 'text/plain'],
};

function readOne(changes: Attributes, unshared = false) {
  const [read] = readQueues([{ ...office, ...changes }], unshared);
  if (read?.is !== 'device') throw new Error(read?.is === 'left-out' ? read.why : 'no queue');
  return read.device;
}

describe('a queue of CUPS', () => {
  it('is served with who it is and how it is, and nothing of its users or of what was never set', () => {
    expect(readOne({})).toEqual({
      key: 'cups:Office',
      kind: 'printer',
      attributes: {
        'printer-name': 'Office',
        'printer-make-and-model': 'EPSON ET-2850',
        'printer-uuid': 'urn:uuid:11111111-2222-3333-4444-555555555555',
        'printer-state': 3,
        'document-format-supported': ['application/pdf', 'text/plain'],
        'ncdp-uris': ['socket://192.0.2.9:9100'],
      },
      settable: ['printer-location', 'printer-info', 'printer-geo-location'],
      commands: ['print-test-page'],
    });
  });

  it.each([
    ['a class', { 'printer-type': 4109 }, 'class'],
    ['on another server', { 'printer-type': 4110 }, 'remote'],
    ['made for the moment', { 'printer-is-temporary': true }, 'temporary'],
    ['not shared', { 'printer-is-shared': false }, 'not-shared'],
  ])('that is %s is left out, and says why', (_, changes, why) => {
    expect(readQueues([{ ...office, ...changes }], false)).toEqual([{ is: 'left-out', name: 'Office', why }]);
  });

  it('that is not shared is served where a person wants it', () => {
    expect(readOne({ 'printer-is-shared': false }, true).key).toBe('cups:Office');
  });

  it('without a name is passed over', () => {
    const { 'printer-name': _, ...nameless } = office;
    expect(readQueues([nameless, { 'printer-name': '' }], true)).toEqual([]);
  });

  it('can be changed in what its server names as settable', () => {
    expect(readOne({ 'printer-settable-attributes-supported': ['printer-info', 'job-sheets'] }).settable).toEqual([
      'printer-info',
    ]);
  });

  it('identifies itself where the server can, and prints a page of text only through a driver that knows text', () => {
    expect(readOne({ 'operations-supported': [2, 60] }).commands).toEqual(['identify', 'print-test-page']);
    expect(readOne({ 'document-format-supported': ['application/pdf'] }).commands).toEqual([]);
    expect(readOne({ 'printer-make-and-model': 'Local Raw Printer' }).commands).toEqual([]);
  });

  it('tells the device behind by what that said of itself, not by its driver', () => {
    const { attributes } = readOne({
      'device-uri': 'usb://EPSON/TM-T88V?serial=X5ML012345&interface=1',
      'printer-device-id': 'MFG:EPSON;MDL:TM Receipt Driver;',
      'printer-make-and-model': 'Local Raw Printer',
    });
    expect(attributes).toMatchObject({
      'printer-make-and-model': 'EPSON TM-T88V',
      'printer-device-id': 'MFG:EPSON;MDL:TM-T88V;SN:X5ML012345;',
      'printer-serial-number': 'X5ML012345',
    });
    expect(attributes).not.toHaveProperty('ncdp-uris');
  });

  it('has the UUID of the device behind, where one queue alone leads to it', () => {
    const uuid = '373f9136-bb2a-32ba-4fbb-5399387281d4';
    const behind = { 'device-uri': `dnssd://Lab%20One._ipp._tcp.local/?uuid=${uuid}` };
    expect(readOne(behind).attributes['printer-uuid']).toBe(`urn:uuid:${uuid}`);
    const two = readQueues(
      [
        { ...office, ...behind },
        { ...office, ...behind, 'printer-name': 'Second' },
      ],
      false,
    );
    expect(two.map((row) => row.is === 'device' && row.device.attributes['printer-uuid'])).toEqual([
      office['printer-uuid'],
      office['printer-uuid'],
    ]);
  });
});

describe('a device URI of CUPS', () => {
  it.each([
    ['ipp://ada:secret@192.0.2.9/ipp/print?encryption=always', { way: 'ipp://192.0.2.9/ipp/print' }],
    ['lpd://192.0.2.9/lp', { way: 'lpd://192.0.2.9/lp' }],
    ['smb://ada:secret@server/printer', {}],
    ['serial:/dev/ttyS0?baud=9600', {}],
    ['///dev/null', {}],
    ['', {}],
  ])('%s gives a way without passwords and options, or none', (uri, told) => {
    expect(readDeviceUri(uri)).toEqual(told);
  });

  it('makes no ID of words that could not stand in one', () => {
    expect(readDeviceUri('usb://A%3BSN%3AX/B?serial=?')).toEqual({ makeAndModel: 'A;SN:X B' });
    expect(readDeviceUri('usb://EPSON/%ZZ?serial=%ZZ')).toEqual({
      makeAndModel: 'EPSON %ZZ',
      serial: '%ZZ',
      deviceId: 'MFG:EPSON;MDL:%ZZ;SN:%ZZ;',
    });
  });
});
