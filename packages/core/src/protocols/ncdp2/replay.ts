import type { Answering, Reply } from '../../contracts/virtual-device.ts';
import type { Exchange } from '../../model/exchange.ts';
import { decodeNcdp2, encodeNcdp2, type Ncdp2Frame } from './codec.ts';
import { ANY_NUMBER, DEVICE_TYPE, GROUP_4, GROUP_6, replyLetter } from './codec-tables.ts';
import { readRequest } from './server/respond.ts';

/**
 * Each recorded reply answers every request that means its device and its function, with that request's token: the token
 * is new in each datagram. As a server does, it says no more than three times what it was asked.
 */
export function replay(exchanges: readonly Exchange[]): readonly Answering[] {
  const ports = new Map<number, Map<string, Recorded>>();
  for (const exchange of exchanges) {
    if (exchange.over !== 'udp') continue;
    const replies = ports.get(exchange.port) ?? new Map<string, Recorded>();
    ports.set(exchange.port, replies);
    for (const { bytes, afterMs } of exchange.answers) {
      const decoded = decodeNcdp2(bytes);
      if (decoded.ok && /[pqcs]/.test(decoded.value.letter)) replies.set(keyOf(decoded.value), { ...decoded, afterMs });
    }
  }
  return [...ports].map(([port, replies]): Answering => {
    const answer = ({ bytes }: { readonly bytes: Uint8Array }) => answersTo(bytes, [...replies.values()]);
    return { on: 'udp', port, broadcast: true, groups: [GROUP_4, GROUP_6], groupTtl: 1, answer };
  });
}

interface Recorded {
  readonly value: Ncdp2Frame;
  readonly afterMs: number;
}

function answersTo(bytes: Uint8Array, recorded: readonly Recorded[]): readonly Reply[] {
  const asked = readRequest(bytes);
  if (typeof asked === 'string') return [];
  const meant = recorded.filter(
    ({ value }) =>
      value.letter === replyLetter(asked.letter) &&
      value.function === asked.function &&
      (asked.deviceType === DEVICE_TYPE.any || asked.deviceType === value.deviceType) &&
      (asked.deviceNumber === ANY_NUMBER || asked.deviceNumber === value.deviceNumber),
  );
  if (asked.letter !== 'P' && meant.length > 1) return [];
  const frames = meant.map(({ value }) => encodeNcdp2({ ...value, body: { ...value.body, token: asked.token } }));
  let left = TIMES * bytes.length;
  return frames.flatMap((frame, i): Reply[] => {
    left -= frame.length;
    return left < 0 ? [] : [{ bytes: frame, delayMs: meant[i]!.afterMs }];
  });
}

function keyOf({ letter, deviceType, deviceNumber, function: id }: Ncdp2Frame): string {
  return `${letter} ${deviceType} ${deviceNumber} ${id}`;
}

const TIMES = 3;
