import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { encodeText } from '../../bytes/text.ts';
import { claimsOf } from './claims.ts';
import { decodeWeb } from './codec.ts';
import { describeWeb } from './describe.ts';

const golden = new Map(goldenOf('web').map(({ name, bytes }) => [name, bytes]));
const claims = (bytes: Uint8Array) => {
  const decoded = decodeWeb(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return claimsOf(decoded.value, { service: 'http', port: 80 });
};
const facts = (bytes: Uint8Array) =>
  claims(bytes).flatMap((claim) => (claim.is === 'fact' ? [`${claim.basis} ${claim.fact} ${claim.value}`] : []));
const ofKind = (bytes: Uint8Array, is: string) => claims(bytes).filter((claim) => claim.is === is);
const served = (head: string, body = '') => encodeText(`HTTP/1.1 200\r\n${head}\r\n${body}`);
const epson = (body: string) => served('', `<meta name="Author" content="SEIKO EPSON">${body}</body>`);
const list = (rows: readonly number[]) =>
  `<dl>${rows.map((value) => `<dt class="key">x<dd class="value">${value}`).join('')}</dl>`;

describe('what a page lets us say', () => {
  it('an older status page, whatever its language', () => {
    const bytes = golden.get('older-status')!;
    expect(facts(bytes)).toEqual([
      'derived make EPSON',
      'derived make EPSON',
      'told model WF-0000 Series',
      'derived kind printer',
      'told name EPSON102001',
    ]);
    expect(ofKind(bytes, 'mac')).toMatchObject([{ value: '64:eb:8c:10:20:01' }]);
    expect(ofKind(bytes, 'address')).toMatchObject([{ value: '192.0.2.9' }]);
    expect(ofKind(bytes, 'supply')).toMatchObject([
      { name: 'BK', kind: 'ink', colorant: 'black', level: { type: 'exact', ratio: 0.26 } },
      { name: 'C', kind: 'ink', colorant: 'cyan', level: { type: 'exact', ratio: 1 } },
      { kind: 'waste-ink', direction: 'filled', level: { type: 'exact', ratio: 0.58 }, raw: { level: 42, max: 100 } },
    ]);
  });

  it('a newer one, with its low icon', () => {
    const bytes = golden.get('newer-status')!;
    expect(facts(bytes)).toContain('told firmware 07.84.XX00X0');
    expect(ofKind(bytes, 'alert')).toMatchObject([
      { severity: 'warning', code: 'marker-ink-almost-empty', text: 'BK' },
    ]);
    expect(ofKind(bytes, 'supply').map((claim) => 'level' in claim && claim.level)).toEqual([
      { type: 'exact', ratio: 0.01 },
      { type: 'exact', ratio: 0.17 },
      { type: 'exact', ratio: 0.51 },
    ]);
  });

  it.each([...golden.keys()])('%s: every claim stands where a field is described', (name) => {
    const bytes = golden.get(name)!;
    const paths = new Set(describeWeb(bytes).fields.map(({ path }) => path));
    for (const claim of claims(bytes)) expect(paths).toContain(claim.path);
  });

  it('an icon for empty counts more than the line that the bar still has', () => {
    const tank = (icon: string) =>
      `<li class=tank><div class=tank><img class=color src="Ink_K.PNG" height=2><img class=inkst src="${icon}"></div><div class=clrname>BK</div>`;
    expect(ofKind(epson(tank('Icn_No.PNG')), 'supply')).toMatchObject([{ level: { ratio: 0 }, raw: { level: 4 } }]);
    expect(ofKind(epson(tank('Icn_No.PNG')), 'alert')).toMatchObject([
      { code: 'marker-ink-empty', severity: 'critical' },
    ]);
    expect(ofKind(epson(tank('Other.PNG')), 'alert')).toEqual([]);
  });

  it.each([
    ['no bar', '<li class=tank><div class=clrname>BK</div>', 'unsupported'],
    ['a bar of 90 pixels', '<li class=tank><img class=color height=90><div class=clrname>BK</div>', 'implausible'],
    [
      'a height that is no number',
      '<li class=tank><img class=color height=1e9><div class=clrname>BK</div>',
      'unsupported',
    ],
  ])('%s is no level', (_, body, type) => {
    expect(ofKind(epson(body), 'supply')).toMatchObject([{ level: { type } }]);
  });

  it('tanks of a page that is not Epson’s say nothing', () => {
    const body = '<li class=tank><img class=color height=20><div class=clrname>BK</div>';
    expect(ofKind(served('', body), 'supply')).toEqual([]);
  });

  it('counters only where the sums are right', () => {
    expect(ofKind(epson(list([10, 4, 6, 7, 3])), 'counter')).toMatchObject([
      { name: 'pages', value: 10, unit: 'pages' },
      { name: 'pages-monochrome', value: 4 },
      { name: 'pages-color', value: 6 },
    ]);
    expect(ofKind(epson(list([10, 4, 5, 7, 3])), 'counter')).toEqual([]);
    expect(ofKind(epson(list([0, 0, 0, 0, 0])), 'counter')).toEqual([]);
    // two lists are not one table
    expect(ofKind(epson(list([10, 4]) + list([6, 7, 3])), 'counter')).toEqual([]);
  });

  it.each([
    [
      'HP HTTP Server; HP LaserJet M507 - 1PV87A; Serial Number: CNBRQ4X0VT; Built: x',
      ['derived make HP', 'told model HP LaserJet M507', 'told serial CNBRQ4X0VT'],
    ],
    ['debut/1.30', ['derived make Brother']],
    ['KM-MFP-http/V0.0.1', ['derived make KYOCERA']],
    ['Epson_IPP-Server/2.0.0', ['derived make EPSON']],
    ['EPSON-HTTP/1.0', ['derived make EPSON']],
    ['Allegro-Software-RomPager/4.34', []],
    ['nginx', []],
  ])('the Server header %s', (server, wanted) => {
    expect(facts(served(`Server: ${server}\r\n`))).toEqual(wanted);
  });

  it.each(['EpsonNet WebAssist Rev.1', 'Web Config 2', 'Error 5', 'Printer'])('%s is no model', (title) => {
    expect(facts(epson(`<title>${title}</title>`)).filter((fact) => fact.includes('model'))).toEqual([]);
  });

  it('half a page tells nothing of its tables, and an error page no model', () => {
    const whole = golden.get('older-status')!;
    const half = whole.subarray(0, whole.length - '</body></HTML>'.length);
    expect(ofKind(half, 'supply')).toEqual([]);
    expect(ofKind(half, 'mac')).toEqual([]);
    const missing = encodeText(`HTTP/1.1 404\r\n\r\n<meta name="Author" content="SEIKO EPSON"><title>Not 404</title>`);
    expect(facts(missing)).toEqual(['derived make EPSON']);
  });

  it('says where it was asked', () => {
    expect(ofKind(served(''), 'service')).toEqual([
      { is: 'service', service: 'http', port: 80, transport: 'tcp', path: 'status' },
    ]);
  });
});
