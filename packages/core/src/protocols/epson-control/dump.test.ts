import { describe, expect, it } from 'vitest';
import { encodeText } from '../../bytes/text.ts';
import { decodeSnmpMessage } from '../../formats/snmp-message.ts';
import { claimsOf } from './claims.ts';
import { fromDump } from './dump.ts';

/** `@BDC ST2`, 9 bytes of fields: state idle, one black ink at 42 percent. */
const block = Uint8Array.of(
  ...encodeText('@BDC ST2\r\n'),
  ...[0x09, 0x00, 0x01, 0x01, 0x04, 0x0f, 0x04, 0x03, 0x01, 0x00, 0x2a],
);

describe('a file with an answer of the control channel', () => {
  it.each([
    ['as it is', block],
    ['as the tunnel hands it over', Uint8Array.of(0, ...block)],
    ['as it came in a D4 frame', Uint8Array.of(2, 2, 0, 0x1b, 0, 1, ...block)],
  ])('is the printer that it came from, %s', (_, bytes) => {
    const [exchange, ...more] = fromDump(bytes)!;
    expect(more).toEqual([]);
    if (exchange?.over !== 'udp') throw new Error('a datagram');
    const answer = decodeSnmpMessage(exchange.answers[0]!.bytes);
    expect(answer.ok && claimsOf(answer.value)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ is: 'state', word: 'idle' }),
        expect.objectContaining({ is: 'supply', name: 'Black ink', level: { type: 'exact', ratio: 0.42 } }),
      ]),
    );
  });

  it('that holds no status is none that can be emulated', () => {
    expect(fromDump(encodeText('vi:00:ME23H6;\f'))).toBeUndefined();
    expect(fromDump(encodeText('nothing of the kind'))).toBeUndefined();
  });
});
