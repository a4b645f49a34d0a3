import type { Described } from '../../contracts/protocol.ts';
import { formatName } from '../../formats/x509-name.ts';
import { decodeTlsFields } from './codec.ts';

/** A certificate, and the TLS it was shown in. */
export function describeTls(bytes: Uint8Array): Described {
  const { decoded, fields } = decodeTlsFields(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields };
  const { version, cipher, certificate } = decoded.value;
  const { issuer, subject, notBefore, notAfter, names, ...rest } = certificate;
  const iso = (millis: number) => new Date(millis).toISOString();
  const value = {
    ...(version === undefined ? {} : { tls: version, cipher }),
    subject: formatName(subject),
    issuer: formatName(issuer),
    notBefore: iso(notBefore),
    notAfter: iso(notAfter),
    names: names.map(({ kind, value: name }) => ({ kind, value: name })),
    ...rest,
  };
  return { ok: true, value, fields };
}
