import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { decodeNeighbourLine } from '../../formats/neighbour-line.ts';
import { neighbours } from './index.ts';
import { recall } from './talk.ts';

const golden = goldenOf('neighbours');
const host: HostTarget = {
  ...{ address: '192.0.2.9', port: (standard) => standard, leads: [] },
  ...{ waitMs: 250, tries: 3, community: 'public' },
};
const arp = (address: string, flags: string, mac: string, type = '0x1') =>
  `${address}        ${type}         ${flags}         ${mac}     *        eth0`;
const MAC = '64:eb:8c:10:20:01';

describe('lines of the neighbour table', () => {
  it.each(golden)('$name: its words stand where the fields say', ({ bytes }) => {
    const { ok, fields } = neighbours.describe(bytes);
    expect(ok).toBe(true);
    const words = fields.map(({ offset, length }) => decodeText(bytes.subarray(offset, offset + length)));
    expect(words).toContain(MAC);
    expect(words).toContain('eth0');
  });

  it('both forms, the link-local address with its zone', () => {
    expect(golden.map(({ bytes }) => decodeNeighbourLine(bytes))).toMatchObject([
      { ok: true, value: { address: '192.0.2.9', mac: MAC, interface: 'eth0' } },
      { ok: true, value: { address: 'fe80::66eb:8cff:fe10:2001%eth0', mac: MAC, interface: 'eth0' } },
    ]);
    expect(decodeNeighbourLine(encodeText(`2001:db8::9 dev eth0 lladdr ${MAC} STALE`))).toMatchObject({
      value: { address: '2001:db8::9' },
    });
  });

  it.each([
    ['not resolved', arp('192.0.2.9', '0x0', MAC), 'bad-value'],
    ['a MAC of zeros', arp('192.0.2.9', '0x2', '00:00:00:00:00:00'), 'bad-value'],
    ['no Ethernet', arp('192.0.2.9', '0x2', MAC, '0x20'), 'bad-magic'],
    ['no address', arp('192.0.2.999', '0x2', MAC), 'bad-value'],
    [
      'the head of the table',
      'IP address       HW type     Flags       HW address            Mask     Device',
      'bad-magic',
    ],
    ['a failed one', 'fe80::1 dev eth0 FAILED', 'bad-magic'],
    ['nothing', '', 'bad-magic'],
    ['a very long one', 'x'.repeat(600), 'too-large'],
  ])('%s is an error', (_, line, code) => {
    expect(decodeNeighbourLine(encodeText(line))).toMatchObject({ ok: false, error: { code } });
    expect(neighbours.describe(encodeText(line)).ok).toBe(false);
  });

  it('any text is a line or a reason', () => {
    fc.assert(fc.property(fc.string(), (text) => void neighbours.describe(encodeText(text))));
  });

  it('the MAC is told with the line for evidence, and nothing is sent', () => {
    const line = arp('192.0.2.9', '0x2', MAC);
    const { result, told, effects } = perform(recall(host), () => line);
    expect(result).toEqual({ is: 'answered' });
    expect(told).toMatchObject([{ protocol: 'neighbours', claims: [{ is: 'mac', value: MAC, path: 'mac' }] }]);
    expect(decodeText(told[0]!.raw)).toBe(line);
    expect(effects.map((effect) => effect.do)).toEqual(['neighbour', 'tell']);
    expect(perform(recall(host), () => undefined)).toMatchObject({ result: { is: 'silent' }, told: [] });
    expect(perform(recall(host), () => 'x')).toMatchObject({ result: { is: 'garbled' }, told: [] });
  });
});
