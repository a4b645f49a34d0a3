import type { Conversation } from '../../contracts/conversation.ts';
import { compareOids, isWithin } from '../../formats/oid.ts';
import { snmpErrors } from '../../formats/snmp-message.ts';
import { isAbsent } from '../../formats/snmp-varbind.ts';
import { ask, type Session } from './ask.ts';
import { bulkAllowed } from './guard.ts';

/**
 * A table row by row: every question asks all columns for what comes behind the same row, so that whole rows stand in one
 * packet, whatever columns have gaps. What was heard is told by the session. Bounded by `mostRows`; a column ends at the
 * first name that leaves it or goes backwards. False where the host fell silent.
 */
export function* walkRows(session: Session, columns: readonly string[], mostRows: number): Conversation<boolean> {
  let open = [...columns];
  let row = '';
  let bulk = session.version === 1 && bulkAllowed(session);
  const rows = new Set<string>();
  for (
    let questions = 0;
    open.length > 0 && rows.size < mostRows && questions < mostRows + columns.length + 2;
    questions++
  ) {
    const oids = open.map((column) => (row === '' ? column : `${column}.${row}`));
    const answer = bulk
      ? yield* ask(session, { is: 'GetBulkRequest', oids, columns: open, repetitions: ROWS_AT_ONCE }, 1)
      : yield* ask(session, { is: 'GetNextRequest', oids, columns: open });
    if (bulk && (typeof answer === 'string' || answer.errorStatus !== 0 || answer.varbinds.length === 0)) {
      // on several cards GETBULK fails where GETNEXT works
      bulk = false;
      continue;
    }
    if (typeof answer === 'string') return answer === 'forbidden';
    if (answer.errorStatus !== 0) {
      // version 1 names the column behind which nothing more comes
      const named = answer.errorIndex;
      const over = answer.errorStatus === snmpErrors.noSuchName && named >= 1 && named <= open.length;
      open = over ? open.filter((_, i) => i !== named - 1) : [];
      continue;
    }
    if (bulk && answer.varbinds.length < open.length) {
      bulk = false;
      continue;
    }
    const last = new Map<string, string>();
    const ended = new Set<string>();
    for (const [i, { oid, value }] of answer.varbinds.entries()) {
      const column = open[i % open.length]!;
      if (ended.has(column)) continue;
      const behind = last.get(column) ?? (row === '' ? column : `${column}.${row}`);
      if (!isWithin(column, oid) || isAbsent(value) || compareOids(oid, behind) <= 0) ended.add(column);
      else {
        last.set(column, oid);
        rows.add(oid.slice(column.length + 1));
      }
    }
    open = open.filter((column) => last.has(column));
    // all columns are complete up to the least of the last rows; a column that has ended is complete, too
    const pending = open.filter((column) => !ended.has(column));
    const reached = (pending.length > 0 ? pending : open).map((column) => last.get(column)!.slice(column.length + 1));
    if (pending.length === 0) return true;
    row = reached.reduce((least, next) =>
      compareOids(`${columns[0]}.${next}`, `${columns[0]}.${least}`) < 0 ? next : least,
    );
  }
  return true;
}

// seven columns of four rows stay below the 1,472 bytes that some cards cannot exceed
const ROWS_AT_ONCE = 4;
