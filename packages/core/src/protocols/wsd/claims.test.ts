import { describe, expect, it } from 'vitest';
import { contentClaims, targetClaims } from './claims.ts';
import { decodeWsd } from './codec.ts';
import { envelope } from './messages.ts';

const SENDER = '192.0.2.9';
const claimsIn = (body: string, sender = SENDER) => {
  const decoded = decodeWsd(envelope('', body));
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  const { value } = decoded;
  return 'targets' in value.body
    ? value.body.targets.flatMap((row) => targetClaims(row, sender))
    : contentClaims(value);
};
const match = (types: string, addresses = '', more = '', uuid = 'cfe92100-67c4-11d4-a45f-64eb8c102001') =>
  `<wsd:ProbeMatches><wsd:ProbeMatch><wsa:EndpointReference><wsa:Address>urn:uuid:${uuid}</wsa:Address></wsa:EndpointReference><wsd:Types xmlns:pub="http://schemas.microsoft.com/windows/pub/2005/07">${types}</wsd:Types><wsd:XAddrs>${addresses}</wsd:XAddrs>${more}</wsd:ProbeMatch></wsd:ProbeMatches>`;
const kindOf = (body: string) =>
  claimsIn(body).flatMap((claim) => (claim.is === 'fact' && claim.fact === 'kind' ? [claim.value] : []));

describe('what a match lets us say', () => {
  it.each([
    ['wsdp:Device wprt:PrintDeviceType', ['printer']],
    ['wsdp:Device wscn:ScanDeviceType', ['scanner']],
    ['wprt:PrintDeviceType wscn:ScanDeviceType', ['mfp']],
    ['wsdp:Device pub:Computer', ['other']],
    ['wsdp:Device', []],
    ['wsdp:PrintDeviceType', []],
    ['pub:Printer', []],
  ])('%s: %j', (types, kinds) => {
    expect(kindOf(match(types))).toEqual(kinds);
  });

  it('a computer that also prints by its types is a printer, and by its name it is not', () => {
    expect(kindOf(match('pub:Computer wprt:PrintDeviceType'))).toEqual(['printer']);
    expect(kindOf(match('pub:Computer', 'http://print-server.local:5357/'))).toEqual(['other']);
  });

  it('who it is, and the address in it where the maker puts it there', () => {
    const path = 'Envelope.Body.ProbeMatches.ProbeMatch.EndpointReference.Address';
    expect(claimsIn(match('wsdp:Device')).slice(0, 2)).toEqual([
      { is: 'fact', fact: 'uuid', value: 'cfe92100-67c4-11d4-a45f-64eb8c102001', basis: 'told', path },
      { is: 'mac', value: '64:eb:8c:10:20:01', path },
    ]);
    expect(
      claimsIn(match('wsdp:Device', '', '', '4509a320-00a0-008f-00b6-002507510eca')).some(({ is }) => is === 'mac'),
    ).toBe(false);
    expect(claimsIn(match('wsdp:Device', '', '', 'no uuid'))).toEqual([]);
  });

  it('where to read on: on the sender alone; another address is kept as what it claims', () => {
    const claims = claimsIn(
      match('wsdp:Device', `http://${SENDER}:5357/u http://192.0.2.77:80/x https://printer.local/WSD ftp://${SENDER}/`),
    );
    expect(claims.slice(2)).toMatchObject([
      {
        is: 'service',
        service: 'wsd',
        port: 5357,
        resource: 'u',
        endpoint: 'urn:uuid:cfe92100-67c4-11d4-a45f-64eb8c102001',
      },
      { is: 'address', value: '192.0.2.77' },
      { is: 'service', service: 'wsds', port: 443, resource: 'WSD' },
      { is: 'hostname', value: 'printer.local' },
    ]);
  });

  it("HP's own block, by local names", () => {
    const block =
      '<h:Extension xmlns:h="urn:hp"><h:DeviceId>MFG:HP;MDL:LaserJet M507;CLS:PRINTER;</h:DeviceId><h:SerialNumber>CNBRQ4X0VT</h:SerialNumber><h:HardwareAddress>3C528210200A</h:HardwareAddress><h:Hostname>NPI10200A</h:Hostname></h:Extension>';
    const path = 'Envelope.Body.ProbeMatches.ProbeMatch.Extension.';
    expect(claimsIn(match('wsdp:Device', '', block)).slice(2)).toMatchObject([
      { fact: 'make', value: 'HP', path: `${path}DeviceId` },
      { fact: 'model', value: 'LaserJet M507' },
      { fact: 'serial', value: 'CNBRQ4X0VT' },
      { is: 'mac', value: '3c:52:82:10:20:0a' },
      { is: 'hostname', value: 'NPI10200A' },
    ]);
  });
});

describe('what an answer over HTTP lets us say', () => {
  it('metadata of several languages count with the first, and a page must be one', () => {
    const body =
      '<wsx:Metadata><wsx:MetadataSection><wsdp:ThisModel><wsdp:Manufacturer>Kyocera</wsdp:Manufacturer><wsdp:Manufacturer>K</wsdp:Manufacturer><wsdp:PresentationUrl>javascript:1</wsdp:PresentationUrl></wsdp:ThisModel></wsx:MetadataSection></wsx:Metadata>';
    expect(claimsIn(body)).toMatchObject([{ fact: 'make', value: 'Kyocera' }]);
  });

  it('metadata of a computer are of the program that publishes it: no serial number of its own is in them', () => {
    const host = (types: string) =>
      `<wsx:Metadata><wsx:MetadataSection><wsdp:ThisDevice><wsdp:FriendlyName>Microsoft Publication Service Device Host</wsdp:FriendlyName><wsdp:SerialNumber>20050718</wsdp:SerialNumber></wsdp:ThisDevice></wsx:MetadataSection><wsx:MetadataSection><wsdp:Relationship><wsdp:Host><wsdp:Types xmlns:pub="http://schemas.microsoft.com/windows/pub/2005/07">${types}</wsdp:Types></wsdp:Host></wsdp:Relationship></wsx:MetadataSection></wsx:Metadata>`;
    expect(claimsIn(host('pub:Computer'))).toMatchObject([{ fact: 'kind', value: 'other' }]);
    expect(claimsIn(host('pub:Computer wprt:PrintDeviceType')).length).toBeGreaterThan(1);
  });

  it('a scanner tells its name, its place and its own state, and not how the whole device is', () => {
    const inside =
      '<wscn:ScannerDescription><wscn:ScannerName>S</wscn:ScannerName></wscn:ScannerDescription><wscn:ScannerStatus><wscn:ScannerState>Idle</wscn:ScannerState></wscn:ScannerStatus>';
    const body = `<wscn:GetScannerElementsResponse><wscn:ScannerElements><wscn:ElementData>${inside}</wscn:ElementData></wscn:ScannerElements></wscn:GetScannerElementsResponse>`;
    expect(claimsIn(body)).toMatchObject([
      { fact: 'name', value: 'S' },
      { fact: 'kind', value: 'scanner', basis: 'derived' },
      { is: 'state', word: 'idle', of: 'scanner' },
    ]);
  });
});
