import { type Claim, derived } from '../../model/claim.ts';
import { type EposMessage, type EposResponse, statusBits } from './codec.ts';

/** What an answer lets us say: that a POS printer is behind it, and how it is. Who made it, it does not say. */
export function claimsOf({ said }: EposMessage): Claim[] {
  // without a status the service answered, and no printer
  if (said.is !== 'response' || said.status === undefined) return [];
  return [...derived('kind', 'pos-printer', said.path), ...stateClaims(said)];
}

/** Reasons in the words of IPP. Where the board says that its printer is silent, nothing is known of the state. */
function stateClaims({ status = 0, path }: EposResponse): Claim[] {
  const has = (bit: number) => (status & bit) !== 0;
  if (has(statusBits.noResponse)) return [];
  const fault = statusBits.mechanicalError | statusBits.unrecoverableError | statusBits.autoRecoverableError;
  const reasons = [
    ...(has(statusBits.coverOpen) ? ['cover-open'] : []),
    ...(has(fault) ? ['other-error'] : []),
    ...(has(statusBits.cutterError) ? ['cutter-failure-error'] : []),
    ...(has(statusBits.paperEnd) ? ['media-empty-error'] : has(statusBits.paperNearEnd) ? ['media-low-warning'] : []),
  ];
  return [{ is: 'state', word: has(statusBits.offLine) ? 'stopped' : 'idle', reasons, path: `${path}@status` }];
}
