import { type Conversation, chance, cryptography, hear, keyTold, send, takeKey } from '../../contracts/conversation.ts';
import { ask, askForEngine, hearEngine, type Question, requestOf, type Session } from './ask.ts';
import { emptyPassphrase } from './usm-keys.ts';
import { CANNOT_DECRYPT, causeOf, EMPTY_PASSPHRASE, MAY_NOT_READ } from './usm-reports.ts';
import { UsmVoice } from './usm-voice.ts';

/**
 * Goes on in version 3 where a user's key opens this host: the session then has a voice. Keys are taken only where an
 * engine answered, a few at most; each is tried with one question, and told what came of it. False where none opened it;
 * the session is then as it was.
 */
export function* unlock(session: Session, question: Question): Conversation<boolean> {
  const { address } = session.host;
  const tried: string[] = [];
  while (tried.length < MOST_KEYS) {
    const key = yield* takeKey('snmp-user', address, tried);
    if (key?.secret.for !== 'snmp-user') return false;
    tried.push(key.name);
    if (!(yield* meetEngine(session))) return false;
    if (emptyPassphrase(key.secret)) {
      yield* keyTold(address, key.name, false, EMPTY_PASSPHRASE);
      continue;
    }
    const voice = new UsmVoice(yield* cryptography(), key.secret, session.engine!, yield* chance(8));
    session.voice = voice;
    const answer = yield* ask(session, question);
    if (answer === 'forbidden') break;
    const why = typeof answer !== 'string' ? refusalIn(answer.errorStatus) : yield* whyNot(session, question);
    if (typeof answer !== 'string' && why === undefined) {
      yield* keyTold(address, key.name, true);
      if (key.secret.context !== undefined && key.secret.context !== '') session.context = key.secret.context;
      return true;
    }
    // whoever stays silent has not said that the key is wrong
    if (why !== undefined) yield* keyTold(address, key.name, false, why);
  }
  delete session.voice;
  return false;
}

function* meetEngine(session: Session): Conversation<boolean> {
  if (session.engine !== undefined) return true;
  if (!(yield* askForEngine(session))) return false;
  yield* hearEngine(session);
  return session.engine !== undefined;
}

function refusalIn(errorStatus: number): string | undefined {
  return errorStatus === AUTHORIZATION_ERROR || errorStatus === NO_ACCESS ? MAY_NOT_READ : undefined;
}

/**
 * Some agents drop what they cannot decrypt without a word. A question that is signed alone tells that from silence: it
 * is answered, whatever the answer is.
 */
function* whyNot(session: Session, question: Question): Conversation<string | undefined> {
  if (session.complaint !== undefined) return causeOf(session.complaint);
  const pdu = yield* requestOf({ ...question, oids: [] });
  const signed = session.voice?.signedOnly(pdu);
  if (signed === undefined || !(yield* send(signed, session.target))) return undefined;
  let left = session.host.waitMs;
  for (let count = 0; count < MOST_HEARD; count++) {
    const heard = yield* hear(left);
    if (heard === undefined) return undefined;
    left = heard.leftMs;
    const heeded = heard.from.address === session.target.address ? session.voice?.heed(heard.bytes) : undefined;
    // a Report that is signed says as much: its sender knew the key
    const proved = heeded?.is === 'signed-only' || (heeded?.is === 'report' && heeded.synchronized);
    if (proved && heeded.msgId === pdu.requestId) return CANNOT_DECRYPT;
  }
  return undefined;
}

/** Of one host in one conversation, below what any agent would lock a user for. */
const MOST_KEYS = 3;
const MOST_HEARD = 100;
// RFC 3416, section 3: error-status
const NO_ACCESS = 6;
const AUTHORIZATION_ERROR = 16;
