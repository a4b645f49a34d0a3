import { encodeText } from '../../bytes/text.ts';
import { type Conversation, neighbour, tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { decodeNeighbourLine } from '../../formats/neighbour-line.ts';
import type { Told } from '../../model/observation.ts';

/** What the system remembers of a host that has just answered: the MAC that it was reached by. Nothing is sent. */
export function* recall(host: HostTarget): Conversation {
  const line = yield* neighbour(host.address);
  if (line === undefined) return { is: 'silent' };
  const told = readLine(line, host.address);
  if (told === undefined) return { is: 'garbled' };
  yield* tell(told);
  return { is: 'answered' };
}

/** What a line tells of the host with that address. */
export function readLine(line: string, address: string): Told | undefined {
  const raw = encodeText(line);
  const decoded = decodeNeighbourLine(raw);
  if (!decoded.ok) return undefined;
  return {
    from: { address, port: 0, transport: 'udp' },
    protocol: 'neighbours',
    raw,
    claims: [{ is: 'mac', value: decoded.value.mac, path: 'mac' }],
  };
}
