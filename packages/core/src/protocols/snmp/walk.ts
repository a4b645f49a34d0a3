import type { Conversation } from '../../contracts/conversation.ts';
import { compareOids, isWithin } from '../../formats/oid.ts';
import { type SnmpRequestPdu, snmpErrors } from '../../formats/snmp-message.ts';
import { isAbsent, type Varbind } from '../../formats/snmp-varbind.ts';
import { ask, type Session } from './ask.ts';
import { bulkAllowed } from './guard.ts';

/**
 * GET of several objects. Where a v1 agent names one that it has not, it is asked again without that one (RFC 1157,
 * section 4.1.2: nothing is told then); where it fails in another way, one by one. False where the host fell silent.
 */
export function* getAll(session: Session, oids: readonly string[]): Conversation<boolean> {
  let left = oids;
  while (left.length > 0) {
    const answer = yield* ask(session, { is: 'GetRequest', oids: left });
    if (typeof answer === 'string') return answer === 'forbidden';
    if (answer.errorStatus === snmpErrors.noError) return true;
    const named = answer.errorIndex;
    if (answer.errorStatus === snmpErrors.noSuchName && named >= 1 && named <= left.length) {
      left = left.filter((_, i) => i !== named - 1);
    } else if (left.length === 1) {
      return true;
    } else {
      for (const oid of left) if (!(yield* getAll(session, [oid]))) return false;
      return true;
    }
  }
  return true;
}

/**
 * The rows of some columns side by side, so that what belongs together stands in one packet. A column ends at the first
 * name that leaves it, repeats or goes backwards; at `mostRows` rows; all of it at 200 values.
 */
export function* walkColumns(
  session: Session,
  columns: readonly string[],
  mostRows: number,
): Conversation<readonly Varbind[]> {
  const found: Varbind[] = [];
  let cursors: Cursor[] = columns.map((column) => ({ column, at: column, rows: 0 }));
  let bulk = session.version === 1 && bulkAllowed(session);
  while (cursors.length > 0 && found.length < MOST_VALUES) {
    const oids = cursors.map(({ at }) => at);
    const repetitions = Math.min(REPETITIONS, mostRows);
    const answer = bulk
      ? yield* ask(session, { is: 'GetBulkRequest', oids, repetitions }, 1)
      : yield* ask(session, { is: 'GetNextRequest', oids });
    if (bulk && (typeof answer === 'string' || answer.errorStatus !== 0 || answer.varbinds.length === 0)) {
      // on several cards GETBULK fails where GETNEXT works
      bulk = false;
      continue;
    }
    if (typeof answer === 'string') break;
    cursors = answer.errorStatus === 0 ? advance(cursors, answer.varbinds, mostRows, found) : without(cursors, answer);
  }
  return found;
}

interface Cursor {
  readonly column: string;
  /** The last name heard in this column. */
  readonly at: string;
  readonly rows: number;
}

/** Takes the answer row by row and gives the cursors that go on. */
function advance(
  cursors: readonly Cursor[],
  varbinds: readonly Varbind[],
  mostRows: number,
  found: Varbind[],
): Cursor[] {
  const next: (Cursor | undefined)[] = [...cursors];
  const heard = new Set<number>();
  for (const [i, varbind] of varbinds.entries()) {
    const which = i % cursors.length;
    const cursor = next[which];
    heard.add(which);
    if (cursor === undefined) continue;
    const { column, at, rows } = cursor;
    const forward = isWithin(column, varbind.oid) && compareOids(varbind.oid, at) > 0 && !isAbsent(varbind.value);
    if (!forward || found.length >= MOST_VALUES) {
      next[which] = undefined;
      continue;
    }
    found.push(varbind);
    next[which] = rows + 1 >= mostRows ? undefined : { column, at: varbind.oid, rows: rows + 1 };
  }
  // an agent that says nothing about a column has nothing more to say about it
  return next.filter((cursor, which): cursor is Cursor => cursor !== undefined && heard.has(which));
}

/** v1 ends a walk with noSuchName and names the column that is over; where it names none, all are. */
function without(cursors: readonly Cursor[], { errorStatus, errorIndex }: SnmpRequestPdu): Cursor[] {
  const named = errorStatus === snmpErrors.noSuchName && errorIndex >= 1 && errorIndex <= cursors.length;
  return named ? cursors.filter((_, i) => i !== errorIndex - 1) : [];
}

const MOST_VALUES = 200;
// ten rows of three columns stay well below the 1,472 bytes that some cards cannot exceed
const REPETITIONS = 10;
