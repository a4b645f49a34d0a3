import type { Field } from '../../bytes/field.ts';
import type { Described } from '../../contracts/protocol.ts';
import { bitNames, statusNames } from './bits.ts';
import { identityFacts, pathOf } from './claims.ts';
import { decodeEscPos, type EscPosTurn } from './codec.ts';

/** A dialogue, question by question, each with its answer. */
export function describeEscPos(bytes: Uint8Array): Described {
  const decoded = decodeEscPos(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const turns = decoded.value;
  const fields = turns.flatMap((turn, i) => fieldsOf(turn, turns[i + 1]?.offset ?? bytes.length));
  return { ok: true, value: { turns: turns.map(shownTurn) }, fields };
}

function fieldsOf(turn: EscPosTurn, end: number): readonly Field[] {
  const { asked, offset } = turn;
  // DLE EOT 1 and 2 and the blocks stand in Epson's manuals, the others were recalled
  const confidence = asked.is === 'status' && asked.n > 2 ? 'inferred' : 'spec';
  const path = pathOf(turn);
  const question: Field = {
    ...{ path: path.replace(/answer$/, 'question'), offset, length: QUESTION_SIZE, confidence },
    text: asked.is === 'status' ? `DLE EOT ${asked.n} (${statusNames[asked.n]})` : `GS I ${asked.n} (${nameOf(turn)})`,
  };
  const at = offset + QUESTION_SIZE;
  if (end === at) return [question];
  return [question, { path, offset: at, length: end - at, text: textOf(turn), confidence }];
}

function textOf(turn: EscPosTurn): string {
  if ('text' in turn) return turn.text ?? '';
  if (turn.asked.is !== 'status' || !('status' in turn) || turn.status === undefined) return '';
  const names = bitNames(turn.asked.n, turn.status);
  return `0x${turn.status.toString(16)}${names.length === 0 ? '' : ` (${names.join(', ')})`}`;
}

function shownTurn(turn: EscPosTurn): object {
  const { asked } = turn;
  if (asked.is === 'identity') return { asked: nameOf(turn), answer: 'text' in turn ? (turn.text ?? null) : null };
  const status = 'status' in turn ? turn.status : undefined;
  if (status === undefined) return { asked: statusNames[asked.n], answer: null };
  return { asked: statusNames[asked.n], answer: status, bits: bitNames(asked.n, status) };
}

function nameOf({ asked }: EscPosTurn): string {
  return asked.is === 'status' ? statusNames[asked.n] : identityFacts[asked.n];
}

const QUESTION_SIZE = 3;
