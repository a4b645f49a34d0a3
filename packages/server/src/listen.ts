import { Fault } from '@quietport/core/fault';
import { makeServer, type ServerParts } from './server.ts';

export interface ServerWish extends Omit<ServerParts, 'port'> {
  /** A loopback address. Throws `serve/not-loopback` for any other: there are no users yet who could be let in. */
  readonly address: string;
  readonly port: number;
  /** The next free one, where that is taken; how many are tried. */
  readonly others: number;
  /** Told of each port that is taken. */
  taken?(port: number): Promise<void>;
}

export interface Serving {
  readonly address: string;
  readonly port: number;
  readonly url: string;
  /** Ends every connection and stops. */
  close(): Promise<void>;
}

/** The one place of this workspace that opens a socket: a listener on loopback. Throws `serve/no-free-port`. */
export async function startServer(wish: ServerWish): Promise<Serving> {
  const { address, port: first, others } = wish;
  if (!/^(127(\.\d{1,3}){3}|::1)$/.test(address)) throw new Fault('serve/not-loopback', { address });
  let port = first;
  const app = makeServer({ ...wish, port: () => port });
  for (; ; port++) {
    try {
      await app.listen({ host: address, port });
      break;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES') throw new Fault('network/not-permitted', { transport: 'tcp', port, address }, error);
      if (code === 'EADDRNOTAVAIL') throw new Fault('network/no-such-address', { address }, error);
      if (code !== 'EADDRINUSE') throw error;
      await wish.taken?.(port);
      if (port >= Math.min(first + others, 65_535))
        throw new Fault('serve/no-free-port', { from: first, to: port, address }, error);
    }
  }
  const { port: bound } = app.server.address() as { port: number };
  port = bound;
  const host = address.includes(':') ? `[${address}]` : address;
  return { address, port, url: `http://${host}:${port}/`, close: () => app.close() };
}
