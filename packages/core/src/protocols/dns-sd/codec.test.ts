import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeMessage, encodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { browseQuestions, encodeQueries, MOST_BYTES, nothing, parseInstance, txtString } from './codec.ts';
import { describeDnsSd } from './describe.ts';
import { Hearing } from './hearing.ts';

const golden = goldenOf('dns-sd');
const lpd = golden.find(({ name }) => name === 'answer-lpd.wp-4530')!.bytes;

describe('golden packets', () => {
  it('are all there', () => {
    expect(golden).toHaveLength(4);
    expect(lpd.length).toBe(337);
  });

  it.each(golden)('$name is encoded again byte by byte', ({ bytes }) => {
    const decoded = decodeMessage(bytes);
    if (!decoded.ok) throw new Error(decoded.error.code);
    expect(formatHex(encodeMessage(decoded.value))).toBe(formatHex(bytes));
  });

  it.each(golden)('$name: every proper prefix is truncated', ({ bytes }) => {
    for (let length = 0; length < bytes.length; length++) {
      const decoded = decodeMessage(bytes.subarray(0, length));
      expect(decoded.ok ? 'value' : decoded.error.code, `${length} bytes`).toBe('truncated');
    }
  });

  it.each(golden)('$name: the fields cover every byte', ({ bytes }) => {
    const { fields } = describeDnsSd(bytes);
    const covered = new Set(fields.flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i)));
    expect(covered.size).toBe(bytes.length);
  });

  it('of the WP-4530 say who it is, where it prints and by which fields', () => {
    const hearing = new Hearing({ adminOnly: false, repetitions: false });
    const from = { address: '192.168.200.101', port: 5353, transport: 'udp' as const };
    hearing.take({ from, bytes: lpd }, 0);
    expect(hearing.ripe(0)).toEqual([
      {
        from,
        protocol: 'dns-sd',
        raw: lpd,
        claims: [
          { is: 'fact', fact: 'name', value: 'EPSON WP-4530 Series', path: 'answer[0].target', basis: 'told' },
          { is: 'fact', fact: 'make', value: 'EPSON', path: 'answer[0].target', basis: 'derived' },
          { is: 'fact', fact: 'model', value: 'WP-4530 Series', path: 'answer[0].target', basis: 'derived' },
          { is: 'hostname', value: 'EPSON73B5EA.local', path: 'additional[0].target' },
          {
            is: 'service',
            service: 'lpd',
            port: 515,
            transport: 'tcp',
            resource: 'auto',
            path: 'additional[0].port',
          },
          { is: 'fact', fact: 'make', value: 'EPSON', path: 'additional[1].txt.usb_MFG', basis: 'told' },
          { is: 'fact', fact: 'model', value: 'WP-4530 Series', path: 'additional[1].txt.usb_MDL', basis: 'told' },
          {
            is: 'fact',
            fact: 'adminUrl',
            value: 'http://EPSON73B5EA.local:80/PRESENTATION/BONJOUR',
            path: 'additional[1].txt.adminurl',
            basis: 'told',
          },
          { is: 'address', value: '192.168.200.101', path: 'additional[2].address' },
          { is: 'fact', fact: 'kind', value: 'printer', path: 'answer[0].target', basis: 'derived' },
        ],
      },
    ]);
    const { fields } = describeDnsSd(lpd);
    expect(fields.find(({ path }) => path === 'additional[2].name')).toMatchObject({
      offset: 0x141,
      length: 2,
      text: 'EPSON73B5EA.local',
    });
  });

  it('that break off are shown up to there', () => {
    const described = describeDnsSd(lpd.subarray(0, 100));
    expect(described.ok).toBe(false);
    expect(described.fields).toContainEqual(expect.objectContaining({ path: 'answer[0].ttl', text: '10 s' }));
  });
});

describe('queries', () => {
  it('ask for every type in one packet', () => {
    const packets = encodeQueries(0, browseQuestions(false), []);
    expect(packets).toHaveLength(1);
    expect(packets[0]!.length).toBeLessThan(512);
  });

  it('with more known answers than a packet holds go on in further ones, marked truncated but for the last', () => {
    const known = Array.from({ length: 60 }, (_, i) => ({
      name: '_ipp._tcp.local',
      type: dnsType.ptr,
      class: 1,
      flush: false,
      ttlSeconds: 4500,
      data: { is: 'ptr' as const, target: `Printer number ${i}._ipp._tcp.local` },
    }));
    const packets = encodeQueries(0, browseQuestions(false), known);
    const messages = packets
      .map((bytes) => decodeMessage(bytes))
      .map((decoded) => (decoded.ok ? decoded.value : nothing));
    expect(packets.length).toBeGreaterThan(1);
    expect(messages.map(({ flags }) => flags)).toEqual([...messages.slice(1).map(() => 0x0200), 0]);
    expect(messages.flatMap(({ answers }) => answers)).toEqual(known);
    expect(messages[1]?.questions).toEqual([]);
    for (const bytes of packets) expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
  });
});

describe('instance names', () => {
  it('are a label, a type that we know and the domain', () => {
    expect(parseInstance('A\\.B C._IPP._tcp.Local')).toMatchObject({ label: 'A.B C', service: { service: 'ipp' } });
    expect(parseInstance('TV._googlecast._tcp.local')).toBeUndefined();
    expect(parseInstance('_ipp._tcp.local')).toBeUndefined();
    expect(parseInstance('')).toBeUndefined();
  });

  it('and TXT strings are cut where the wire has no room for more', () => {
    expect(txtString('note', 'ü'.repeat(200)).length).toBe(255);
  });
});
