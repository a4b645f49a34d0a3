import { constants } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import type { Endpoint, TlsOutcome } from '@quietport/core';
import type { Reach } from './reach.ts';
import { connectFailure } from './system-error.ts';

// Printers in use speak what their year spoke. Nothing is proven by this TLS, and nothing secret is sent over it.
export const oldTls = {
  rejectUnauthorized: false,
  minVersion: 'TLSv1',
  ciphers: 'DEFAULT@SECLEVEL=0',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
} as const;

/** Shakes hands, looks at what is shown, and leaves. */
export function handshake(to: Endpoint, reach: Reach, signal: AbortSignal): Promise<TlsOutcome> {
  reach.demand(to.address);
  const localAddress = reach.sourceFor(to.address);
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ is: 'silent' });
    const socket = connect({
      host: to.address,
      port: to.port,
      ...oldTls,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    let connected = false;
    const end = (outcome: TlsOutcome) => {
      signal.removeEventListener('abort', quit);
      socket.destroy();
      resolve(outcome);
    };
    const quit = () => end({ is: 'silent' });
    signal.addEventListener('abort', quit, { once: true });
    socket.once('connect', () => {
      connected = true;
    });
    socket.once('secureConnect', () => end(shown(socket)));
    socket.on('error', (error) => end({ is: connected ? 'garbled' : connectFailure(error) }));
    socket.once('close', () => end({ is: connected ? 'garbled' : 'unreachable' }));
  });
}

function shown(socket: TLSSocket): TlsOutcome {
  const { raw } = socket.getPeerCertificate();
  // a handshake without a certificate (anonymous ciphers) shows nothing to judge
  if (raw === undefined) return { is: 'garbled' };
  const certificate = new Uint8Array(raw);
  return {
    is: 'answered',
    shown: { version: socket.getProtocol() ?? 'unknown', cipher: socket.getCipher().name, certificate },
  };
}
