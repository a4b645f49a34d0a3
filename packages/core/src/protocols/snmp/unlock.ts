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
    const { context = '' } = key.secret;
    session.voice = voice;
    const answer = yield* ask(session, question);
    if (answer === 'forbidden') {
      delete session.voice;
      return false;
    }
    const why = typeof answer !== 'string' ? refusalIn(answer.errorStatus) : yield* whyNot(session, { voice, context });
    if (typeof answer !== 'string' && why === undefined) {
      yield* keyTold(address, key.name, true);
      if (context !== '') session.context = context;
      return true;
    }
    delete session.voice;
    // whoever stays silent has not said that the key is wrong
    if (why !== undefined) yield* keyTold(address, key.name, false, why);
  }
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
 * Why a question was not answered. Some agents drop what they cannot decrypt, or what is about a context that they have
 * not, without a word. Two more questions tell that from silence: one in the default context, and one that is signed alone.
 */
function* whyNot(session: Session, { voice, context }: Trial): Conversation<string | undefined> {
  if (session.complaint !== undefined) return causeOf(session.complaint);
  voice.enter('');
  const pdu = yield* requestOf({ is: 'GetRequest', oids: [] });
  if (context !== '' && (yield* proves(session, voice, voice.message(pdu), pdu.requestId)))
    return causeOf('snmpUnknownContexts');
  const again = yield* requestOf({ is: 'GetRequest', oids: [] });
  const signed = voice.signedOnly(again);
  if (signed === undefined || !(yield* proves(session, voice, signed, again.requestId))) return undefined;
  return CANNOT_DECRYPT;
}

/** True where the message is answered by somebody who has the keys that it was made with, whatever the answer is. */
function* proves(session: Session, voice: UsmVoice, bytes: Uint8Array, msgId: number): Conversation<boolean> {
  if (!(yield* send(bytes, session.target))) return false;
  let left = session.host.waitMs;
  for (let count = 0; count < MOST_HEARD; count++) {
    const heard = yield* hear(left);
    if (heard === undefined) return false;
    left = heard.leftMs;
    const heeded = heard.from.address === session.target.address ? voice.heed(heard.bytes) : undefined;
    // a Report that is signed says as much: its sender knew the key
    const proof =
      heeded?.is === 'response' || heeded?.is === 'signed-only' || (heeded?.is === 'report' && heeded.synchronized);
    if (proof && heeded.msgId === msgId) return true;
  }
  return false;
}

interface Trial {
  readonly voice: UsmVoice;
  /** The context that the key is for. */
  readonly context: string;
}

/** Of one host in one conversation, below what any agent would lock a user for. */
const MOST_KEYS = 3;
const MOST_HEARD = 100;
// RFC 3416, section 3: error-status
const NO_ACCESS = 6;
const AUTHORIZATION_ERROR = 16;
