import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Claim } from '../../model/claim.ts';
import { answers } from './answers.ts';
import { descriptionClaims, messageClaims } from './claims.ts';
import { DEVICE, decodeDescription, decodeSsdp } from './codec.ts';
import { describeSsdp } from './describe.ts';

const golden = new Map(goldenOf('ssdp').map(({ name, bytes }) => [name, bytes]));
const response = golden.get('response.epson-board')!;
const message = (bytes: Uint8Array) => {
  const decoded = decodeSsdp(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value;
};
const description = (inside: string) => {
  const decoded = decodeDescription(encodeText(`<root xmlns="${DEVICE}"><device>${inside}</device></root>`));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return descriptionClaims(decoded.value);
};
const facts = (claims: readonly Claim[]) =>
  claims.flatMap((claim) => (claim.is === 'fact' ? [`${claim.fact} ${claim.value}`] : []));
const type = (name: string) => `urn:schemas-upnp-org:device:${name}:1`;

describe('a datagram', () => {
  it('of an Epson board says who it is, that it prints, and where to read on', () => {
    const path = 'header.usn';
    expect(messageClaims(message(response), '192.0.2.9')).toEqual([
      { is: 'fact', fact: 'uuid', value: 'cfe92100-67c4-11d4-a45f-64eb8c102001', basis: 'told', path },
      { is: 'mac', value: '64:eb:8c:10:20:01', path },
      { is: 'fact', fact: 'kind', value: 'printer', basis: 'told', path: 'header.st' },
      {
        is: 'service',
        service: 'upnp',
        port: 80,
        transport: 'tcp',
        resource: 'description.xml',
        path: 'header.location',
      },
    ]);
  });

  it('that names another host keeps that as what it claims', () => {
    const claims = messageClaims(message(response), '192.0.2.10');
    expect(claims.at(-1)).toEqual({ is: 'address', value: '192.0.2.9', path: 'header.location' });
    expect(claims.some(({ is }) => is === 'service')).toBe(false);
  });

  it('stands field by field at its bytes', () => {
    for (const bytes of golden.values()) {
      const { ok, fields } = describeSsdp(bytes);
      expect(ok).toBe(true);
      for (const { offset, length, text } of fields)
        expect(decodeText(bytes.subarray(offset, offset + length))).toBe(text);
    }
    const paths = describeSsdp(response).fields.map(({ path }) => path);
    for (const { path } of messageClaims(message(response), '192.0.2.9')) expect(paths).toContain(path);
  });

  it('with bare line feeds, odd spaces and junk between is read all the same', () => {
    const { is, fields } = message(encodeText('NOTIFY * HTTP/1.1\nNT :  a b \njunk\nNT: second\nUSN:\n'));
    expect(is).toBe('notify');
    expect([...fields.values()].map(({ name, value }) => [name, value])).toEqual([
      ['nt', 'a b'],
      ['usn', ''],
    ]);
  });

  it.each([
    ['HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n', 'bad-magic'],
    ['GET / HTTP/1.1\r\nA: b\r\n\r\n', 'bad-magic'],
    ['NOTIFY * HTTP/1.1\r\n\r\n', 'truncated'],
    [`NOTIFY * HTTP/1.1\r\n${[...Array(80).keys()].map((i) => `a${i}: b\r\n`).join('')}\r\n`, 'too-large'],
  ])('%j is %s', (text, code) => {
    expect(decodeSsdp(encodeText(text))).toMatchObject({ ok: false, error: { code } });
  });

  it('is total', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void describeSsdp(bytes)));
    for (let length = 0; length < response.length; length++) describeSsdp(response.subarray(0, length));
  });
});

describe('a description', () => {
  it.each([
    ['Printer', ['kind printer']],
    ['Scanner', ['kind scanner']],
    ['MediaRenderer', []],
    ['InternetGatewayDevice', []],
  ])('of a %s says %j', (name, said) => {
    expect(facts(description(`<deviceType>${type(name)}</deviceType>`))).toEqual(said);
  });

  it('is a printer by its type, never by its words', () => {
    const words = '<friendlyName>Printer</friendlyName><modelName>Print Server</modelName>';
    expect(facts(description(`<deviceType>urn:acme:device:Printer:1</deviceType>${words}`))).toEqual([
      'model Print Server',
      'name Printer',
    ]);
  });

  it('tells of the device around, and its kind by all that stands in it', () => {
    const inner = `<deviceList><device><deviceType>${type('Scanner')}</deviceType><serialNumber>INNER1</serialNumber></device></deviceList>`;
    const own = `<deviceType>${type('Printer')}</deviceType><manufacturer>EPSON</manufacturer><serialNumber>X8DE001742</serialNumber><UDN>uuid:CFE92100-67c4-11d4-a45f-64eb8c102001</UDN><presentationURL>/index.html</presentationURL>`;
    expect(facts(description(own + inner))).toEqual([
      'uuid cfe92100-67c4-11d4-a45f-64eb8c102001',
      'kind mfp',
      'make EPSON',
      'serial X8DE001742',
    ]);
  });

  it('is bounded, refuses a document type, and is no other document', () => {
    const many = `<root xmlns="${DEVICE}"><device><deviceList>${'<device/>'.repeat(500)}</deviceList></device></root>`;
    const decoded = decodeDescription(encodeText(many));
    expect(decoded.ok && decoded.value.devices).toHaveLength(32);
    const bomb = `<!DOCTYPE r [<!ENTITY a "b">]><root xmlns="${DEVICE}">&a;</root>`;
    expect(decodeDescription(encodeText(bomb))).toMatchObject({ ok: false, error: { code: 'bad-value' } });
    expect(describeSsdp(encodeText('<html/>'))).toMatchObject({
      ok: false,
      error: { code: 'bad-magic', field: 'xml' },
    });
  });
});

describe('a virtual device', () => {
  const [udp, http] = answers(sampleDevice());
  if (udp?.on !== 'udp' || http?.on !== 'http') throw new Error('udp, then http');
  const from = { address: '192.0.2.1', port: 50_000, transport: 'udp' } as const;
  const search = (st: string) => encodeText(`M-SEARCH * HTTP/1.1\r\nMAN: "ssdp:discover"\r\nST: ${st}\r\n\r\n`);
  const said = (st: string) =>
    udp.answer({ from, bytes: search(st) }).map(({ bytes }) => message(bytes).fields.get('st')?.value);

  it('answers what fits it', () => {
    expect(said(type('Printer'))).toEqual([type('Printer')]);
    expect(said('ssdp:all')).toEqual([type('Printer'), type('Scanner')]);
    expect(said(type('MediaServer'))).toEqual([]);
    expect(udp.answer({ from, bytes: response })).toEqual([]);
  });

  it('announces itself, says goodbye, and describes itself as our reader understands it', () => {
    const nts = [...udp.announce!, ...udp.farewell!].map(({ bytes }) => message(bytes).fields.get('nts')?.value);
    expect(nts).toEqual(['ssdp:alive', 'ssdp:alive', 'ssdp:byebye', 'ssdp:byebye']);
    const asked = { method: 'GET', headers: {}, body: new Uint8Array(), from: { ...from, transport: 'tcp' } } as const;
    const decoded = decodeDescription(http.serve({ ...asked, path: '/upnp/description.xml' }).body);
    expect(decoded.ok && facts(descriptionClaims(decoded.value))).toEqual([
      'uuid cfe92100-67c4-11d4-a45f-64eb8c102001',
      'kind mfp',
      'make EPSON',
      'model ET-4850 Series',
      'serial X8DE001742',
      'name Office',
      'adminUrl http://192.0.2.9:80/',
    ]);
    expect(http.serve({ ...asked, path: '/' }).status).toBe(404);
    expect(http.serve({ ...asked, path: '/upnp/description.xml', method: 'POST' }).status).toBe(405);
  });
});
