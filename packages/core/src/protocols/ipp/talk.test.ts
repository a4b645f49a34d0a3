import { describe, expect, it } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import type { Answer, Effect } from '../../contracts/conversation.ts';
import type { HttpOutcome, HttpRequest } from '../../contracts/network.ts';
import type { HostTarget, Lead } from '../../contracts/protocol.ts';
import { text } from './attribute.ts';
import { decodeIpp } from './codec.ts';
import { encodeIpp } from './codec-encode.ts';
import { findAttribute, textOf } from './codec-look.ts';
import { type IppAttribute, valueTags } from './codec-message.ts';
import { identify } from './talk.ts';

const host = (leads: readonly Lead[] = [], address = '192.0.2.9'): HostTarget => ({
  address,
  port: (standard) => standard,
  leads,
  waitMs: 250,
  tries: 3,
  community: 'public',
});
const body = (code: number, attributes: readonly IppAttribute[] | undefined, version = 0x0200) =>
  encodeIpp({
    version,
    code,
    requestId: 1,
    groups: [{ tag: 1, attributes: [] }, ...(attributes === undefined ? [] : [{ tag: 4, attributes }])],
    ended: true,
    data: new Uint8Array(),
  });
const printer = [text('printer-make-and-model', valueTags.text, 'EPSON XP-6000 Series')];
const served = (status: number, bytes: Uint8Array = new Uint8Array(), port = 631): HttpOutcome => ({
  is: 'answered',
  response: { from: { address: '192.0.2.9', port, transport: 'tcp' }, status, headers: {}, body: bytes },
});
/** Runs the talk; `respond` answers each request, `asked` lists the URLs. */
function run(target: HostTarget, respond: (request: HttpRequest, count: number) => HttpOutcome) {
  const requests: HttpRequest[] = [];
  const world = (effect: Effect): Answer => {
    if (effect.do === 'chance') return new Uint8Array(effect.count).fill(0xff);
    if (effect.do !== 'http') throw new Error(`unexpected ${effect.do}`);
    requests.push(effect.request);
    return respond(effect.request, requests.length);
  };
  const done = perform(identify(target), world, 60);
  return { ...done, requests, asked: requests.map(({ url }) => url) };
}
const sent = (request: HttpRequest) => {
  const decoded = decodeIpp(request.body!);
  if (!decoded.ok) throw new Error(decoded.error.code);
  const values = (name: string) => findAttribute(decoded.value, 1, name)?.values.map((value) => textOf(value)) ?? [];
  return { message: decoded.value, values };
};

describe('asking a host by IPP', () => {
  it('asks /ipp/print first and stops at the first answer', () => {
    const { asked, told, result } = run(host(), () => served(200, body(0, printer)));
    expect(asked).toEqual(['http://192.0.2.9:631/ipp/print']);
    expect(result).toEqual({ is: 'answered' });
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      protocol: 'ipp',
      from: { address: '192.0.2.9', port: 631 },
      raw: body(0, printer),
    });
    expect(told[0]?.claims).toContainEqual({
      is: 'service',
      service: 'ipp',
      port: 631,
      resource: 'ipp/print',
      transport: 'tcp',
      path: 'code',
    });
  });

  it('sends nothing but a read, with charset, language and target in that order', () => {
    const { requests } = run(host(), () => served(200, body(0, printer)));
    const { message, values } = sent(requests[0]!);
    expect(message).toMatchObject({ version: 0x0200, code: 0x000b, requestId: 0x7fffffff });
    expect(message.groups[0]?.attributes.slice(0, 3).map(({ name }) => name)).toEqual([
      'attributes-charset',
      'attributes-natural-language',
      'printer-uri',
    ]);
    expect(values('printer-uri')).toEqual(['ipp://192.0.2.9/ipp/print']);
    expect(values('requested-attributes')).toContain('printer-device-id');
    expect(values('requested-attributes')).not.toContain('all');
    expect(requests[0]).toMatchObject({ method: 'POST', headers: { 'Content-Type': 'application/ipp' } });
  });

  it('follows what the device announced before the usual paths, but never to a fax queue', () => {
    const leads: Lead[] = [
      { service: 'ipp', port: 8631, transport: 'tcp', resource: 'ipp/faxout' },
      { service: 'ipps', port: 443, transport: 'tcp', resource: '/ipp/lp1' },
      { service: 'ipp', port: 8631, transport: 'tcp', resource: 'printers/one' },
      { service: 'http', port: 80, transport: 'tcp' },
    ];
    const { asked } = run(host(leads), () => served(404));
    expect(asked).toEqual([
      'http://192.0.2.9:8631/printers/one',
      'https://192.0.2.9:443/ipp/lp1',
      'http://192.0.2.9:631/ipp/print',
      'http://192.0.2.9:631/ipp/printer',
      'http://192.0.2.9:631/ipp',
    ]);
  });

  it.each(['silent', 'refused', 'unreachable', 'forbidden'] as const)('does not try five paths on a %s port', (is) => {
    const { asked, result, told } = run(host(), () => ({ is }));
    expect(asked).toHaveLength(1);
    expect(result).toEqual({ is });
    expect(told).toEqual([]);
  });

  it('goes on to the next path after 404 and after an empty body', () => {
    const { asked, result } = run(host(), (_, count) =>
      count === 1 ? served(404) : count === 2 ? served(200) : served(200, body(0, printer)),
    );
    expect(asked.map((url) => url.slice(url.lastIndexOf(':631')))).toEqual([
      ':631/ipp/print',
      ':631/ipp/printer',
      ':631/ipp',
    ]);
    expect(result).toEqual({ is: 'answered' });
  });

  it('tells of a server that knows no such printer when no path is better', () => {
    const { asked, result, told } = run(host(), () => served(200, body(0x0406, undefined)));
    expect(asked).toHaveLength(5);
    expect(result).toEqual({ is: 'answered' });
    expect(told).toHaveLength(1);
  });

  it('repeats on the same port with TLS when it must', () => {
    const { asked, told } = run(host(), ({ url }) =>
      url.startsWith('https') ? served(200, body(0, printer)) : served(426),
    );
    expect(asked).toEqual(['http://192.0.2.9:631/ipp/print', 'https://192.0.2.9:631/ipp/print']);
    expect(told[0]?.claims).toContainEqual(expect.objectContaining({ is: 'service', service: 'ipps', port: 631 }));
  });

  it('tries TLS where plain HTTP is not understood, and stays with it', () => {
    const { asked } = run(host(), ({ url }, count) =>
      !url.startsWith('https') ? { is: 'garbled' } : count < 3 ? served(404) : served(200, body(0, printer)),
    );
    expect(asked).toEqual([
      'http://192.0.2.9:631/ipp/print',
      'https://192.0.2.9:631/ipp/print',
      'https://192.0.2.9:631/ipp/printer',
    ]);
  });

  it('repeats once in the version that the printer answers in', () => {
    const { requests, told } = run(host(), (_, count) =>
      count === 1 ? served(200, body(0x0503, undefined, 0x0101)) : served(200, body(0, printer, 0x0101)),
    );
    expect(requests.map((request) => sent(request).message.version)).toEqual([0x0200, 0x0101]);
    expect(told).toHaveLength(1);
  });

  it.each([
    ['0x0400', body(0x0400, undefined)],
    ['0x0401', body(0x0401, undefined)],
    ['0x040b', body(0x040b, undefined)],
    ['an empty group', body(0, [])],
  ])('asks for everything, once, after %s', (_, first) => {
    const { requests, result } = run(host(), () => served(200, first));
    expect(requests.map((request) => sent(request).values('requested-attributes').includes('all'))).toEqual([
      false,
      true,
    ]);
    expect(result).toEqual({ is: 'answered' });
  });

  it('keeps what was said when the repetition fails', () => {
    const { told, result } = run(host(), (_, count) =>
      count === 1 ? served(200, body(0x0400, undefined)) : { is: 'silent' },
    );
    expect(told).toHaveLength(1);
    expect(result).toEqual({ is: 'answered' });
  });

  it('ends as refused where a login is wanted', () => {
    const { asked, result } = run(host(), () => served(401));
    expect(asked).toHaveLength(1);
    expect(result).toEqual({ is: 'refused' });
  });

  it('ends as garbled where another server answers everything', () => {
    const page = new TextEncoder().encode('<html>hello</html>');
    const { asked, result, told } = run(host(), () => served(200, page));
    expect(asked).toHaveLength(5);
    expect(result).toEqual({ is: 'garbled' });
    expect(told).toEqual([]);
  });

  it('marks the queue of a print server as relayed', () => {
    const queue = [...printer, text('cups-version', valueTags.text, '2.4.2')];
    expect(run(host(), () => served(200, body(0, queue))).told[0]).toMatchObject({ relayed: true });
    expect(run(host(), () => served(200, body(0, printer))).told[0]?.relayed).toBeUndefined();
  });

  it('keeps the zone for itself and out of the request', () => {
    const { requests } = run(host([], 'fe80::1%eth0'), () => served(200, body(0, printer)));
    expect(requests[0]?.url).toBe('http://[fe80::1%eth0]:631/ipp/print');
    expect(sent(requests[0]!).values('printer-uri')).toEqual(['ipp://[fe80::1]/ipp/print']);
  });

  it('is bounded whatever the other side says', () => {
    let version = 0x0100;
    const { asked } = run(host(), () => served(200, body(0x0503, undefined, version++)));
    expect(asked.length).toBeLessThanOrEqual(8);
  });
});
