import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { HttpOutcome, HttpRequest } from '../../contracts/network.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';
import { claimsOf } from './claims.ts';
import { decodeEpos, encodeResponse, statusRequest } from './codec.ts';
import { describeEpos } from './describe.ts';
import { readStatus } from './talk.ts';

const manual = goldenOf('epos')[0]!.bytes;
const message = (bytes: Uint8Array) => {
  const decoded = decodeEpos(bytes);
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
  return decoded.value;
};
const claims = (status: number) => claimsOf(message(encodeResponse({ success: true, code: '', status })));

describe('an answer of an ePOS service', () => {
  it('of the manual says: well, printed, drawer pin high', () => {
    expect(message(manual).said).toMatchObject({ success: true, code: '', status: 0x0f000016 });
    expect(claimsOf(message(manual))).toEqual([
      { is: 'fact', fact: 'kind', value: 'pos-printer', basis: 'derived', path: 'Envelope.Body.response' },
      { is: 'state', word: 'idle', reasons: [], path: 'Envelope.Body.response@status' },
    ]);
    expect(describeEpos(manual).fields.find(({ path }) => path.endsWith('@status'))?.text).toBe('251658262 (drawer)');
  });

  it.each([
    [252444700, 'stopped', ['media-empty-error']],
    [0x0f00003c, 'stopped', ['cover-open']],
    [0x0f00081c, 'stopped', ['cutter-failure-error']],
    [0x0f020014, 'idle', ['media-low-warning']],
    [0x0f006414, 'idle', ['other-error']],
    [0x8f000014, 'idle', []],
  ])('status %i is %s', (status, word, reasons) => {
    expect(claims(status)[1]).toMatchObject({ is: 'state', word, reasons });
  });

  it('of a board whose printer is silent says nothing of the state, and without a status nothing at all', () => {
    expect(claims(1)).toMatchObject([{ fact: 'kind' }]);
    for (const status of ['', '-1', '4294967296', '1e3', '99999999999'])
      expect(claimsOf(message(encodeText(decodeText(manual).replace('251658262', status))))).toEqual([]);
  });

  it.each([
    ['a web page', '<html/>', 'bad-magic'],
    ['SOAP 1.2', decodeText(statusRequest()).replace('schemas.xmlsoap.org/soap', 'x'), 'bad-magic'],
    ['another body', decodeText(manual).replace(/response/g, 'reply'), 'bad-magic'],
    ['an entity bomb', `<!DOCTYPE a [<!ENTITY b "&c;&c;">]>${decodeText(manual)}`, 'bad-value'],
  ])('refuses %s', (_, text, code) => {
    const bare = text.replace(/^<\?xml[^>]*>\n?/, '');
    expect(decodeEpos(encodeText(bare))).toMatchObject({ ok: false, error: { code } });
  });

  it('is total, and every proper beginning is an error', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void describeEpos(bytes)));
    for (let length = 0; length < manual.length; length += 5)
      expect(decodeEpos(manual.subarray(0, length)).ok).toBe(false);
  });
});

describe('asking for the status', () => {
  const host: HostTarget = {
    ...{ address: '192.0.2.9', leads: [], waitMs: 250, tries: 3, community: 'public' },
    port: (standard) => standard,
  };
  const served = (
    status: number,
    body: Uint8Array = new Uint8Array(),
    headers: Record<string, string> = {},
  ): HttpOutcome => ({
    is: 'answered',
    response: { from: { address: '192.0.2.9', port: 80, transport: 'tcp' }, status, headers, body },
  });
  function run(respond: (request: HttpRequest) => HttpOutcome) {
    const requests: HttpRequest[] = [];
    const done = perform(readStatus(host), (effect) => {
      if (effect.do !== 'http') throw new Error(`unexpected ${effect.do}`);
      requests.push(effect.request);
      return respond(effect.request);
    });
    return { ...done, requests, asked: requests.map(({ method, url }) => `${method} ${url}`) };
  }
  const PLACE = '192.0.2.9:80/cgi-bin/epos/service.cgi';

  it('looks first, then asks with an element that holds nothing', () => {
    const { asked, requests, told, result } = run(({ method }) => served(200, method === 'POST' ? manual : undefined));
    expect(asked).toEqual([`GET http://${PLACE}`, `POST http://${PLACE}?devid=local_printer&timeout=2000`]);
    const body = decodeText(requests[1]!.body!);
    expect(body).toMatch(/<epos-print xmlns="[^"]*"\/>/);
    expect(message(requests[1]!.body!).said).toEqual({ is: 'request', commands: 0 });
    expect(told[0]).toMatchObject({ protocol: 'epos', raw: manual });
    expect(result).toMatchObject({ is: 'answered' });
  });

  it.each([
    ['nothing there', served(404), 'garbled'],
    ['a page on every path', served(200, encodeText('<html>hello</html>')), 'garbled'],
    ['a login', served(401), 'refused'],
    ['a redirect elsewhere', served(301, undefined, { location: 'https://192.0.2.10/' }), 'garbled'],
    ['too much', { is: 'too-large' } as const, 'garbled'],
  ])('sends no question where there is %s', (_, outcome, is) => {
    const { requests, result, told } = run(() => outcome);
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(result).toMatchObject({ is });
    expect(told).toEqual([]);
  });

  it('goes to 443 where 80 leads there or nobody listens', () => {
    const moved = served(301, undefined, { Location: 'https://192.0.2.9/cgi-bin/epos/service.cgi' });
    for (const first of [moved, { is: 'refused' } as const]) {
      const { asked, told } = run(({ url, method }) =>
        url.startsWith('https') ? served(200, method === 'POST' ? manual : undefined) : first,
      );
      expect(asked).toHaveLength(3);
      expect(told[0]?.claims.at(-1)).toMatchObject({ is: 'service', service: 'eposs', port: 443 });
    }
  });

  it('what comes in place of an answer is garbled', () => {
    expect(run(({ method }) => served(200, method === 'POST' ? statusRequest() : undefined)).result.is).toBe('garbled');
  });
});

describe('a virtual receipt printer', () => {
  const ask = (path: string, body = statusRequest(), more = {}, method = 'POST') => {
    const [answering] = answers(sampleDevice({ kind: 'pos-printer', ...more }));
    if (answering?.on !== 'http') throw new Error('no http');
    const from = { address: '192.0.2.1', port: 1, transport: 'tcp' } as const;
    return answering.serve({ method, path, headers: {}, body, from });
  };
  const PATH = '/cgi-bin/epos/service.cgi';
  const said = (...given: Parameters<typeof ask>) => message(ask(...given).body).said;

  it('says how it is', () => {
    const open = { state: 'stopped', stateReasons: ['cover-open'] };
    expect(said(`${PATH}?devid=local_printer`)).toMatchObject({ success: true, status: 0x0f000014 });
    expect(said(`${PATH}?devid=local_printer`, statusRequest(), open)).toMatchObject({
      success: false,
      code: 'EPTR_COVER_OPEN',
      status: 0x0f00003c,
    });
    expect(ask(PATH, undefined, {}, 'GET')).toMatchObject({ status: 200, body: new Uint8Array() });
  });

  it('prints nothing, knows one device, and leaves other paths to other rooms', () => {
    const job = encodeText(
      decodeText(statusRequest()).replace('/></s:Body>', '><text>hi</text></epos-print></s:Body>'),
    );
    expect(said(`${PATH}?devid=local_printer`, job)).toMatchObject({ success: false, code: 'PrintSystemError' });
    expect(said(`${PATH}?devid=other`)).toMatchObject({ code: 'DeviceNotFound' });
    expect(said(`${PATH}?devid=local_printer`, encodeText('x'))).toMatchObject({ code: 'SchemaError' });
    expect(ask('/').status).toBe(404);
  });
});
