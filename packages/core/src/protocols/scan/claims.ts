import { type Claim, derived } from '../../model/claim.ts';
import { frameTypes, type ScanFrame } from './codec.ts';

/**
 * What the first frame lets us say: that a scanner is behind the port. Its five bytes mean nothing to anybody, and who
 * made the device, or which it is, comes only after a lock.
 */
export function claimsOf({ type }: ScanFrame): readonly Claim[] {
  return type === frameTypes.welcome ? derived('kind', 'scanner', 'head.type') : [];
}
