import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ianaRegistry } from './iana.ts';
import { type InvalidQuery, type PortQuery, parsePortQuery } from './port-query.ts';
import { registryData } from './registry-data.ts';

const isName = (name: string) => ianaRegistry.named(name).length > 0;
const parse = (text: string) => parsePortQuery(text, isName);
const transports = ['tcp', 'udp', 'sctp', 'dccp'] as const;
const number = fc.integer({ min: 0, max: 65_535 });

describe('a question about ports', () => {
  it.each([
    ['3259', [3259, 3259, null, null]],
    ['3259/UDP', [3259, 3259, 'udp', null]],
    [' \t00123\n', [123, 123, null, null]],
    ['6000-6010', [6000, 6010, null, null]],
    ['6000-6010/tcp', [6000, 6010, 'tcp', null]],
    ['7-7', [7, 7, null, null]],
    ['0', [0, 0, null, null]],
    ['65535', [65_535, 65_535, null, null]],
    ['ipp', [null, null, null, 'ipp']],
    ['snmp/udp', [null, null, 'udp', 'snmp']],
    ['cl/1', [null, null, null, 'cl/1']],
    ['914c/g/udp', [null, null, 'udp', '914c/g']],
    ['EtherNet/IP-1/tcp', [null, null, 'tcp', 'EtherNet/IP-1']],
    ['sql*net', [null, null, null, 'sql*net']],
    ['0x1BB', [null, null, null, '0x1BB']],
    ['1e3', [null, null, null, '1e3']],
    ['80.5', [null, null, null, '80.5']],
    // of that form a name is unknown, not impossible
    ['3259/tcp/udp', [null, null, 'udp', '3259/tcp']],
  ] as const)('%j is read as it is meant', (text, [port, portEnd, transport, name]) => {
    expect(parse(text)).toEqual({ text, port, portEnd, transport, name });
  });

  it('searches no name where a number was asked: no registered name reads like one', () => {
    const searched: string[] = [];
    for (const text of ['3259', '3259/UDP', '6000-6010/tcp', 'cl/1']) {
      parsePortQuery(text, (name) => searched.push(name) > 0);
    }
    expect(searched).toEqual(['cl/1']);
    const names = [registryData.numbers, registryData.ranges, registryData.names].join('').matchAll(/^[^\t\n]+/gm);
    expect(
      [...names].map(([name]) => name).filter((name) => !/[a-z]/i.test(name) || /\/(tcp|udp|sctp|dccp)$/i.test(name)),
    ).toEqual([]);
  });

  it.each([
    ['', /give a number/],
    ['   ', /give a number/],
    ['65536', /out of range/],
    ['99999999999999999999999', /out of range/],
    ['1-65536', /65536 is out of range/],
    ['-1', /negative/],
    ['-5-10', /negative/],
    ['10-5', /backwards/],
    ['10-', /no number at its end/],
    ['10--5', /no number at its end/],
    ['3259/ftp', /"ftp" is no transport/],
    ['3259/', /is no transport/],
    ['ipp/any', /"any" is no transport/],
    ['/tcp', /before the slash/],
    ['٣٢٥٩', /U\+0663.*digits are 0 to 9/],
    ['３２５９', /digits are 0 to 9/],
    ['ïpp', /not ASCII/],
    ['3259 /tcp', /space/],
    ['ip\u0007p', /control character.*U\+0007/],
    ['ipp\u0000', /control character/],
    ['3259\u001b[31m', /U\+001B/],
    ['\u00a03259', /not ASCII/],
  ])('%j is refused in one sentence', (text, why) => {
    const answer = parse(text);
    expect(answer).toMatchObject({ text, invalid: true });
    expect((answer as InvalidQuery).why).toMatch(why);
    expect((answer as InvalidQuery).why).toMatch(/\.$/);
  });

  it('any numbers in order are a question, whatever stands around them', () => {
    const spaces = fc.stringMatching(/^[ \t]{0,3}$/);
    fc.assert(
      fc.property(number, number, fc.constantFrom(...transports, null), spaces, (a, b, transport, space) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const text = `${space}${from}-${to}${transport === null ? '' : `/${transport.toUpperCase()}`}${space}`;
        expect(parse(text)).toEqual({ text, port: from, portEnd: to, transport, name: null });
      }),
    );
  });

  it('any text is a question or refused with a reason, and what was asked is kept as it stands', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9a-z/-]{0,12}$/)), (text) => {
        const answer: PortQuery | InvalidQuery = parse(text);
        expect(answer.text).toBe(text);
        if ('invalid' in answer) expect(answer.why).not.toBe('');
        else expect((answer.name === null) === (answer.port !== null)).toBe(true);
      }),
    );
  });
});
