import type { Answering, StreamBehaviour, VirtualDevice } from '../../contracts/virtual-device.ts';
import { CLASS_IN, encodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameKey, nameOf } from '../../formats/dns-name.ts';
import { parseIp } from '../../net/ip-address.ts';
import { decodeLlmnr, encodeFrame, firstFrame, llmnrFlags } from './codec.ts';
import { reverseName } from './reverse-name.ts';

/**
 * The device side: the name of its own address, over TCP. Quirk `llmnr.udp` = `any` answers a datagram to itself alone
 * as well, which a responder should not (RFC 4795, section 2.4).
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const byTcp: Answering = { on: 'tcp', port: 5355, open: () => new Session(device) };
  if (device.quirks['llmnr.udp'] !== 'any') return [byTcp];
  const replies = (bytes: Uint8Array) => {
    const reply = answer(device, bytes);
    return reply === undefined ? [] : [{ bytes: reply }];
  };
  return [byTcp, { on: 'udp', port: 5355, broadcast: false, groups: [], answer: ({ bytes }) => replies(bytes) }];
}

class Session implements StreamBehaviour {
  readonly #device: VirtualDevice;
  #held: Uint8Array = new Uint8Array();

  constructor(device: VirtualDevice) {
    this.#device = device;
  }

  greet(): readonly Uint8Array[] {
    return [];
  }

  take(bytes: Uint8Array): readonly Uint8Array[] | 'close' {
    const held = new Uint8Array(this.#held.length + bytes.length);
    held.set(this.#held);
    held.set(bytes, this.#held.length);
    this.#held = held;
    const frame = firstFrame(held);
    if (frame === undefined) return [];
    this.#held = held.subarray(2 + frame.length);
    const reply = answer(this.#device, frame);
    return reply === undefined ? 'close' : [encodeFrame(reply)];
  }
}

function answer({ address, hostname }: VirtualDevice, bytes: Uint8Array): Uint8Array | undefined {
  const asked = decodeLlmnr(bytes);
  const own = parseIp(address);
  const [question] = asked.ok ? asked.value.questions : [];
  if (!asked.ok || own === undefined || question?.type !== dnsType.ptr) return undefined;
  if ((asked.value.flags & llmnrFlags.response) !== 0 || nameKey(question.name) !== reverseName(own)) return undefined;
  const data = { is: 'ptr', target: nameOf([hostname]) } as const;
  const record = { name: question.name, type: dnsType.ptr, class: CLASS_IN, flush: false, ttlSeconds: 30, data };
  return encodeMessage({
    id: asked.value.id,
    flags: llmnrFlags.response,
    questions: [question],
    answers: [record],
    authorities: [],
    additionals: [],
  });
}
