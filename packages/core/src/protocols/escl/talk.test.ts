import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import type { HttpOutcome, HttpRequest } from '../../contracts/network.ts';
import type { HostTarget, Lead } from '../../contracts/protocol.ts';
import { identify } from './talk.ts';

const [capabilities, status] = goldenOf('escl').map(({ bytes }) => bytes);
const host = (leads: readonly Lead[] = []): HostTarget => ({
  address: '192.0.2.9',
  port: (standard) => standard,
  leads,
  waitMs: 250,
  tries: 3,
  community: 'public',
});
const served = (
  code: number,
  body: Uint8Array = new Uint8Array(),
  headers: Record<string, string> = {},
): HttpOutcome => ({
  is: 'answered',
  response: { from: { address: '192.0.2.9', port: 80, transport: 'tcp' }, status: code, headers, body },
});
const both = (url: string) => served(200, url.endsWith('Status') ? status : capabilities);

function run(target: HostTarget, respond: (request: HttpRequest, count: number) => HttpOutcome) {
  const asked: string[] = [];
  const done = perform(identify(target), (effect) => {
    if (effect.do !== 'http') throw new Error(`unexpected ${effect.do}`);
    expect(effect.request).toMatchObject({ method: 'GET', maxBytes: 1024 * 1024 });
    asked.push(effect.request.url);
    return respond(effect.request, asked.length);
  });
  return { ...done, asked };
}

describe('asking for a scanner', () => {
  it('reads capabilities and status at the usual place', () => {
    const { asked, told, result } = run(host(), ({ url }) => both(url));
    expect(asked).toEqual(['http://192.0.2.9:80/eSCL/ScannerCapabilities', 'http://192.0.2.9:80/eSCL/ScannerStatus']);
    expect(result).toMatchObject({ is: 'answered' });
    expect(told.map(({ claims }) => claims.at(-1))).toMatchObject([
      { is: 'service', service: 'escl', port: 80, resource: 'eSCL', path: 'ScannerCapabilities' },
      { is: 'service', path: 'ScannerStatus' },
    ]);
  });

  it.each([
    ['eSCL', 'https://192.0.2.9:8443/eSCL/'],
    ['/eSCL2/', 'https://192.0.2.9:8443/eSCL2/'],
    ['', 'https://192.0.2.9:8443/'],
    ['../../admin?reset=1', 'https://192.0.2.9:8443/eSCL/'],
    ['a b', 'https://192.0.2.9:8443/eSCL/'],
  ])('goes where %j was announced', (resource, root) => {
    const lead: Lead = { service: 'escls', port: 8443, transport: 'tcp', resource };
    expect(run(host([lead]), ({ url }) => both(url)).asked[0]).toBe(`${root}ScannerCapabilities`);
  });

  it('ends at an open port that knows no scanner', () => {
    const { asked, result, told } = run(host(), () => served(404));
    expect(asked).toHaveLength(1);
    expect(result).toMatchObject({ is: 'garbled' });
    expect(told).toEqual([]);
    expect(run(host(), () => ({ is: 'too-large' })).asked).toHaveLength(1);
  });

  it('asks 443 where nobody listens on 80', () => {
    const { asked, result } = run(host(), () => ({ is: 'refused' }));
    expect(asked).toEqual([
      'http://192.0.2.9:80/eSCL/ScannerCapabilities',
      'https://192.0.2.9:443/eSCL/ScannerCapabilities',
    ]);
    expect(result).toMatchObject({ is: 'refused' });
  });

  it('follows a redirect to the same document on this host’s https, and no other', () => {
    const moved = (location: string) =>
      run(host(), ({ url }, count) => (count === 1 ? served(301, undefined, { Location: location }) : both(url))).asked;
    expect(moved('https://192.0.2.9/eSCL/ScannerCapabilities')).toHaveLength(3);
    for (const elsewhere of [
      'https://192.0.2.10/eSCL/ScannerCapabilities',
      'https://192.0.2.9:9100/eSCL/ScannerCapabilities',
      'https://192.0.2.9/login',
      'http://192.0.2.9/eSCL/ScannerCapabilities',
    ])
      expect(moved(elsewhere)).toHaveLength(1);
  });

  it('does not go round in circles', () => {
    const circle = served(302, undefined, { location: 'https://192.0.2.9/eSCL/ScannerCapabilities' });
    expect(run(host(), () => circle).asked.length).toBeLessThanOrEqual(4);
  });

  it('keeps what it can when the status is not given', () => {
    const { told, result } = run(host(), ({ url }) => (url.endsWith('Status') ? served(503) : both(url)));
    expect(told).toHaveLength(1);
    expect(result).toMatchObject({ is: 'answered' });
  });
});
