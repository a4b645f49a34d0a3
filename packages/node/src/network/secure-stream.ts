import { createHash } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { Endpoint, SecureStream } from '@quietport/core';
import { NodeTcpStream } from './tcp-stream.ts';

/** A TLS socket after its handshake. */
export class NodeSecureStream extends NodeTcpStream implements SecureStream {
  readonly fingerprint?: Uint8Array;
  readonly #secure: TLSSocket;

  constructor(socket: TLSSocket, remote: Endpoint) {
    super(socket, remote);
    this.#secure = socket;
    const shown = fingerprintOf(socket);
    if (shown !== undefined) this.fingerprint = shown;
  }

  get unread(): number {
    return this.#secure.writableLength;
  }

  keepAlive(): void {
    this.#secure.setKeepAlive(true, KEEP_ALIVE_MS);
  }

  destroy(): void {
    this.#secure.destroy();
  }
}

function fingerprintOf(socket: TLSSocket): Uint8Array | undefined {
  // the type says that there is always one; without a certificate the object is empty
  const { raw } = socket.getPeerCertificate() as { readonly raw?: Uint8Array };
  return raw === undefined ? undefined : new Uint8Array(createHash('sha256').update(raw).digest());
}

const KEEP_ALIVE_MS = 60_000;
