import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Claim } from '../../model/claim.ts';
import { answers } from './answers.ts';
import { claimsOf } from './claims.ts';
import { decodeEscl } from './codec.ts';
import { describeEscl } from './describe.ts';
import { fromDump } from './replay.ts';

const golden = new Map(goldenOf('escl').map(({ name, bytes }) => [name, bytes]));
const NAMESPACES =
  'xmlns:s="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:p="http://www.pwg.org/schemas/2010/12/sm"';
const capabilities = (inside: string) =>
  encodeText(`<s:ScannerCapabilities ${NAMESPACES}>${inside}</s:ScannerCapabilities>`);
const status = (inside: string) => encodeText(`<s:ScannerStatus ${NAMESPACES}>${inside}</s:ScannerStatus>`);
const claims = (bytes: Uint8Array): Claim[] => {
  const decoded = decodeEscl(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return claimsOf(decoded.value);
};
const facts = (bytes: Uint8Array) =>
  claims(bytes).flatMap((claim) => (claim.is === 'fact' ? [`${claim.basis} ${claim.fact} ${claim.value}`] : []));

describe('a scanner’s document', () => {
  it('says who the device is, and only that it scans', () => {
    expect(facts(golden.get('capabilities.m2040dn')!)).toEqual([
      'derived kind scanner',
      'derived make Kyocera',
      'told model ECOSYS M2040dn',
      'told serial VCF9192281',
      'told uuid 4509a320-00a0-008f-00b6-002507510eca',
      'told adminUrl https://KM7B6A91.local/airprint',
    ]);
  });

  it.each([
    ['a maker that we know', 'HP LaserJet MFP M426fdn', ['derived make HP', 'derived model LaserJet MFP M426fdn']],
    ['one that we do not', 'Acme Copyist 9', ['told model Acme Copyist 9']],
  ])('splits off %s', (_, text, said) => {
    expect(facts(capabilities(`<p:MakeAndModel>${text}</p:MakeAndModel>`)).slice(1)).toEqual(said);
  });

  it('takes Manufacturer before the text that holds both', () => {
    const inside =
      '<p:MakeAndModel>A B</p:MakeAndModel><p:Manufacturer>Acme</p:Manufacturer><p:ModelName>B</p:ModelName>';
    expect(facts(capabilities(inside)).slice(1)).toEqual(['told make Acme', 'told model B']);
  });

  it('knows the hardware address in an Epson UUID, and takes no script for a page', () => {
    const inside =
      '<s:UUID>urn:uuid:CFE92100-67C4-11D4-A45F-64EB8C102001</s:UUID><s:AdminURI>javascript:alert(1)</s:AdminURI>';
    expect(claims(capabilities(inside)).slice(1)).toMatchObject([
      { fact: 'uuid', value: 'cfe92100-67c4-11d4-a45f-64eb8c102001' },
      { is: 'mac', value: '64:eb:8c:10:20:01' },
    ]);
  });

  it.each([
    ['Idle', '', 'idle', []],
    ['Processing', 'ScannerAdfProcessing', 'processing', []],
    ['Testing', '', 'processing', []],
    ['Stopped', 'ScannerAdfJam', 'stopped', ['media-jam-error']],
    ['Down', 'ScannerAdfHatchOpen', 'stopped', ['cover-open']],
  ])('state %s with %s is %s', (word, feeder, state, reasons) => {
    const adf = feeder === '' ? '' : `<s:AdfState>${feeder}</s:AdfState>`;
    expect(claims(status(`<p:State>${word}</p:State>${adf}`)).slice(1)).toEqual([
      { is: 'state', word: state, reasons, of: 'scanner', path: 'ScannerStatus.State' },
    ]);
  });

  it('an unknown state claims none, and the states of its jobs are not its own', () => {
    expect(claims(status('<p:State>Dreaming</p:State>'))).toHaveLength(1);
    expect(claims(status('<s:Jobs><s:JobInfo><p:State>Stopped</p:State></s:JobInfo></s:Jobs>'))).toHaveLength(1);
    expect(claims(golden.get('status.m426fdn')!)).toMatchObject([{}, { word: 'idle', reasons: [] }]);
  });

  it.each([
    ['another namespace', '<ScannerStatus xmlns="urn:other"/>', 'bad-magic'],
    ['a web page', '<html/>', 'bad-magic'],
    ['a document type', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>', 'bad-value'],
    ['5 MB', `<a>${' '.repeat(5 * 1024 * 1024)}</a>`, 'too-large'],
  ])('refuses %s', (_, text, code) => {
    expect(decodeEscl(encodeText(text))).toMatchObject({ ok: false, error: { code } });
  });

  it('is read in the charset that it names, and with a byte order mark', () => {
    const text = `${decodeText(capabilities('<p:SerialNumber>Ä1234567</p:SerialNumber>'))}`;
    const latin = Uint8Array.from(`<?xml version="1.0" encoding="iso-8859-1"?>${text}`, (sign) => sign.charCodeAt(0));
    expect(facts(latin)).toContain('told serial Ä1234567');
    expect(facts(encodeText(`\ufeff${text}`))).toContain('told serial Ä1234567');
  });

  it('every claim stands where a field is described, and every field at its bytes', () => {
    for (const bytes of golden.values()) {
      const { fields } = describeEscl(bytes);
      const paths = new Set(fields.map(({ path }) => path));
      for (const { path } of claims(bytes)) expect(paths).toContain(path);
      for (const { offset, length } of fields)
        expect(String.fromCharCode(bytes[offset]!, bytes[offset + length - 1]!)).toBe('<>');
    }
  });

  it('is total, and every proper beginning is an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void describeEscl(bytes)));
    const whole = golden.get('status.m426fdn')!;
    for (let length = 0; length < whole.length; length += 7)
      expect(decodeEscl(whole.subarray(0, length)).ok).toBe(false);
  });

  it('alone is a recording of the exchange that brings it', () => {
    expect(fromDump(golden.get('status.m426fdn')!)).toMatchObject([{ path: '/eSCL/ScannerStatus', method: 'GET' }]);
    expect(fromDump(encodeText('<html/>'))).toBeUndefined();
  });
});

describe('a virtual scanner', () => {
  const ask = (path: string, method = 'GET', more = {}) => {
    const [answering] = answers(sampleDevice(more));
    if (answering?.on !== 'http') throw new Error('no http');
    const from = { address: '127.0.0.1', port: 1, transport: 'tcp' } as const;
    return answering.serve({ method, path, headers: {}, body: new Uint8Array(), from });
  };

  it('says what our own reader understands', () => {
    expect(facts(ask('/eSCL/ScannerCapabilities').body)).toEqual([
      'derived kind scanner',
      'derived make EPSON',
      'derived model ET-4850 Series',
      'told serial X8DE001742',
      'told uuid cfe92100-67c4-11d4-a45f-64eb8c102001',
      'told adminUrl http://192.0.2.9:80/',
    ]);
    expect(claims(ask('/eSCL/ScannerStatus', 'GET', { state: 'stopped' }).body)).toMatchObject([
      {},
      { word: 'stopped' },
    ]);
  });

  it('takes no job, and leaves other paths to other rooms', () => {
    expect(ask('/eSCL/ScanJobs', 'POST').status).toBe(404);
    expect(ask('/eSCL/ScannerStatus', 'POST').status).toBe(405);
    expect(ask('/').status).toBe(404);
  });
});
