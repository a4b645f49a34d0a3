import { parseHex } from '../../bytes/hex.ts';
import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { parseMac } from '../../net/mac-address.ts';
import { searchAnswer } from './claims.ts';
import { decodePjLink, encodePjLink } from './codec.ts';
import { PjSession } from './session.ts';

/**
 * The device side: a session by TCP and, in class 2, an answer to the search. A device with a secret for `login` asks for its
 * password. Quirks: `pjlink.class` is `1` or `2` (2 if absent), `projector.lamp-hours` is what LAMP answers.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const session: Answering = { on: 'tcp', port: 4352, open: () => new PjSession(device) };
  if (device.quirks['pjlink.class'] === '1') return [session];
  const mac = parseHex((parseMac(device.mac) ?? '').replaceAll(':', '')) ?? new Uint8Array(6);
  const found = (bytes: Uint8Array) => {
    const decoded = decodePjLink(bytes);
    const asks = decoded.ok && decoded.value.is === 'command' && decoded.value.command === 'SRCH';
    return asks ? [{ bytes: encodePjLink(searchAnswer(mac)) }] : [];
  };
  return [session, { on: 'udp', port: 4352, broadcast: true, groups: [], answer: ({ bytes }) => found(bytes) }];
}
