import { encodePadded } from '../../bytes/text.ts';
import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import {
  ASCII,
  decodeVp,
  ESC_VP21,
  encodeVp,
  type VpHeader,
  type VpMessage,
  vpHeaderIds,
  vpStatus,
  vpTypes,
} from './codec.ts';
import { VpSession } from './session.ts';

/**
 * The device side: HELLO by UDP, a session by TCP. Quirks: `escvpnet.password` closes the session to who does not say it,
 * `projector.lamp-hours` is what LAMP? answers.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const hello = (bytes: Uint8Array) => {
    const reply = replyTo(device, bytes);
    return reply === undefined ? [] : [{ bytes: encodeVp(reply) }];
  };
  return [
    { on: 'udp', port: 3629, broadcast: true, groups: [], answer: ({ bytes }) => hello(bytes) },
    { on: 'tcp', port: 3629, open: () => new VpSession(device) },
  ];
}

function replyTo(device: VirtualDevice, bytes: Uint8Array): VpMessage | undefined {
  const decoded = decodeVp(bytes);
  if (!decoded.ok || decoded.value.status !== 0) return undefined;
  const { type, headers } = decoded.value;
  const reply = { version: 0x10, type, reserved: 0, headers: [] };
  if (type !== vpTypes.hello) return { ...reply, status: vpStatus.notAllowed };
  if (headers.length > 0) return { ...reply, status: vpStatus.badRequest };
  return { ...reply, status: vpStatus.ok, headers: ownHeaders(device) };
}

function ownHeaders({ name }: VirtualDevice): readonly VpHeader[] {
  const plain = name.replace(/[^\x20-\x7e]/g, '?').slice(0, 16);
  const row = (id: number, attribute: number, text = ''): VpHeader => {
    return { id, attribute, information: encodePadded(text, 16) };
  };
  return [
    row(vpHeaderIds.name, plain === '' ? 0 : ASCII, plain),
    // type I, as in the example of the protocols page
    row(vpHeaderIds.imType, 0x41),
    row(vpHeaderIds.commandType, ESC_VP21),
  ];
}
