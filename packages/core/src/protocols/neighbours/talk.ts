import { encodeText } from '../../bytes/text.ts';
import { type Conversation, neighbour, tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { decodeNeighbourLine } from '../../formats/neighbour-line.ts';

/** What the system remembers of a host that has just answered: the MAC that it was reached by. Nothing is sent. */
export function* recall(host: HostTarget): Conversation {
  const line = yield* neighbour(host.address);
  if (line === undefined) return { is: 'silent' };
  const raw = encodeText(line);
  const decoded = decodeNeighbourLine(raw);
  if (!decoded.ok) return { is: 'garbled' };
  yield* tell({
    from: { address: host.address, port: 0, transport: 'udp' },
    protocol: 'neighbours',
    raw,
    claims: [{ is: 'mac', value: decoded.value.mac, path: 'mac' }],
  });
  return { is: 'answered' };
}
