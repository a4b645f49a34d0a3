import { describe, expect, it } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { Answer, Effect, Heard } from '../../contracts/conversation.ts';
import type { HttpOutcome, HttpRequest } from '../../contracts/network.ts';
import type { HostTarget, Lead, Segment } from '../../contracts/protocol.ts';
import { decodeWsd } from './codec.ts';
import { types } from './codec-names.ts';
import { envelope } from './messages.ts';
import { readMetadata } from './metadata.ts';
import { discover, inspect, listen } from './talk.ts';

const group = { address: '239.255.255.250', port: 3702, transport: 'udp' } as const;
const segment: Segment = {
  interface: 'eth0',
  family: 4,
  targets: [group],
  patienceMs: 4000,
  own: [],
  community: 'public',
};
const host = (leads: readonly Lead[] = []): HostTarget => ({
  address: '192.0.2.9',
  port: (standard) => standard,
  leads,
  waitMs: 250,
  tries: 3,
  community: 'public',
});
const ENDPOINT = 'urn:uuid:cfe92100-67c4-11d4-a45f-64eb8c102001';
const target = (types: string, addresses: string, endpoint = ENDPOINT) =>
  `<wsa:EndpointReference><wsa:Address>${endpoint}</wsa:Address></wsa:EndpointReference><wsd:Types xmlns:pub="http://schemas.microsoft.com/windows/pub/2005/07">${types}</wsd:Types>${addresses === '' ? '' : `<wsd:XAddrs>${addresses}</wsd:XAddrs>`}`;
const matches = (relates: string, ...targets: readonly string[]) =>
  envelope(
    `<wsa:RelatesTo>${relates}</wsa:RelatesTo>`,
    `<wsd:ProbeMatches>${targets.map((row) => `<wsd:ProbeMatch>${row}</wsd:ProbeMatch>`).join('')}</wsd:ProbeMatches>`,
  );
const PRINTER = target('wprt:PrintDeviceType', 'http://192.0.2.9:80/WSD/DEVICE');

/** Sends are collected as what they ask; `replies` gives what is heard after so many of them, in order. */
function run(
  talk: Parameters<typeof perform>[0],
  replies: (asked: readonly Asked[]) => readonly Uint8Array[],
  from = '192.0.2.9',
) {
  const asked: Asked[] = [];
  let waiting: Uint8Array[] | undefined;
  let chances = 0;
  const done = perform(
    talk as ReturnType<typeof discover>,
    (effect: Effect): Answer => {
      if (effect.do === 'chance') return new Uint8Array(effect.count).fill(++chances);
      if (effect.do === 'send') {
        const decoded = decodeWsd(effect.bytes);
        if (!decoded.ok) throw new Error(decoded.error.code);
        asked.push({ ...decoded.value, toAddress: effect.to.address });
        return true;
      }
      if (effect.do !== 'hear') throw new Error(`unexpected ${effect.do}`);
      waiting ??= [...replies(asked)];
      const bytes = waiting.shift();
      if (bytes === undefined) return undefined;
      return { from: { address: from, port: 3702, transport: 'udp' }, bytes, leftMs: effect.waitMs } satisfies Heard;
    },
    60_000,
  );
  return { ...done, asked };
}
type Asked = Extract<ReturnType<typeof decodeWsd>, { ok: true }>['value'] & { readonly toAddress: string };

describe('asking a segment', () => {
  it('asks for printers, scanners and devices, thrice with the same ids', () => {
    const { asked, result } = run(discover(segment), () => []);
    const wanted = asked.map(({ body }) => (body.is === 'probe' ? body.types.names[0]?.split(' ')[1] : body.is));
    expect(wanted).toEqual([...Array(3)].flatMap(() => ['PrintDeviceType', 'ScanDeviceType', 'Device']));
    expect(new Set(asked.map(({ messageId }) => messageId)).size).toBe(3);
    expect(result).toEqual({ is: 'silent' });
  });

  it('tells each endpoint once for each thing that it says', () => {
    const { told, result } = run(discover(segment), (asked) => [
      ...[0, 1, 2].map((i) => matches(asked[i]!.messageId, PRINTER)),
      matches(asked[0]!.messageId, target('wprt:PrintDeviceType', 'http://192.0.2.9:5357/other')),
    ]);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ protocol: 'wsd', from: { address: '192.0.2.9' } });
    expect(result).toEqual({ is: 'answered' });
  });

  it('believes no answer to a question that it did not ask, not even its own echo', () => {
    const { told, result } = run(discover(segment), () => [
      matches('urn:uuid:00000000-0000-4000-8000-00000000dead', PRINTER),
      encodeText('<garbage'),
    ]);
    expect(told).toEqual([]);
    expect(result).toEqual({ is: 'garbled' });
  });

  it('does not list the computers of a segment', () => {
    const { told } = run(discover(segment), (asked) => [
      matches(asked[2]!.messageId, target('wsdp:Device pub:Computer', 'http://192.0.2.9:5357/u')),
    ]);
    expect(told).toEqual([]);
  });

  it('asks once for the address of who tells none', () => {
    const bare = target('wprt:PrintDeviceType', '');
    const { asked } = run(discover(segment), (sent) => [
      matches(sent[0]!.messageId, bare),
      matches(sent[0]!.messageId, bare),
    ]);
    expect(asked.filter(({ body }) => body.is === 'resolve')).toMatchObject([
      { body: { endpoint: ENDPOINT }, toAddress: group.address },
    ]);
  });

  it('a proxy tells of others: what stands elsewhere is not its word of itself', () => {
    const other = target(
      'wprt:PrintDeviceType',
      'http://192.0.2.44:80/',
      'urn:uuid:00000000-1111-2222-3333-444444444444',
    );
    const { told } = run(discover(segment), (asked) => [matches(asked[0]!.messageId, PRINTER, other)]);
    expect(told.map(({ relayed }) => relayed)).toEqual([undefined, true]);
  });

  it('a flood of endpoints from one host is bounded', () => {
    const { told, asked } = run(discover(segment), (sent) =>
      [...Array(200).keys()].map((i) =>
        matches(
          sent[0]!.messageId,
          ...[...Array(100).keys()].map((k) => target('wprt:PrintDeviceType', '', `urn:uuid:${i}-${k}`)),
        ),
      ),
    );
    expect(told).toHaveLength(32);
    expect(asked.length).toBeLessThan(60);
  });
});

describe('asking one host', () => {
  it('asks for a device of any kind, and hears that it is a computer', () => {
    const { asked, told, result } = run(inspect(host()), (sent) => [
      matches(sent[0]!.messageId, target('wsdp:Device pub:Computer', 'http://192.0.2.9:5357/u')),
    ]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ toAddress: '192.0.2.9', body: { types: { names: [types.device] } } });
    expect(told[0]?.claims).toContainEqual(expect.objectContaining({ fact: 'kind', value: 'other' }));
    expect(result).toEqual({ is: 'answered' });
  });

  it('lets a silent one go after two questions, and hears nobody else', () => {
    expect(run(inspect(host()), () => []).asked).toHaveLength(2);
    const stranger = run(inspect(host()), (sent) => [matches(sent[0]!.messageId, PRINTER)], '192.0.2.10');
    expect(stranger.told).toEqual([]);
  });
});

describe('listening', () => {
  const said = (what: 'Hello' | 'Bye', inside: string) => envelope('', `<wsd:${what}>${inside}</wsd:${what}>`);

  it('tells printers that come and go; the Bye of a stranger is not news', () => {
    const heard = [said('Bye', target('', '')), said('Hello', PRINTER), said('Bye', target('', ''))];
    const { told } = run(listen(), () => heard);
    expect(told.map(({ claims }) => claims.length > 2)).toEqual([true, false]);
    expect(run(listen(), () => [said('Hello', target('pub:Computer', ''))]).told).toEqual([]);
    expect(run(listen(), () => [said('Hello', target('', 'http://192.0.2.9:5357/u'))]).told).toEqual([]);
  });
});

describe('reading metadata', () => {
  const lead: Lead = { service: 'wsd', port: 5357, transport: 'tcp', resource: 'u', endpoint: ENDPOINT };
  const metadata = (scanner: string) =>
    envelope(
      '',
      `<wsx:Metadata><wsx:MetadataSection><wsdp:Relationship><wsdp:Hosted><wsa:EndpointReference><wsa:Address>${scanner}</wsa:Address></wsa:EndpointReference><wsdp:Types>wscn:ScannerServiceType</wsdp:Types></wsdp:Hosted></wsdp:Relationship></wsx:MetadataSection></wsx:Metadata>`,
    );
  const answered = (body: Uint8Array, status = 200): HttpOutcome => ({
    is: 'answered',
    response: { from: { address: '192.0.2.9', port: 5357, transport: 'tcp' }, status, headers: {}, body },
  });
  function read(target_: HostTarget, respond: (request: HttpRequest, count: number) => HttpOutcome) {
    const requests: HttpRequest[] = [];
    const done = perform(readMetadata(target_), (effect) => {
      if (effect.do === 'chance') return new Uint8Array(effect.count);
      if (effect.do !== 'http') throw new Error(`unexpected ${effect.do}`);
      requests.push(effect.request);
      return respond(effect.request, requests.length);
    });
    return { ...done, requests, asked: requests.map(({ url }) => url) };
  }

  it('goes nowhere without a lead', () => {
    const { asked } = read(host(), () => ({ is: 'silent' }));
    expect(asked).toEqual([]);
  });

  it('asks the endpoint by its name, then the scanner that it hosts', () => {
    const { requests, asked, told } = read(host([lead]), (_, count) =>
      count === 1 ? answered(metadata('http://192.0.2.9:5357/scan')) : { is: 'silent' },
    );
    expect(asked).toEqual(['http://192.0.2.9:5357/u', 'http://192.0.2.9:5357/scan']);
    expect(decodeText(requests[0]!.body!)).toContain(`<wsa:To>${ENDPOINT}</wsa:To>`);
    expect(requests[0]).toMatchObject({ method: 'POST', maxBytes: 256 * 1024 });
    expect(told[0]?.claims.at(-1)).toMatchObject({ is: 'service', service: 'wsd', port: 5357, path: 'Envelope' });
  });

  it.each(['http://192.0.2.10:5357/scan', 'http://192.0.2.9:9100/', 'https://192.0.2.9:5357/', 'urn:x'])(
    'does not go to a scanner at %s',
    (place) => {
      expect(read(host([lead]), () => answered(metadata(place))).asked).toHaveLength(1);
    },
  );

  it('a host that wants a login, is too large or talks otherwise is an outcome', () => {
    expect(read(host([lead]), () => answered(new Uint8Array(), 401)).result).toEqual({ is: 'refused' });
    expect(read(host([lead]), () => ({ is: 'too-large' })).result).toEqual({ is: 'garbled' });
    expect(read(host([lead]), () => answered(encodeText('<html/>'))).result).toEqual({ is: 'garbled' });
    expect(read(host([{ ...lead, service: 'wsds' }]), () => ({ is: 'silent' })).asked).toEqual([
      'https://192.0.2.9:5357/u',
    ]);
  });
});
