import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import {
  decodeSlp,
  encodeSlp,
  type SlpMessage,
  type SlpPart,
  slpFunctions,
  slpText,
  textOf,
} from '../../formats/slp.ts';
import { GROUP, PORT } from './talk.ts';

/** The device side: a service agent that offers its IPP printer to whoever asks (RFC 2608, sections 8.1, 8.2 and 8.6). */
export function answers(device: VirtualDevice): readonly Answering[] {
  return [
    {
      ...{ on: 'udp', port: PORT, broadcast: false, groups: [GROUP] },
      answer: ({ bytes }) => {
        const asked = decodeSlp(bytes);
        const reply = asked.ok ? replyTo(asked.value, device) : undefined;
        return reply === undefined ? [] : [{ bytes: encodeSlp(reply) }];
      },
    },
  ];
}

function replyTo(asked: SlpMessage, device: VirtualDevice): SlpMessage | undefined {
  if (asked.function !== slpFunctions.request) return undefined;
  // who has answered before is named in the question and stays silent
  if (textOf(asked, 'responders').split(',').includes(device.address)) return undefined;
  const head = { flags: 0, extension: 0, xid: asked.xid, language: asked.language };
  const none = number('auths', 'u8', 0);
  const type = textOf(asked, 'serviceType').toLowerCase();
  if (type === 'service:service-agent') {
    const own = [slpText('url', `service:service-agent://${device.address}`), slpText('scopes', 'DEFAULT')];
    const offered = slpText('attributes', '(service-type=service:printer:ipp)');
    return { ...head, function: slpFunctions.serviceAgent, parts: [...own, offered, none] };
  }
  if (type !== 'service:printer' && type !== 'service:printer:ipp') return undefined;
  const url = `service:printer:ipp://${device.address}:${device.port(631, 'tcp')}/ipp/print`;
  const entry = [number('reserved', 'u8', 0), number('lifetime', 'u16', LIFETIME_SECONDS), slpText('url', url), none];
  const parts = [number('error', 'u16', 0), number('entries', 'u16', 1), ...entry];
  return { ...head, function: slpFunctions.reply, parts };
}

function number(path: string, kind: 'u8' | 'u16', value: number): SlpPart {
  return { path, kind, bytes: Uint8Array.from(kind === 'u8' ? [value] : [value >>> 8, value]), offset: 0 };
}

const LIFETIME_SECONDS = 3_600;
