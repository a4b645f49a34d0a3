import { formatHex } from '../../bytes/hex.ts';
import { type Conversation, cryptography, tell, tls } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { Outcome } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf } from './claims.ts';
import { decodeTls, encodeTls } from './codec.ts';

/** Shakes hands where others say that TLS is spoken, else on 443 and, if nobody is there, on 631. Nothing is said inside. */
export function* look(host: HostTarget): Conversation {
  let best: { readonly is: Outcome; readonly port?: number } = { is: 'silent' };
  for (const to of placesOf(host)) {
    const outcome = yield* tls(to, Math.max(host.waitMs, MIN_WAIT_MS));
    if (outcome.is !== 'answered') {
      if (rank(outcome.is) > rank(best.is)) best = { is: outcome.is, port: to.port };
      continue;
    }
    const { version, cipher, certificate } = outcome.shown;
    const raw = encodeTls(version, cipher, certificate);
    const decoded = decodeTls(raw);
    if (!decoded.ok) {
      best = { is: 'garbled', port: to.port };
      continue;
    }
    const hash = (yield* cryptography()).hash('sha256', certificate);
    yield* tell({ from: to, protocol: 'tls', raw, claims: claimsOf(decoded.value, formatHex(hash)) });
    return { is: 'answered', port: to.port };
  }
  return best;
}

function placesOf(host: HostTarget): readonly Endpoint[] {
  const at = (port: number): Endpoint => ({ address: host.address, port, transport: 'tcp' });
  const led = host.leads.filter(({ transport }) => transport === 'tcp').map(({ port }) => at(port));
  return led.length > 0 ? led.slice(0, 1) : [at(host.port(443, 'tcp')), at(host.port(631, 'tcp'))];
}

/** Which failure says most about the host, of two. */
function rank(outcome: Outcome): number {
  return ['forbidden', 'unreachable', 'silent', 'refused', 'garbled', 'answered'].indexOf(outcome);
}

/** Old processors take their time over a key. */
const MIN_WAIT_MS = 3_000;
