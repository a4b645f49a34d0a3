import { type Claim, derived, type FactKey, told } from '../../model/claim.ts';
import { statusBits } from './bits.ts';
import type { EscPosTurn } from './codec.ts';

/** What a dialogue lets us say: a POS printer is behind the port, how it is, and who it says it is. */
export function claimsOf(turns: readonly EscPosTurn[]): readonly Claim[] {
  const claims: Claim[] = [];
  const [first] = answeredStatus(turns);
  if (first !== undefined) claims.push(...derived('kind', 'pos-printer', pathOf(first)), ...stateClaims(turns));
  for (const turn of turns) {
    if (turn.asked.is === 'identity' && 'text' in turn && turn.text !== undefined)
      claims.push(...told(identityFacts[turn.asked.n], turn.text, pathOf(turn)));
  }
  return claims;
}

/** Where an answer stands, as `describe` names it. */
export function pathOf({ asked: { is, n } }: EscPosTurn): string {
  return is === 'status' ? `status[${n}].answer` : `${identityFacts[n]}.answer`;
}

/** Reasons in the words of IPP, the same as for ePOS. Without the first answer nothing is known of the state. */
function stateClaims(turns: readonly EscPosTurn[]): readonly Claim[] {
  const said = new Map<number, number>(answeredStatus(turns).map(({ asked, status }) => [asked.n, status]));
  const printer = said.get(1);
  if (printer === undefined) return [];
  const [cause, error, paper] = [said.get(2) ?? 0, said.get(3) ?? 0, said.get(4) ?? 0];
  const { coverOpen, paperEndStop, error: anyError } = statusBits[2];
  const { recoverableError, cutterError, unrecoverableError, autoRecoverableError } = statusBits[3];
  const broken = (error & (recoverableError | unrecoverableError | autoRecoverableError)) !== 0;
  const unnamed = (cause & anyError) !== 0 && (error & cutterError) === 0;
  const out = (paper & statusBits[4].paperEnd) !== 0 || (cause & paperEndStop) !== 0;
  const low = (paper & statusBits[4].paperNearEnd) !== 0;
  const reasons = [
    ...((cause & coverOpen) !== 0 ? ['cover-open'] : []),
    ...(broken || unnamed ? ['other-error'] : []),
    ...((error & cutterError) !== 0 ? ['cutter-failure-error'] : []),
    ...(out ? ['media-empty-error'] : low ? ['media-low-warning'] : []),
  ];
  const offLine = (printer & statusBits[1].offLine) !== 0;
  return [{ is: 'state', word: offLine ? 'stopped' : 'idle', reasons, path: 'status[1].answer' }];
}

type AnsweredStatus = Extract<EscPosTurn, { asked: { is: 'status' } }> & { readonly status: number };

function answeredStatus(turns: readonly EscPosTurn[]): readonly AnsweredStatus[] {
  return turns.filter((turn): turn is AnsweredStatus => turn.asked.is === 'status' && 'status' in turn);
}

/** Which fact each question of GS I asks for. */
export const identityFacts: Readonly<Record<65 | 66 | 67 | 68, FactKey>> = {
  65: 'firmware',
  66: 'make',
  67: 'model',
  68: 'serial',
};
