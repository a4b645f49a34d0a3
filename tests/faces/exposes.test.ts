import { catalogue, encodeText } from '@quietport/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeSnmpMessage } from '../../packages/core/src/formats/snmp-message.ts';

const rooms = catalogue.filter(({ exposes }) => exposes !== undefined);
const exposedBy = (id: string, bytes: Uint8Array) =>
  rooms.find((room) => room.id === id)!.exposes!(bytes).map(({ what }) => what);

describe('what a packet shows to be open', () => {
  test('is said by the rooms that know', () => {
    expect(rooms.map(({ id }) => id).sort()).toEqual(['ipp', 'snmp', 'web']);
  });

  test.each(rooms.map(({ id }) => id))('%s takes any bytes', (id) => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void exposedBy(id, bytes)));
  });

  test('an SNMP answer with the community that everybody knows, and one whose community is kept back', () => {
    const answer = (community: string) =>
      encodeSnmpMessage({
        version: 1,
        community: encodeText(community),
        pdu: { is: 'Response', requestId: 1, errorStatus: 0, errorIndex: 0, varbinds: [] },
      });
    expect(exposedBy('snmp', answer('public'))).toEqual(['snmp-public', 'snmp-clear']);
    expect(exposedBy('snmp', answer(''))).toEqual(['snmp-clear']);
    expect(exposedBy('snmp', answer('s3cret'))).toEqual(['snmp-clear']);
  });

  test('a page that leads to TLS is no page in the clear', () => {
    const page = (head: string) => encodeText(`${head}\r\nContent-Type: text/html\r\n\r\n<title>x</title>`);
    expect(exposedBy('web', page('HTTP/1.1 200 OK'))).toEqual(['admin-clear']);
    expect(exposedBy('web', page('HTTP/1.1 301 Moved\r\nLocation: https://192.0.2.9/'))).toEqual([]);
  });
});
