import { decodeText, encodeText } from '../../bytes/text.ts';
import { type ReplayPlace, type ReplayRule, replayed } from '../../contracts/replay.ts';
import type { Answering } from '../../contracts/virtual-device.ts';
import type { Exchange } from '../../model/exchange.ts';
import { GROUPS } from './answers.ts';
import { decodeWsd } from './codec.ts';

/**
 * The recorded answer to the same question, related to the new one. Its URLs lead to where the device stands now, or
 * whoever follows them would go to the recorded address.
 */
export function replay(exchanges: readonly Exchange[], place: ReplayPlace): readonly Answering[] {
  const here = exchanges.map((exchange) => moved(exchange, place));
  const group = place.address.includes(':') ? GROUPS[6] : GROUPS[4];
  return replayed(here, rule).map((answering) =>
    answering.on === 'udp' ? { ...answering, broadcast: false, groups: [group] } : answering,
  );
}

function moved(exchange: Exchange, place: ReplayPlace): Exchange {
  const fit = (bytes: Uint8Array) => movedText(bytes, place);
  if (exchange.over === 'udp')
    return { ...exchange, answers: exchange.answers.map((row) => ({ ...row, bytes: fit(row.bytes) })) };
  return exchange.over === 'http' ? { ...exchange, answer: fit(exchange.answer) } : exchange;
}

function movedText(bytes: Uint8Array, place: ReplayPlace): Uint8Array {
  const decoded = decodeWsd(bytes);
  if (!decoded.ok || place.recordedAddress === '') return bytes;
  const host = (address: string) => (address.includes(':') ? `[${address.replace(/%.*$/, '')}]` : address);
  const [then, now] = [host(place.recordedAddress), host(place.address)];
  const urls = decodeText(bytes).replace(
    /(https?):\/\/(\[[^\]]*\]|[\w.-]+)(?::(\d{1,5}))?(?=[/\s<])/g,
    (whole, scheme, at, port) =>
      at === then ? `${scheme}://${now}:${place.port(Number(port ?? (scheme === 'https' ? 443 : 80)), 'tcp')}` : whole,
  );
  return encodeText(urls);
}

const rule: ReplayRule = {
  same(recorded, asked) {
    const [then, now] = [decodeWsd(recorded), decodeWsd(asked)];
    if (!then.ok || !now.ok || then.value.body.is !== now.value.body.is) return false;
    // a device that was asked by one name answers for none as well, so any probe finds it
    return true;
  },
  fit(answer, asked) {
    const [then, now] = [decodeWsd(answer), decodeWsd(asked)];
    if (!then.ok || !now.ok || then.value.relatesTo === '') return answer;
    return encodeText(decodeText(answer).replaceAll(then.value.relatesTo, now.value.messageId));
  },
};
