import { createServer } from 'node:net';

/**
 * Whether a TCP number is taken though no table shows it: by a socket that is bound and does not listen. Told by a test
 * bind on loopback, so that nobody outside reaches it for the moment that it takes; a holder that is bound to another
 * single address stays unseen.
 */
export function isHeld(port: number, family: 'ipv4' | 'ipv6'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'));
    const at = family === 'ipv4' ? { host: '127.0.0.1' } : { host: '::1', ipv6Only: true };
    server.listen({ port, exclusive: true, ...at }, () => server.close(() => resolve(false)));
  });
}
