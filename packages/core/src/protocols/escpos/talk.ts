import { ByteWriter } from '../../bytes/byte-writer.ts';
import { type Conversation, dial, hangUp, say, tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { StreamInbox, type Taken } from '../../contracts/stream-inbox.ts';
import { type EscPosQuestion, encodeEscPosQuestion } from '../../formats/escpos-status.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { statusBits } from './bits.ts';
import { claimsOf } from './claims.ts';
import { decodeEscPos, type FirstAnswer, firstBlock, firstStatus, isQuiet } from './codec.ts';

/**
 * Asks a POS printer over its print port how it is and who it is. The real-time questions come first, which are
 * answered whatever state it is in; identity is asked of a printer that is on line alone, for another one would keep the
 * question in its buffer. After the first answer that is missing or none, nothing more is said.
 */
export function* askStatus(host: HostTarget): Conversation {
  const to: Endpoint = { address: host.address, port: host.port(PORT, 'tcp'), transport: 'tcp' };
  const met = yield* dial(to, host.waitMs);
  if (met !== 'answered') return { is: met };
  const line: Line = { inbox: new StreamInbox(MOST_BYTES), waitMs: host.waitMs, dialogue: new ByteWriter() };
  let over: 'silent' | 'garbled' | undefined;
  for (const question of statusQuestions) over ??= yield* put(question, line, firstStatus);
  if (over === undefined && isOnLine(line)) {
    for (const question of identityQuestions) over ??= yield* put(question, line, firstBlock);
  }
  yield* hangUp();
  const raw = line.dialogue.finish();
  const decoded = decodeEscPos(raw);
  if (!decoded.ok) return { is: over ?? 'garbled' };
  yield* tell({ from: to, protocol: 'escpos', raw, claims: claimsOf(decoded.value) });
  return { is: 'answered' };
}

interface Line {
  readonly inbox: StreamInbox;
  readonly waitMs: number;
  /** Questions that were answered, each with its answer. */
  readonly dialogue: ByteWriter;
}

function* put(
  question: EscPosQuestion,
  { inbox, waitMs, dialogue }: Line,
  first: (bytes: Uint8Array) => FirstAnswer<number | Uint8Array>,
): Conversation<'silent' | 'garbled' | undefined> {
  // what is there before it was asked for is no answer
  if (!isQuiet(inbox.held)) return 'garbled';
  const bytes = encodeEscPosQuestion(question);
  if (!(yield* say(bytes))) return 'silent';
  const arrived = yield* inbox.next((held) => taken(first(held)), waitMs);
  if (arrived === 'silent' || arrived === 'ended') return 'silent';
  if (arrived === 'too-much' || arrived.value === 'garbage') return 'garbled';
  const answer = arrived.value;
  dialogue.octets(bytes).octets(typeof answer === 'number' ? Uint8Array.of(answer) : answer);
  return undefined;
}

function taken<T>(first: FirstAnswer<T>): Taken<T | 'garbage'> | undefined {
  if (first === 'more') return undefined;
  return first === 'garbage' ? { value: first, size: 0 } : first;
}

function isOnLine({ dialogue }: Line): boolean {
  const decoded = decodeEscPos(dialogue.finish());
  const printer = decoded.ok ? decoded.value.find(({ asked }) => asked.is === 'status' && asked.n === 1) : undefined;
  return (
    printer !== undefined &&
    'status' in printer &&
    printer.status !== undefined &&
    (printer.status & statusBits[1].offLine) === 0
  );
}

const PORT = 9100;
const statusQuestions: readonly EscPosQuestion[] = [1, 2, 3, 4].map((n) => ({ is: 'status', n }) as EscPosQuestion);
const identityQuestions: readonly EscPosQuestion[] = [66, 67, 68, 65].map(
  (n) => ({ is: 'identity', n }) as EscPosQuestion,
);
/** Eight answers, each with an automatic status before it, are fewer. */
const MOST_BYTES = 512;
