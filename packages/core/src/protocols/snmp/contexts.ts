import type { Conversation } from '../../contracts/conversation.ts';
import { isWithin } from '../../formats/oid.ts';
import { ask, HP_DEVICE_ID, type Session } from './ask.ts';
import { askReadings } from './readings.ts';

/** The context in which HP's network cards keep what belongs to the printer (recordings: LaserJet M452, 2021 and later). */
export const JETDIRECT = 'Jetdirect';

/** True for an HP card that left out its device ID, its supplies or both: it may have them in a context. */
export function hidesInContext(session: Session): boolean {
  const { sysObjectId = '', sysDescr = '' } = session;
  if (!isWithin(HP, sysObjectId) || !sysDescr.startsWith('HP ETHERNET MULTI-ENVIRONMENT')) return false;
  return session.context === undefined && !(session.deviceIdTold && session.supplied);
}

/**
 * Asks the same host in one of its contexts: in version 3 by the context's name, by community with the name behind it
 * (`public@Jetdirect`). One question finds out whether there is any; a card that knows it not is silent, or says so.
 */
export function* askContext(session: Session, context: string): Conversation<void> {
  const { community } = session;
  session.context = context;
  if (session.voice === undefined) session.community = `${community}@${context}`;
  else session.voice.enter(context);
  const answer = yield* ask(session, { is: 'GetRequest', oids: [HP_DEVICE_ID] }, 1);
  if (typeof answer !== 'string' && session.prints && !session.supplied) yield* askReadings(session);
  delete session.context;
  session.community = community;
  session.voice?.enter('');
}

const HP = '1.3.6.1.4.1.11';
