import { connect } from 'node:tls';
import type { Endpoint, SecureDial, SecureDialOutcome } from '@quietport/core';
import { formatPem } from '../pem.ts';
import type { Reach } from './reach.ts';
import { NodeSecureStream } from './secure-stream.ts';
import { connectFailure } from './system-error.ts';

/** Connects, shakes hands by TLS 1.3 and demands the application protocol. Nothing else is sent; no session is resumed. */
export function dialTls(
  to: Endpoint,
  { alpn, identity }: SecureDial,
  reach: Reach,
  signal: AbortSignal,
): Promise<SecureDialOutcome> {
  reach.demand(to.address);
  const localAddress = reach.sourceFor(to.address);
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('silent');
    const socket = connect({
      host: to.address,
      port: to.port,
      minVersion: 'TLSv1.3',
      ALPNProtocols: [alpn],
      // the caller compares the fingerprint, before it writes anything
      rejectUnauthorized: false,
      ...(identity === undefined ? {} : { key: identity.key, cert: formatPem('CERTIFICATE', identity.certificate) }),
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    let connected = false;
    const end = (outcome: SecureDialOutcome) => {
      signal.removeEventListener('abort', quit);
      if (typeof outcome === 'string') socket.destroy();
      resolve(outcome);
    };
    const quit = () => end('silent');
    signal.addEventListener('abort', quit, { once: true });
    socket.once('connect', () => {
      connected = true;
    });
    socket.once('secureConnect', () => {
      const spoken = socket.alpnProtocol === alpn && socket.getProtocol() === 'TLSv1.3';
      end(spoken ? new NodeSecureStream(socket, to) : 'garbled');
    });
    socket.on('error', (error) => end(connected ? 'garbled' : connectFailure(error)));
    socket.once('close', () => end(connected ? 'garbled' : 'unreachable'));
  });
}
