import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import { decodeWsd, type WsdMessage } from './codec.ts';
import { types } from './codec-names.ts';
import { describeWsd } from './describe.ts';
import { get, getScannerElements, probe, randomUrn, resolve } from './messages.ts';

const message = (bytes: Uint8Array): WsdMessage => {
  const decoded = decodeWsd(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value;
};
const soap = (body: string, header = '', declared = '') =>
  encodeText(
    `<x:Envelope xmlns:x="http://www.w3.org/2003/05/soap-envelope" ${declared}><x:Header>${header}</x:Header><x:Body>${body}</x:Body></x:Envelope>`,
  );
const ID = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const DISCOVERY = 'xmlns:wsd="http://schemas.xmlsoap.org/ws/2005/04/discovery"';
const DEVPROF = 'http://schemas.xmlsoap.org/ws/2006/02/devprof';
const PRINT = 'http://schemas.microsoft.com/windows/2006/08/wdp/print';

describe('an envelope of WS-Discovery', () => {
  it('that we ask with reads back as what it asks', () => {
    expect(message(probe(ID, 'wprt:PrintDeviceType'))).toMatchObject({
      action: 'http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe',
      messageId: ID,
      to: 'urn:schemas-xmlsoap-org:ws:2005:04:discovery',
      body: { is: 'probe', types: { names: [types.printDevice], path: 'Envelope.Body.Probe.Types' } },
    });
    expect(message(probe(ID)).body).toMatchObject({ is: 'probe', types: { names: [] } });
    expect(message(resolve(ID, 'urn:uuid:<&>')).body).toEqual({ is: 'resolve', endpoint: 'urn:uuid:<&>' });
    expect(message(get(ID, 'urn:uuid:2'))).toMatchObject({ body: { is: 'get' }, to: 'urn:uuid:2' });
    expect(message(getScannerElements(ID, 'http://x/')).body).toEqual({ is: 'get-scanner-elements' });
  });

  it('takes types by their namespaces, whatever the prefix says', () => {
    const types_ = (declared: string, text: string) => {
      const { body } = message(soap(`<wsd:Probe ${DISCOVERY}><wsd:Types ${declared}>${text}</wsd:Types></wsd:Probe>`));
      return body.is === 'probe' ? body.types.names : [];
    };
    expect(types_(`xmlns:q="${PRINT}"`, 'q:PrintDeviceType')).toEqual([types.printDevice]);
    expect(types_('xmlns:wprt="urn:mine"', 'wprt:PrintDeviceType')).toEqual(['urn:mine PrintDeviceType']);
    // an ONVIF camera's Device is another one
    expect(types_('xmlns:tds="http://www.onvif.org/ver10/device/wsdl"', 'tds:Device')).not.toContain(types.device);
    expect(types_(`xmlns:a="${DEVPROF}"`, 'a:Device undeclared:Printer')).toEqual([types.device, ' Printer']);
    expect(types_('', 'x '.repeat(500))).toHaveLength(64);
  });

  it('of the OASIS edition means the same', () => {
    const { body, relatesTo } = message(
      soap(
        `<wsd:ProbeMatches xmlns:wsd="http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01"><wsd:ProbeMatch><wsa:EndpointReference xmlns:wsa="http://www.w3.org/2005/08/addressing"><wsa:Address>urn:uuid:9</wsa:Address></wsa:EndpointReference><wsd:Types xmlns:wsdp="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01">wsdp:Device</wsd:Types></wsd:ProbeMatch></wsd:ProbeMatches>`,
        '<wsa:RelatesTo xmlns:wsa="http://www.w3.org/2005/08/addressing">urn:uuid:7</wsa:RelatesTo>',
      ),
    );
    expect(relatesTo).toBe('urn:uuid:7');
    expect(body).toMatchObject({
      is: 'probe-matches',
      targets: [{ endpoint: { text: 'urn:uuid:9' }, types: { names: [types.device] } }],
    });
  });

  it('holds a bounded number of matches', () => {
    const { body } = message(
      soap(`<wsd:ProbeMatches ${DISCOVERY}>${'<wsd:ProbeMatch/>'.repeat(5_000)}</wsd:ProbeMatches>`),
    );
    expect('targets' in body && body.targets).toHaveLength(128);
  });

  it.each([
    ['a web page', '<html/>'],
    ['SOAP 1.1', '<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"/>'],
  ])('%s is another protocol', (_, text) => {
    expect(decodeWsd(encodeText(text))).toMatchObject({ ok: false, error: { code: 'bad-magic' } });
  });

  it('with a document type is refused, so that no entity explodes or reads a file', () => {
    const bomb = `<!DOCTYPE e [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${decodeText(soap('&b;'))}`;
    const file = `<!DOCTYPE e [<!ENTITY f SYSTEM "file:///etc/passwd">]>${decodeText(soap('&f;'))}`;
    for (const text of [bomb, file])
      expect(decodeWsd(encodeText(text))).toMatchObject({ ok: false, error: { code: 'bad-value' } });
  });

  it('is read in the charset that it names', () => {
    const latin = Uint8Array.from(
      `<?xml version="1.0" encoding="ISO-8859-1"?>${decodeText(soap(`<m:Metadata xmlns:m="http://schemas.xmlsoap.org/ws/2004/09/mex"><m:MetadataSection><wsdp:ThisDevice xmlns:wsdp="${DEVPROF}"><wsdp:FriendlyName>B\u00fcro</wsdp:FriendlyName></wsdp:ThisDevice></m:MetadataSection></m:Metadata>`))}`,
      (sign) => sign.charCodeAt(0),
    );
    const { body } = message(latin);
    expect(body.is === 'metadata' && body.metadata.device.get('FriendlyName')?.text).toBe('B\u00fcro');
  });

  it('is total, and every proper beginning of a packet is an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void decodeWsd(bytes)));
    for (const { bytes } of goldenOf('wsd')) {
      for (let length = 0; length < bytes.length; length += 97)
        expect(decodeWsd(bytes.subarray(0, length)).ok).toBe(false);
    }
  });

  it('names of our own are version 4', () => {
    expect(randomUrn(new Uint8Array(16).fill(0xff))).toBe('urn:uuid:ffffffff-ffff-4fff-bfff-ffffffffffff');
  });
});

describe('golden packets', () => {
  const read = (name: string) => message(goldenOf('wsd').find((row) => row.name === name)!.bytes);

  it('the computer that wsdd 0.7 announces', () => {
    expect(read('probe-matches.wsdd').body).toMatchObject({
      is: 'probe-matches',
      targets: [{ types: { names: [types.device, types.computer] } }],
    });
    const { body } = read('metadata.wsdd');
    expect(body.is === 'metadata' && body.metadata.host?.types.names).toEqual([types.computer]);
  });

  it('every field stands at its bytes', () => {
    for (const { bytes } of goldenOf('wsd')) {
      const { ok, fields } = describeWsd(bytes);
      expect(ok).toBe(true);
      expect(new Set(fields.map(({ path }) => path)).size).toBe(fields.length);
      for (const { offset, length } of fields) {
        expect(String.fromCharCode(bytes[offset]!, bytes[offset + length - 1]!)).toBe('<>');
      }
    }
  });
});
