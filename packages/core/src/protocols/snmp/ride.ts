import type { Conversation } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { SnmpGet } from '../../contracts/snmp-get.ts';
import { ask, openSession, type Session } from './ask.ts';
import { greet } from './greet.ts';
import { unlock } from './unlock.ts';

/**
 * GET for rooms that ride on this one. The first question finds the version and the key as `identify` does; those after
 * it go the same way. Whatever is asked passes the guard.
 */
export function snmpGet(host: HostTarget): SnmpGet {
  const session: Session = { ...openSession(host), riding: true };
  let reached: boolean | undefined;
  return function* (oids) {
    delete session.heard;
    if (reached === undefined) reached = yield* reach(session, oids);
    else if (reached && (yield* ask(session, { is: 'GetRequest', oids })) === 'forbidden') return 'forbidden';
    return session.heard ?? (session.asked.size === 0 ? 'forbidden' : 'silent');
  };
}

/** Asks for the first time: by community, and in version 3 where a user's key opens the host. */
function* reach(session: Session, oids: readonly string[]): Conversation<boolean> {
  const greeted = yield* greet(session, oids);
  if (greeted === 'unreachable') return false;
  if (greeted !== 'answered' && session.engine === undefined) return false;
  return (yield* unlock(session, { is: 'GetRequest', oids })) || greeted === 'answered';
}
