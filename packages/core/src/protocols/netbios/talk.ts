import { type Conversation, chance, hearAll, send, tell } from '../../contracts/conversation.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { canonicalIp } from '../../net/ip-address.ts';
import { claimsOf } from './claims.ts';
import { ANYBODY, decodeNetbios, encodeNetbios, type NodeStatus } from './codec.ts';

/** Asks one host for its names. Two tries at most: whoever speaks it answers at once, and most do not speak it. */
export function* status(host: HostTarget): Conversation {
  const to: Endpoint = { address: host.address, port: host.port(137, 'udp'), transport: 'udp' };
  const token = yield* chance(2);
  const id = (token[0]! << 8) | token[1]!;
  const question = encodeNetbios({ is: 'request', id, flags: 0, name: ANYBODY });
  let ending: Outcome = 'silent';
  for (let tries = 0; tries < Math.min(host.tries, MOST_TRIES); tries++) {
    if (!(yield* send(question, to))) return { is: 'unreachable' };
    const answered = yield* hearAll(host.waitMs, function* (heard) {
      if (canonicalIp(heard.from.address) !== canonicalIp(host.address) || heard.from.port !== to.port) return false;
      const decoded = decodeNetbios(heard.bytes);
      if (!decoded.ok) {
        ending = 'garbled';
        return false;
      }
      if (decoded.value.is !== 'response' || decoded.value.id !== id) return false;
      yield* tell(statusTold(heard, decoded.value));
      return true;
    });
    if (answered) return { is: 'answered' };
  }
  return { is: ending };
}

/** What a status tells, whoever asked for it. */
export function statusTold({ from, bytes }: Datagram, status: NodeStatus): Told {
  return { from, protocol: 'netbios', raw: bytes, claims: claimsOf(status) };
}

const MOST_TRIES = 2;
