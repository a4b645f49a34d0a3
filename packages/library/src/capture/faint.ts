import type { Claim } from '@quietport/core';

/**
 * Whether claims would fit any computer: a name, an address, a web page. Somebody who answers a protocol of devices is
 * shown, whatever he says.
 */
export function isFaint(claims: readonly Claim[]): boolean {
  return (
    claims.length > 0 &&
    claims.every((claim) => faint.has(claim.is) || (claim.is === 'service' && /^https?$/.test(claim.service)))
  );
}

const faint: ReadonlySet<Claim['is']> = new Set(['mac', 'address', 'hostname']);
