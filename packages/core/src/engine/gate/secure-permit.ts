/**
 * What a person's order lets through to one device over TLS: whose words, to which address and port. It is data, made for
 * one run, and never for a print port.
 */
export interface SecurePermit {
  /** What the ledger calls it: `ncdp2.manage`. */
  readonly order: string;
  readonly address: string;
  /** TCP. */
  readonly port: number;
  /** The application protocol that is spoken (RFC 7301). */
  readonly alpn: string;
}
