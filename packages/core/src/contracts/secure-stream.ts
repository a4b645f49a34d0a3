import type { Endpoint } from '../net/endpoint.ts';
import type { KnockOutcome, Listening, TcpStream } from './tcp-stream.ts';

/** A server's own key and the certificate that it shows. */
export interface TlsIdentity {
  /** PKCS #8, PEM. */
  readonly key: string;
  readonly certificate: Uint8Array;
}

/** A stream inside TLS 1.3. */
export interface SecureStream extends TcpStream {
  /** SHA-256 of the other side's certificate; absent where it showed none. Nothing was verified by it. */
  readonly fingerprint?: Uint8Array;
  /** Bytes that were written and that the other side has not taken. */
  readonly unread: number;
  /** Lets the system ask now and then whether the other side is still there. */
  keepAlive(): void;
  /** Ends without waiting for anything. */
  destroy(): void;
}

export interface SecureServing {
  readonly identity: TlsIdentity;
  /** The one application protocol (RFC 7301): a connection that ends up without it is closed. */
  readonly alpn: string;
  /** Clients are asked for a certificate; they may show none. */
  readonly asksClients: boolean;
  readonly handshakeMs: number;
  /** Connections at a time, those in their handshake included; more are closed at once. */
  readonly most: number;
  readonly mostPerSource: number;
}

/** What a server that stands on several addresses counts together. */
export interface SecureListening extends Listening {
  /** Connections that were closed because there were too many. */
  readonly turnedAway: number;
  /**
   * Stands on these addresses from now on, at the port that it has; connections to others end. Gives those that are not
   * this machine's, or not yet.
   */
  standOn(addresses: readonly string[]): Promise<readonly string[]>;
}

export interface SecureDial {
  readonly alpn: string;
  /** A certificate of our own, for servers that know it. */
  readonly identity?: TlsIdentity;
}

/** `garbled`: something answered that does not speak this over TLS 1.3. */
export type SecureDialOutcome = SecureStream | Exclude<KnockOutcome, 'answered' | 'forbidden'> | 'garbled';

/** The streams of TLS 1.3, without early data and without sessions that go on. Part of the one door to the network. */
export interface SecureNetwork {
  /** Names and dates of the certificate do not count: the caller compares the fingerprint before it writes anything. */
  dial(to: Endpoint, options: SecureDial, signal: AbortSignal): Promise<SecureDialOutcome>;
  /**
   * One server at one port, 0 for any, on several addresses; the limits hold for them together. Throws as
   * `Network.listen`; an address that is not there yet is none of its reasons.
   */
  serve(
    at: { readonly addresses: readonly string[]; readonly port: number },
    options: SecureServing,
    serve: (stream: SecureStream) => void,
  ): Promise<SecureListening>;
}
