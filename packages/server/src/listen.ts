import { Fault } from '@quietport/core/fault';
import { isLoopbackName, nameIn } from './came.ts';
import { makeServer, type ServerParts } from './server.ts';

export interface ServerWish extends Omit<ServerParts, 'port'> {
  /** Throws `serve/not-loopback` for one beyond loopback without users, or without a certificate or a named proxy. */
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

/** The one place of this workspace that opens a socket. Throws `serve/no-free-port`, `serve/not-loopback` and `serve/no-users`. */
export async function startServer(wish: ServerWish): Promise<Serving> {
  const { address, port: first, others } = wish;
  const { tls, proxy } = wish.reach ?? {};
  const beyond = !isLoopbackName(address);
  if (beyond && tls === undefined && proxy === undefined) throw new Fault('serve/not-loopback', { address });
  // whoever is let through by a proxy looks as if he were here
  if ((beyond || proxy !== undefined) && !(await wish.door.isSetUp())) throw new Fault('serve/no-users', { address });
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
  const name = beyond && tls !== undefined ? nameIn(tls.certificate) : undefined;
  const host = name ?? (address.includes(':') ? `[${address}]` : address);
  return {
    address,
    port,
    url: proxy === undefined ? `${tls === undefined ? 'http' : 'https'}://${host}:${port}/` : `https://${proxy.name}/`,
    close: () => app.close(),
  };
}
