import { describe, expect, test } from 'vitest';
import { parseHex } from '../../bytes/hex.ts';
import { serialClaims } from './claims-identity.ts';
import { errorOctets, judgeState } from './printer-state.ts';
import { readSysDescr } from './sys-descr.ts';

describe('what a sysDescr lets us read', () => {
  test.each([
    ['EPSON Built-in 11b/g/n Print Server', { make: 'EPSON', kind: 'printer' }],
    ['EPSON 10/100/1000 Ethernet USB Ext. Scan Server', { make: 'EPSON', kind: 'scanner' }],
    ['EPSON Network Projector', { make: 'EPSON', kind: 'projector' }],
    ['Canon LBP6670 /P', { make: 'Canon', kind: 'printer', model: 'LBP6670' }],
    [
      'NRG SP 4210N 1.05 / NRG Network Printer C model',
      { make: 'NRG', kind: 'printer', model: 'SP 4210N', firmware: '1.05' },
    ],
    ['TA_UTAX Document Solutions Printing System', { make: 'UTAX', kind: 'printer' }],
    [
      'Lexmark T640 version NS.NP.N219 kernel 2.6.6 All-N-1',
      { make: 'Lexmark', kind: 'printer', model: 'T640', firmware: 'NS.NP.N219' },
    ],
    ['TTP244CE Version: 7.02 EZD', { make: 'TSC', kind: 'label-printer', model: 'TTP244CE', firmware: '7.02' }],
    ['TOSHIBA TEC B-EV4', { make: 'Toshiba TEC', kind: 'label-printer', model: 'B-EV4' }],
    ['Linux nas 5.10.0', undefined],
    ['A SNMP proxy agent.', undefined],
    ['', undefined],
  ])('%s', (text, reading) => {
    expect(readSysDescr(text)).toEqual(reading);
  });

  test('no text of any length holds the reader up', () => {
    const started = ['HP ETHERNET MULTI-ENVIRONMENT,SN:', 'Lexmark ', 'RICOH ', 'Dell ', 'AXIS ', 'Samsung ', 'OKI '];
    for (const start of started) expect(() => readSysDescr(start + 'a 1.'.repeat(4_000))).not.toThrow();
  });
});

describe('what a printer is doing', () => {
  test.each<[Told, string | undefined, string[]]>([
    [{ deviceStatus: 2, printerStatus: 3 }, 'idle', []],
    [{ deviceStatus: 2, printerStatus: 4 }, 'processing', []],
    [{ deviceStatus: 2, printerStatus: 5 }, 'idle', ['warming-up']],
    [{ deviceStatus: 2, printerStatus: 1 }, 'asleep', []],
    [{ deviceStatus: 3, printerStatus: 3, errors: '20' }, 'idle', ['toner-low-warning']],
    [{ deviceStatus: 5, printerStatus: 1, errors: '4800' }, 'stopped', ['media-empty-error', 'door-open-error']],
    [{ deviceStatus: 5, printerStatus: 1, errors: '0000' }, 'asleep', []],
    [{ deviceStatus: 2, printerStatus: 3, errors: '03' }, 'idle', []],
    [{ deviceStatus: 5, printerStatus: 1, errors: '02' }, 'stopped', ['offline-error']],
    [{ printerStatus: 3 }, 'idle', []],
    [{ printerStatus: 1 }, 'unknown', []],
    [{ printerStatus: 99 }, undefined, []],
    [{ deviceStatus: 2, errors: '80' }, undefined, []],
    [{}, undefined, []],
  ])('%j is %s', ({ errors = '', ...status }, word, reasons) => {
    const judged = judgeState({ ...status, errors: parseHex(errors)! });
    expect(judged).toEqual(word === undefined ? undefined : { word, reasons });
  });

  test('reasons become the bits that they are read from', () => {
    expect([...errorOctets(['media-empty-error', 'output-area-full', 'of-no-standard'])]).toEqual([0x40, 0x08]);
  });
});

test.each(['', '---', 'XXXXXXXXXX', '0000000', '   ', '????', 'Grüße'])('"%s" is no serial number', (text) => {
  expect(serialClaims(text, 'path')).toEqual([]);
});

interface Told {
  deviceStatus?: number;
  printerStatus?: number;
  /** Hex. */
  errors?: string;
}
