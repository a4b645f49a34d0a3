import { replayed } from '../../contracts/replay.ts';
import type { Answering } from '../../contracts/virtual-device.ts';
import type { Exchange } from '../../model/exchange.ts';
import { decodeEnpc, encodeEnpc, enpcRequest } from './codec.ts';

/** The recorded reply to the same query, whatever surplus and device number the new one has. */
export function replay(exchanges: readonly Exchange[]): readonly Answering[] {
  return replayed(exchanges, { same, fit: (answer) => answer });
}

/** One reply (its payload) as the exchange that would have brought it. */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  const decoded = decodeEnpc(bytes);
  if (!decoded.ok || (decoded.value.letter !== 'q' && decoded.value.letter !== 'p')) return undefined;
  const { letter, deviceType, function: id } = decoded.value;
  const asked = encodeEnpc(enpcRequest(letter === 'q' ? 'Q' : 'P', deviceType, id));
  return [{ over: 'udp', port: 3289, asked, answers: [{ afterMs: 0, bytes }] }];
}

function same(recorded: Uint8Array, asked: Uint8Array): boolean {
  const [then, now] = [decodeEnpc(recorded), decodeEnpc(asked)];
  return (
    then.ok &&
    now.ok &&
    then.value.letter === now.value.letter &&
    then.value.deviceType === now.value.deviceType &&
    then.value.function === now.value.function
  );
}
