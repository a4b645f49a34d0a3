import type { HttpOutcome, Network } from '@quietport/core';
import { exchangeLocalHttp, userName } from '@quietport/node';

/** The one way to a CUPS server: a place that a person named, or this machine's own. */
export interface CupsDoor {
  /** `/run/cups/cups.sock`, `localhost:631` */
  readonly name: string;
  /** The server as IPP URIs name it. */
  readonly authority: string;
  /** Who asks, where the system has a name for it. */
  readonly user: string | undefined;
  /** One IPP request to a path of the server. `order`: it changes something, and is asked in the user's name. */
  post(path: string, body: Uint8Array, order: boolean, signal: AbortSignal): Promise<HttpOutcome>;
}

/**
 * By the Unix socket of this machine. With an order goes the user's name, which the kernel vouches for (CUPS calls it
 * PeerCred): root and members of the server's system groups may change queues, without any password.
 */
export function cupsSocket(path: string, user: string | undefined = userName()): CupsDoor {
  return {
    name: path,
    authority: 'localhost',
    user,
    post: (resource, body, order, signal) =>
      exchangeLocalHttp(
        path,
        {
          ...{ path: resource, method: 'POST', body, maxBytes: MOST_BYTES },
          headers: { ...IPP, ...(order && user !== undefined ? { Authorization: `PeerCred ${user}` } : {}) },
        },
        signal,
      ),
  };
}

/** By TCP: `localhost:631`, `192.0.2.9`. No password is sent: a server that wants one for an order refuses it. */
export function cupsAddress(address: string, network: Pick<Network, 'http'>, user = userName()): CupsDoor {
  // a bare IPv6 address has no port behind it
  const ported = /^(\[[^\]]+\]|[^:]+):\d{1,5}$/.test(address);
  const host = !ported && address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const name = ported ? host : `${host}:631`;
  return {
    name,
    // a zone means nothing to the other side
    authority: name.replace(/%[^\]]*/, ''),
    user,
    post: (resource, body, _order, signal) =>
      network.http(
        { url: `http://${name}${resource}`, method: 'POST', headers: IPP, body, maxBytes: MOST_BYTES },
        signal,
      ),
  };
}

const IPP = { 'Content-Type': 'application/ipp', Accept: 'application/ipp' };
/** A few hundred queues in one answer. */
const MOST_BYTES = 4 * 1024 * 1024;
