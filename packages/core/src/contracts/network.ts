import type { Endpoint } from '../net/endpoint.ts';
import type { SecureNetwork } from './secure-stream.ts';
import type { KnockOutcome, Listening, TcpStream } from './tcp-stream.ts';

export type { KnockOutcome, Listening, TcpStream } from './tcp-stream.ts';

/** An interface of this machine as the network sees it. */
export interface NetworkInterface {
  readonly name: string;
  readonly mac?: string;
  readonly loopback: boolean;
  /** VPN, tunnel, PPP: looked at only when named. */
  readonly pointToPoint: boolean;
  readonly addresses: readonly { readonly address: string; readonly family: 4 | 6; readonly prefixLength: number }[];
}

export interface Datagram {
  readonly from: Endpoint;
  readonly bytes: Uint8Array;
}

export interface UdpOptions {
  readonly family: 4 | 6;
  /** The interface that group and broadcast datagrams leave by, and on which groups are joined. */
  readonly interface?: string;
  /** Local address; the wildcard if absent. */
  readonly address?: string;
  /** Local port; any if absent. */
  readonly port?: number;
  /** Others may be bound to the same port (mDNS, listeners). */
  readonly shared?: boolean;
  readonly groups?: readonly string[];
  /**
   * The interfaces on which groups are joined, of a socket that belongs to none. One such socket hears a group once;
   * of several, one for each interface, a system may hand every datagram to all.
   */
  readonly joinOn?: readonly string[];
  readonly broadcast?: boolean;
  /** IP TTL of multicast datagrams; 255 for mDNS. */
  readonly multicastTtl?: number;
  /** Bytes that the kernel may hold for us. */
  readonly receiveBuffer?: number;
  /** Bytes on their way that the kernel may hold: what waits for an unresolved neighbour counts for seconds. */
  readonly sendBuffer?: number;
}

export interface UdpSocket {
  readonly local: Endpoint;
  /** Takes each datagram as it arrives. One listener; the bytes are the listener's own. */
  listen(listener: (datagram: Datagram) => void): void;
  /** `undefined`: handed to the system. A word: it was not sent, and why. */
  send(bytes: Uint8Array, to: Endpoint): Promise<SendFailure | undefined>;
  /**
   * The same, where nobody asks what became of it: replies of a server, tens of thousands a second. The bytes belong to
   * the socket from then on.
   */
  post(bytes: Uint8Array, to: Endpoint): void;
  /**
   * The same bytes to one port of many IPv4 or IPv6 addresses (no names), as fast as the system takes them. Comes back
   * when what arrived meanwhile has been heard, and says how many were handed to the system.
   */
  sendEach(bytes: Uint8Array, addresses: readonly string[], port: number): Promise<number>;
  close(): void;
}

/** `unreachable`: no route or no such host. `denied`: the system forbids it. `full`: the system's queue, try again. */
export type SendFailure = 'unreachable' | 'denied' | 'full' | 'too-large';

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** What follows the body, of a length that need not be known: it is sent in chunks (RFC 9112, section 7.1). */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** A body beyond this many bytes ends the exchange as `too-large`. */
  readonly maxBytes: number;
  /** SHA-256 (hex) of the only certificate that is spoken to: shown another, or none, nothing is said (`forbidden`). */
  readonly certificate?: string;
}

/** `fingerprint`: SHA-256 of the certificate (hex) where TLS was spoken; nothing was verified by it. */
export interface HttpResponse {
  readonly from: Endpoint;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly fingerprint?: string;
}

export type HttpOutcome = (
  | { readonly is: 'answered'; readonly response: HttpResponse }
  | { readonly is: 'silent' | 'refused' | 'unreachable' | 'garbled' | 'too-large' | 'forbidden' }
) &
  HttpSent;

/** `sent`: the bytes of our message, head and body, as they went into the connection (within TLS: before it seals them). */
interface HttpSent {
  readonly sent?: number;
}

/** What a server shows in a TLS handshake. Nothing was verified. */
export interface TlsShown {
  /** The version that was agreed on: `TLSv1.2`. */
  readonly version: string;
  readonly cipher: string;
  /** The server's own certificate, DER. */
  readonly certificate: Uint8Array;
}

/** `garbled`: something answered, and it was no TLS that we could speak. */
export type TlsOutcome =
  | { readonly is: 'answered'; readonly shown: TlsShown }
  | { readonly is: 'silent' | 'refused' | 'unreachable' | 'garbled' | 'forbidden' };

export interface HttpServed {
  /** How long the answer is held back. */
  readonly delayMs?: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HttpAsked {
  readonly method: string;
  /** Path and query as sent. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly from: Endpoint;
}

/** The world's sockets. The gate alone holds the raw one; everybody else is handed a gated line. */
export interface Network {
  interfaces(): Promise<readonly NetworkInterface[]>;
  /** Throws `Fault` `network/address-in-use`, `network/not-permitted` or `network/no-such-address`. */
  udp(options: UdpOptions): Promise<UdpSocket>;
  /** Connects; the caller closes. A word where there is no connection. */
  connect(to: Endpoint, signal: AbortSignal): Promise<TcpStream | Exclude<KnockOutcome, 'answered' | 'forbidden'>>;
  /** One exchange on a connection of its own, certificates unverified. Ends with the signal as `silent`. */
  http(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome>;
  /** A handshake, then the end of the connection. Old versions are taken, too: devices are old. */
  tls(to: Endpoint, signal: AbortSignal): Promise<TlsOutcome>;
  listen(at: Endpoint, serve: (stream: TcpStream) => void): Promise<Listening>;
  serveHttp(at: Endpoint, serve: (asked: HttpAsked) => Promise<HttpServed>): Promise<Listening>;
  /** The addresses that a host name has. */
  resolve(name: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Streams inside TLS 1.3; a simulated network has none. */
  readonly secure?: SecureNetwork;
}
