import { type Endpoint, Fault, type Observation, type PinBook } from '@quietport/core';

/** What the pins say to the certificates that were shown: one trouble for each that is not the pinned one. */
export async function pinTroubles(heard: readonly Observation[], book: PinBook): Promise<readonly Fault[]> {
  const troubles = new Map<string, Fault>();
  for (const { from, fingerprint } of certificatesIn(heard)) {
    const verdict = await book.check(from, fingerprint);
    if (verdict.is !== 'changed') continue;
    const fault = new Fault('credentials/certificate-changed', {
      id: verdict.device,
      host: from.address,
      shown: fingerprint,
    });
    troubles.set(fault.text, fault);
  }
  return [...troubles.values()];
}

/** Every certificate that was shown, and where. */
export function certificatesIn(
  heard: readonly Observation[],
): readonly { readonly from: Endpoint; readonly fingerprint: string }[] {
  return heard.flatMap(({ from, claims }) =>
    claims.flatMap((claim) => (claim.is === 'certificate' ? [{ from, fingerprint: claim.fingerprint }] : [])),
  );
}
