import { type Conversation, keyTold, takeKey } from '../../contracts/conversation.ts';
import { ask, askForEngine, type Session } from './ask.ts';
import { oidOf } from './object-names.ts';
import { getAll } from './walk.ts';

export type Greeted = 'answered' | 'silent' | 'garbled' | 'unreachable';

/** What every agent has: an agent of version 1 that lacks a single object of a request tells nothing at all. */
export const SYSTEM: readonly string[] = [oidOf('sysDescr', '0'), oidOf('sysObjectID', '0'), oidOf('sysName', '0')];

/**
 * Asks for the system group (or what else is asked for first) by community: by those that a person keeps for this host, a few at most, then by the one
 * that everybody is asked with.
 */
export function* greet(session: Session, oids: readonly string[] = SYSTEM): Conversation<Greeted> {
  const { address, community, tries } = session.host;
  const tried: string[] = [];
  while (tried.length < MOST_KEYS) {
    const key = yield* takeKey('snmp-community', address, tried);
    if (key?.secret.for !== 'snmp-community') break;
    tried.push(key.name);
    session.community = key.secret.community;
    const greeted = yield* greetAs(session, oids, Math.min(tries, 2));
    // a wrong community is met with silence: only an answer says something about it
    if (greeted === 'answered') yield* keyTold(address, key.name, true);
    if (greeted === 'answered' || greeted === 'unreachable') return greeted;
  }
  session.community = community;
  return yield* greetAs(session, oids, tries, 'with discovery');
}

/**
 * Version 1 works on everything that was ever seen, but may be switched off: each try asks in the other version. Whoever
 * is silent to the first is asked beside the next whether it has an engine of version 3: that costs no time.
 */
function* greetAs(
  session: Session,
  oids: readonly string[],
  tries: number,
  discovering?: 'with discovery',
): Conversation<Greeted> {
  for (let attempt = 0; attempt < tries; attempt++) {
    session.version = attempt % 2 === 0 ? 0 : 1;
    const last = attempt === Math.min(1, tries - 1);
    if (discovering !== undefined && last && !(yield* askForEngine(session))) return 'unreachable';
    const answer = yield* ask(session, { is: 'GetRequest', oids }, 1);
    if (answer === 'forbidden') return 'unreachable';
    if (answer === 'silent') {
      // it is there, and does not know the community
      if (session.engine !== undefined) break;
      continue;
    }
    if (answer.errorStatus !== 0 || answer.varbinds.length === 0) yield* getAll(session, oids);
    return 'answered';
  }
  if (session.answers > 0) return 'answered';
  return session.garbled > 0 && session.engine === undefined ? 'garbled' : 'silent';
}

const MOST_KEYS = 3;
