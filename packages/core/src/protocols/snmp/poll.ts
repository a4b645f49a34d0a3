import { equalBytes } from '../../bytes/hex.ts';
import { type Conversation, chance, hear, send, tell } from '../../contracts/conversation.ts';
import type { HostTarget, PollEnding, PollProbe, PortUse } from '../../contracts/protocol.ts';
import { withoutPassword } from '../../formats/snmp-community.ts';
import { decodeSnmpMessage, type SnmpRequestPdu, snmpErrors } from '../../formats/snmp-message.ts';
import type { SnmpValue } from '../../formats/snmp-varbind.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { openSession, requestIdOf } from './ask.ts';
import { claimsOfRows } from './claims.ts';
import type { Row } from './claims-identity.ts';
import { hasForeignText } from './claims-readings.ts';
import { readAgain, type TablesTold } from './poll-answer.ts';
import { planFor } from './poll-plan.ts';
import { cellsOf, type Piece, type PollQuestion, questionFor, withId } from './poll-question.ts';
import { type KnownShape, type Shape, shapeOf, type TableShape } from './poll-shape.ts';
import { askReadings } from './readings.ts';
import { walkRows } from './walk-rows.ts';

const ports: readonly PortUse[] = [{ port: 161, transport: 'udp', service: 'snmp' }];

/** Asks a known printer again for the very cells that it told in its last look: a packet for 56 of them. */
export const pollProbe: PollProbe = {
  id: 'snmp.poll',
  reach: 'host',
  ports,
  recall(packets) {
    const known = shapeOf(packets);
    return known === undefined ? undefined : { talk: (host) => poll(host, known) };
  },
};

/**
 * First who it is, with its state: where that is not what it was, nothing is told and the poll ends. Then the tables; one
 * whose rows have moved, and one that the agent cannot answer in few packets, is walked row by row.
 */
function* poll(host: HostTarget, { shape, who }: KnownShape): Conversation<PollEnding> {
  const plan = planFor(shape, host.community);
  if (plan === undefined) return { is: 'answered', differs: true };
  const line = lineTo(host, requestIdOf(yield* chance(4)));
  for (const question of plan.singles) {
    const answer = yield* put(line, question);
    if (answer === 'unsent') return { is: 'unreachable' };
    if (answer === 'silent') return { is: line.garbled > 0 ? 'garbled' : 'silent' };
    if (typeof answer === 'string' || !isSame(answer.rows, question, who)) return { is: 'answered', differs: true };
    yield* tellAnswer(answer);
  }
  const moved = new Set<TableShape>();
  for (const question of plan.tables) {
    const came = yield* readTables(line, question, shape, moved);
    if (came !== 'read') return { is: 'answered' };
  }
  if (moved.size === 0 && !line.foreign) return { is: 'answered' };
  const session = { ...openSession(host), version: shape.version };
  if (line.foreign) yield* askReadings(session);
  else for (const { columns, mostRows } of moved) if (!(yield* walkRows(session, columns, mostRows))) break;
  return { is: 'answered' };
}

/** One host in one poll. */
interface Line {
  readonly host: HostTarget;
  readonly target: Endpoint;
  id: number;
  garbled: number;
  /** Names came that cannot be read without their character set. */
  foreign: boolean;
}

interface Answered extends TablesTold {
  readonly from: Endpoint;
  readonly raw: Uint8Array;
  /** Of single objects alone. */
  readonly rows: readonly Row[];
}

/**
 * `moved`: it answers something else than the cells that it had. `ended`: version 1 has nothing behind one of the names.
 * `parts`: too much at once. `unsent`: it did not leave.
 */
type Put = Answered | 'moved' | 'ended' | 'parts' | 'silent' | 'unsent';

function lineTo(host: HostTarget, id: number): Line {
  const target: Endpoint = { address: host.address, port: host.port(161, 'udp'), transport: 'udp' };
  return { host, target, id, garbled: 0, foreign: false };
}

/** Reads what a question asks; halved, where the agent has no room for all of it. */
function* readTables(
  line: Line,
  question: PollQuestion,
  shape: Shape,
  moved: Set<TableShape>,
): Conversation<'read' | 'unsent'> {
  const answer = yield* put(line, question);
  if (answer === 'unsent') return answer;
  if (typeof answer !== 'string') {
    for (const table of answer.moved) moved.add(table);
    if (answer.foreign) line.foreign = true;
    else if (answer.some) yield* tellAnswer(answer);
    return 'read';
  }
  const { pieces } = question;
  if (answer === 'ended') {
    // what is behind the last rows is known now: nothing. The rows are asked for by themselves.
    const cells = pieces.filter((piece) => !isEndPiece(piece));
    if (cells.length === 0) return 'read';
    const rest = questionFor(question.is, cells, shape, line.host.community);
    return rest === undefined ? 'unsent' : yield* readTables(line, rest, shape, moved);
  }
  if (answer === 'moved' || pieces.length === 1) {
    for (const { table } of pieces) if (table !== undefined) moved.add(table);
    return 'read';
  }
  const middle = Math.ceil(pieces.length / 2);
  for (const part of [pieces.slice(0, middle), pieces.slice(middle)]) {
    const smaller = questionFor(question.is, part, shape, line.host.community);
    const came = smaller === undefined ? 'unsent' : yield* readTables(line, smaller, shape, moved);
    if (came !== 'read') return came;
  }
  return 'read';
}

/** Sends one question until it is answered, with one id: any answer to it will do. */
function* put(line: Line, question: PollQuestion): Conversation<Put> {
  const { host, target } = line;
  // 30 bits, as `requestIdOf` gives them
  line.id = ((line.id + 1) & 0x3fff_ffff) | 0x4000_0000;
  const bytes = withId(question, line.id);
  for (let attempt = 0; attempt < host.tries; attempt++) {
    if (!(yield* send(bytes, target))) return 'unsent';
    let left = host.waitMs;
    for (let count = 0; count < MOST_DATAGRAMS; count++) {
      const heard = yield* hear(left);
      if (heard === undefined) break;
      left = heard.leftMs;
      if (heard.from.address !== target.address) continue;
      const { from } = heard;
      // what is remembered is read by what is known of tables: single objects say who it is
      const again = question.is === 'GetNextRequest' ? readAgain(question, heard.bytes, line.id) : undefined;
      if (again !== undefined) {
        const { moved, foreign, some, claims } = again;
        return { from, raw: heard.bytes, rows: NO_ROWS, moved, foreign, some, claims };
      }
      const decoded = decodeSnmpMessage(heard.bytes, question.names);
      if (!decoded.ok) {
        line.garbled++;
        continue;
      }
      const { pdu } = decoded.value;
      if (pdu.is !== 'Response' || pdu.requestId !== line.id) continue;
      if (pdu.errorStatus === snmpErrors.tooBig) return 'parts';
      if (pdu.errorStatus !== snmpErrors.noError) return isEnd(question, pdu) ? 'ended' : 'moved';
      if (pdu.varbinds.length < question.names.length) return 'parts';
      const cells = cellsOf(question, pdu.varbinds);
      if (cells === undefined) return 'moved';
      const { rows, moved } = cells;
      const claims = claimsOfRows(rows, undefined, question.tells);
      const raw = withoutPassword(decoded.value, heard.bytes);
      return { from, raw, rows, moved, foreign: hasForeignText(rows), some: rows.length > 0, claims };
    }
  }
  return 'silent';
}

/** Version 1 fails the whole question where one name has nothing behind it (RFC 1157, section 4.1.3). */
function isEnd({ ends }: PollQuestion, { errorStatus, errorIndex }: SnmpRequestPdu): boolean {
  return errorStatus === snmpErrors.noSuchName && ends[errorIndex - 1] !== undefined;
}

function isEndPiece({ expected }: Piece): boolean {
  return expected[0] === undefined;
}

function* tellAnswer({ from, raw, claims }: Answered): Conversation<void> {
  yield* tell({ from, protocol: 'snmp', raw, claims });
}

/** Whatever says who it is says what it said before. */
function isSame(rows: readonly Row[], { names }: PollQuestion, who: KnownShape['who']): boolean {
  let left = 0;
  for (const { oid } of names) if (who.has(oid)) left++;
  for (const { oid, value } of rows) {
    const before = who.get(oid);
    if (before !== undefined && !sameValue(before, value)) return false;
    if (before !== undefined) left--;
  }
  return left === 0;
}

function sameValue(before: SnmpValue, now: SnmpValue): boolean {
  if (before.type !== now.type) return false;
  const [a, b] = [before.value, now.value];
  return a instanceof Uint8Array && b instanceof Uint8Array ? equalBytes(a, b) : a === b;
}

const MOST_DATAGRAMS = 100;
const NO_ROWS: readonly Row[] = [];
