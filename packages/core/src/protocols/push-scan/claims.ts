import { type Claim, derived } from '../../model/claim.ts';
import type { PushScanRequest } from './codec.ts';

/**
 * What an announcement lets us say: a scanner of Epson's asks, for nobody else looks for that agent. The product id names
 * the model, but the table of them was never published.
 */
export function claimsOf(_request: PushScanRequest): readonly Claim[] {
  return [...derived('kind', 'scanner', 'url'), ...derived('make', 'EPSON', 'url')];
}
