import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { canonicalIp, type Endpoint, type KnockOutcome, type Listening, type TcpStream } from '@quietport/core';
import type { Reach } from './reach.ts';
import { bindFault, connectFailure } from './system-error.ts';

/** Connects. A word where there is no connection; the end of the signal is silence. */
export function connectTcp(
  to: Endpoint,
  reach: Reach,
  signal: AbortSignal,
): Promise<TcpStream | Exclude<KnockOutcome, 'answered' | 'forbidden'>> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve('silent');
    const localAddress = reach.sourceFor(to.address);
    const socket = createConnection({
      host: to.address,
      port: to.port,
      ...(localAddress === undefined ? {} : { localAddress }),
    });
    const end = (outcome: TcpStream | Exclude<KnockOutcome, 'answered' | 'forbidden'>) => {
      signal.removeEventListener('abort', quit);
      socket.removeListener('error', fail);
      if (typeof outcome === 'string') {
        socket.on('error', () => undefined);
        socket.destroy();
      }
      resolve(outcome);
    };
    const quit = () => end('silent');
    const fail = (error: Error) => end(connectFailure(error));
    signal.addEventListener('abort', quit, { once: true });
    socket.once('error', fail);
    socket.once('connect', () => end(new NodeTcpStream(socket, to)));
  });
}

/** Serves streams until it is closed; closing ends those that are open. */
export async function listenTcp(at: Endpoint, reach: Reach, serve: (stream: TcpStream) => void): Promise<Listening> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const remote = endpointOf(socket.remoteAddress, socket.remotePort);
    if (!reach.permits(remote.address)) return socket.destroy();
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    serve(new NodeTcpStream(socket, remote));
  });
  return standing(server, at, () => {
    for (const socket of open) socket.destroy();
  });
}

/** Binds a server and gives it as something that can be closed. */
export async function standing(server: Server, at: Endpoint, endOpen: () => void): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(bindFault(error, at)));
    server.listen({ host: at.address, port: at.port, ipv6Only: true, exclusive: true }, resolve);
  });
  server.on('error', () => undefined);
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : at.port;
  return {
    local: { address: at.address, port, transport: 'tcp' },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        endOpen();
      }),
  };
}

export function endpointOf(address: string | undefined, port: number | undefined): Endpoint {
  return { address: canonicalIp(address ?? ''), port: port ?? 0, transport: 'tcp' };
}

/** A connected socket, read when it is asked to be. */
export class NodeTcpStream implements TcpStream {
  readonly remote: Endpoint;
  readonly local: Endpoint;
  readonly #socket: Socket;
  #over = false;
  #wake: (() => void) | undefined;

  constructor(socket: Socket, remote: Endpoint) {
    this.#socket = socket;
    this.remote = remote;
    this.local = endpointOf(socket.localAddress, socket.localPort);
    const wake = () => this.#wake?.();
    const over = () => {
      this.#over = true;
      wake();
    };
    socket.on('readable', wake);
    socket.once('end', over);
    socket.once('close', over);
    socket.on('error', over);
  }

  async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    while (!signal?.aborted) {
      // Node's type of read() is any; without an encoding it gives a Buffer or null
      const bytes = this.#socket.read() as Buffer | null;
      if (bytes !== null) return new Uint8Array(bytes);
      if (this.#over) return undefined;
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal?.removeEventListener('abort', wake);
          this.#wake = undefined;
          resolve();
        };
        this.#wake = wake;
        signal?.addEventListener('abort', wake, { once: true });
      });
    }
    return undefined;
  }

  write(bytes: Uint8Array): Promise<void> {
    const written = new Promise<void>((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    // whoever does not wait for it shall not end the process when the other side has gone
    written.catch(() => undefined);
    return written;
  }

  finish(signal: AbortSignal): Promise<'ended' | 'broken' | 'silent'> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      const done = (word: 'ended' | 'broken' | 'silent') => {
        signal.removeEventListener('abort', quit);
        resolve(word);
      };
      const quit = () => done('silent');
      if (signal.aborted) return quit();
      // who closed before the last word was said may not have read it
      if (socket.readableEnded || socket.destroyed) return done('broken');
      signal.addEventListener('abort', quit, { once: true });
      socket.once('end', () => done('ended'));
      socket.once('error', () => done('broken'));
      socket.once('close', () => done('broken'));
      socket.resume();
      socket.end();
    });
  }

  close(): void {
    // what was written still goes out, but a peer that takes nothing keeps neither the process nor the socket
    this.#over = true;
    this.#socket.unref();
    this.#socket.setTimeout(LINGER_MS, () => this.#socket.destroy());
    this.#socket.end(() => this.#socket.destroy());
    this.#wake?.();
  }
}

const LINGER_MS = 5000;
