import { keyText } from '../../formats/x509.ts';
import { attributeOf, formatName } from '../../formats/x509-name.ts';
import { type Claim, derived } from '../../model/claim.ts';
import type { TlsSeen } from './codec.ts';

/**
 * What a certificate lets us say: itself, names as labels, and the maker where a device made it for itself (fingerprints,
 * section 4: medium for the maker, nothing for the model). `fingerprint` is the SHA-256 of the certificate, hex.
 */
export function claimsOf({ certificate, version = 'TLS' }: TlsSeen, fingerprint: string): readonly Claim[] {
  const { subject, issuer, selfIssued, notBefore, notAfter, key, signature, names } = certificate;
  const common = attributeOf(subject, 'CN') ?? '';
  const make = makeOf(attributeOf(subject, 'O') ?? '', common, formatName(issuer), selfIssued);
  const labels = new Map([
    ...(isHostname(common) ? [[common.toLowerCase(), { value: common, path: 'subject' }] as const] : []),
    ...names
      .filter(({ kind, value }) => kind === 'dns' && isHostname(value))
      .map(({ value, path }) => [value.toLowerCase(), { value, path }] as const),
  ]);
  return [
    {
      is: 'certificate',
      fingerprint,
      subject: formatName(subject),
      issuer: formatName(issuer),
      selfIssued,
      notBefore,
      notAfter,
      key: keyText(key),
      signature,
      tls: version,
      path: 'subject',
    },
    ...(make === undefined ? [] : derived('make', make, 'subject')),
    ...[...labels.values()].slice(0, MOST_LABELS).map((label): Claim => ({ is: 'hostname', ...label })),
  ];
}

/**
 * An organisation vouches for its own servers as well: whoever works at HP has `O=HP` in front of a web shop. So the
 * name of a maker counts only in a certificate that a device made for itself, or that its maker's root signed.
 */
function makeOf(organisation: string, common: string, issuer: string, selfIssued: boolean): string | undefined {
  if (/Xerox Generic Root/i.test(issuer)) return 'Xerox';
  if (!selfIssued) return undefined;
  return organisations.find(([name, host]) => name.test(organisation) && host.test(common))?.[2];
}

/** A label that a host may have; `Preset Certificate`, wildcards and names with control characters are none. */
function isHostname(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[a-z0-9_-]{0,62}\.?)+$/i.test(text) && !/^[\d.]+$/.test(text);
}

// Epson: one unit (ET-3760). HP and Kyocera: published host names, not checked against a device of ours.
const organisations: readonly (readonly [organisation: RegExp, commonName: RegExp, make: string])[] = [
  [/^SEIKO EPSON/i, /^EPSON/i, 'EPSON'],
  [/^(HP|Hewlett-Packard)\b/i, /^(HP|NPI)[0-9A-F]{6}/i, 'HP'],
  [/^Kyocera/i, /^KM[0-9A-F]{6}/i, 'KYOCERA'],
];
const MOST_LABELS = 8;
