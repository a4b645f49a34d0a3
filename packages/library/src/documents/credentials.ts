import type { CertificatePin } from '@quietport/core';
import type { ShownCredential } from '../credentials/credentials.ts';
import type { TestedCredential } from '../credentials/test-credential.ts';

/** `quietport credentials -o json`: no secret is in it, nor its length. */
export function credentialsDocument(credentials: readonly ShownCredential[]): object {
  return { schema: 'quietport/credentials@1', credentials: credentials.map(credentialRecord) };
}

export function credentialDocument(credential: ShownCredential): object {
  return { schema: 'quietport/credential@1', ...credentialRecord(credential) };
}

export function credentialRecord(row: ShownCredential): object {
  return {
    name: row.name,
    kind: row.kind,
    scope: row.scope,
    order: row.order,
    user: row.user ?? null,
    auth: row.auth ?? null,
    privacy: row.privacy ?? null,
    context: row.context ?? null,
    changedAt: new Date(row.changedAt).toISOString(),
    doors: row.doors.map(({ door, outcome, at, why }) => ({
      door,
      outcome,
      at: new Date(at).toISOString(),
      why: why ?? null,
    })),
  };
}

export function testedDocument({ name, address, device, outcome, why, answered, text }: TestedCredential): object {
  return {
    schema: 'quietport/credential-test@1',
    name,
    address,
    device: device ?? null,
    outcome,
    why: why ?? null,
    answered,
    text,
  };
}

export function pinsDocument(pins: readonly CertificatePin[]): object {
  return { schema: 'quietport/pins@1', pins: pins.map(pinRecord) };
}

export function pinRecord({ device, port, fingerprint, pinnedAt }: CertificatePin): object {
  return { device, port: port ?? null, fingerprint, pinnedAt: new Date(pinnedAt).toISOString() };
}
