import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { answers } from './answers.ts';
import { claimsOf } from './claims.ts';
import { decodeIpp } from './codec.ts';
import { encodeIpp } from './codec-encode.ts';
import type { IppMessage } from './codec-message.ts';
import { encodeGetPrinterAttributes, namedAttributes } from './request.ts';

const device: VirtualDevice = {
  id: 'study',
  kind: 'printer',
  make: 'EPSON',
  model: 'XP-432 435 Series',
  serial: 'W2AP010552',
  uuid: 'cfe92100-67c4-11d4-a45f-0026ab7ce831',
  mac: '00:26:ab:7c:e8:31',
  firmware: '20.44.NU25M7',
  name: 'Study printer',
  hostname: 'EPSON7CE831',
  location: 'Study',
  deviceId: 'MFG:EPSON;MDL:XP-432 435 Series;CLS:PRINTER;SN:57324150303130353532;',
  address: '192.0.2.9',
  prefixLength: 24,
  gateway: '192.0.2.1',
  state: 'idle',
  stateReasons: ['marker-supply-low-warning'],
  supplies: [{ name: 'Black', kind: 'ink', colorant: 'black', rgb: '#000000', level: 6 }],
  impressions: 10444,
  speaks: ['ipp'],
  quirks: {},
  recordings: {},
  port: (standard) => standard,
};
const serve = (asked: Partial<HttpAsked>, of: VirtualDevice = device): HttpServed => {
  const [answering] = answers(of);
  if (answering?.on !== 'http') throw new Error('the printer serves no HTTP');
  const headers = { 'content-type': 'application/ipp', host: '192.0.2.9:631' };
  const from = { address: '192.0.2.1', port: 40_000, transport: 'tcp' } as const;
  return answering.serve({ method: 'POST', path: '/ipp/print', headers, body: new Uint8Array(), from, ...asked });
};
const ask = (body: Uint8Array, of?: VirtualDevice): IppMessage => {
  const served = serve({ body }, of);
  const decoded = decodeIpp(served.body);
  if (served.status !== 200 || !decoded.ok) throw new Error('no IPP answer');
  return decoded.value;
};
const request = (requested: readonly string[], version = 0x0200) =>
  encodeGetPrinterAttributes({ version, requestId: 77, printerUri: 'ipp://192.0.2.9/ipp/print', requested });
const withOperation = (code: number) => {
  const bytes = request(['all']);
  bytes[2] = code >> 8;
  bytes[3] = code;
  return bytes;
};
const names = (message: IppMessage) => message.groups.find(({ tag }) => tag === 4)?.attributes.map(({ name }) => name);

describe('a virtual printer over IPP', () => {
  it('tells our own question who it is and how it is', () => {
    const claims = claimsOf(ask(request(namedAttributes)));
    const facts = Object.fromEntries(
      claims.flatMap((claim) => (claim.is === 'fact' ? [[claim.fact, claim.value]] : [])),
    );
    expect(facts).toEqual({
      make: 'EPSON',
      model: 'XP-432 435 Series',
      serial: 'W2AP010552',
      kind: 'printer',
      uuid: 'cfe92100-67c4-11d4-a45f-0026ab7ce831',
      firmware: '20.44.NU25M7',
      name: 'Study printer',
      location: 'Study',
      adminUrl: 'http://192.0.2.9:631/',
    });
    expect(claims).toContainEqual(expect.objectContaining({ is: 'mac', value: '00:26:ab:7c:e8:31' }));
    expect(claims).toContainEqual(expect.objectContaining({ is: 'service', service: 'ipp', port: 631 }));
    expect(claims).toContainEqual(
      expect.objectContaining({ is: 'state', word: 'idle', reasons: ['marker-supply-low-warning'] }),
    );
  });

  it('gives back the id and version of the request', () => {
    expect(ask(request(['all'], 0x0101))).toMatchObject({ version: 0x0101, code: 0, requestId: 77 });
  });

  it('gives what was requested, by name or by group', () => {
    expect(names(ask(request(['printer-state', 'sides-supported'])))).toEqual(['printer-state', 'sides-supported']);
    expect(names(ask(request(['job-template'])))).toContain('sides-supported');
    expect(names(ask(request(['job-template'])))).not.toContain('printer-state');
    expect(names(ask(request(['printer-description'])))).not.toContain('sides-supported');
    expect(names(ask(request(['all'])))).not.toContain('media-col-database');
    expect(names(ask(request(['all', 'media-col-database'])))).toContain('media-col-database');
  });

  it('sleeps in the words of the standard', () => {
    const claims = claimsOf(ask(request(['all']), { ...device, state: 'asleep', stateReasons: [] }));
    expect(claims.find((claim) => claim.is === 'state')).toMatchObject({ word: 'asleep', reasons: ['standby'] });
  });

  it.each([
    ['Validate-Job', withOperation(0x0004), 0x0000],
    ['Get-Jobs', withOperation(0x000a), 0x0000],
    ['Print-Job', withOperation(0x0002), 0x0000],
    ['Print-URI', withOperation(0x0003), 0x0501],
    ['Set-Printer-Attributes', withOperation(0x0013), 0x0501],
    ['Get-Job-Attributes of no job', withOperation(0x0009), 0x0400],
    ['version 3.0', request(['all'], 0x0300), 0x0503],
    ['request id 0', encodeIpp({ ...decoded(request(['all'])), requestId: 0 }), 0x0400],
    ['no operation attributes', encodeIpp({ ...decoded(request(['all'])), groups: [] }), 0x0400],
    ['half a request', request(['all']).subarray(0, 20), 0x0400],
  ])('%s is answered with its status', (_, bytes, code) => {
    expect(ask(bytes).code).toBe(code);
  });

  it('knows no other path', () => {
    const answer = decodeIpp(serve({ path: '/printers/other', body: request(['all']) }).body);
    expect(answer.ok && answer.value.code).toBe(0x0406);
  });

  it('takes no authority from a Host header that is none', () => {
    const headers = { 'Content-Type': 'application/ipp', Host: '"><script>' };
    const text = decodeText(serve({ headers, body: request(['printer-uri-supported']) }).body);
    expect(text).toContain('ipp://192.0.2.9:631/ipp/print');
  });

  it('replays a recording under the id of the request', () => {
    const { bytes } = goldenOf('ipp').find(({ name }) => name === 'm2540dn-some-unknown')!;
    const recordings = { 'ipp.get-printer-attributes': formatHex(bytes) };
    const answer = ask(request(['all']), { ...device, recordings });
    expect(answer).toEqual({ ...decoded(bytes), requestId: 77 });
  });

  it('has a page with its name, and nothing else by HTTP', () => {
    const page = serve({ method: 'GET', path: '/' }, { ...device, name: '<b>Study</b>' });
    expect(page.status).toBe(200);
    expect(decodeText(page.body)).toContain('EPSON XP-432 435 Series');
    expect(decodeText(page.body)).not.toContain('<b>');
    expect(serve({ method: 'GET', path: '/other' }).status).toBe(404);
    expect(serve({ headers: { 'content-type': 'text/plain' } }).status).toBe(400);
  });
});

function decoded(bytes: Uint8Array): IppMessage {
  const message = decodeIpp(bytes);
  if (!message.ok) throw new Error(message.error.code);
  return message.value;
}
