import { constants } from 'node:crypto';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import {
  canonicalIp,
  Fault,
  type Listening,
  type SecureListening,
  type SecureServing,
  type SecureStream,
  sourceKey,
} from '@quietport/core';
import { systemClock } from '../clock.ts';
import { formatPem } from '../pem.ts';
import type { Reach } from './reach.ts';
import { NodeSecureStream } from './secure-stream.ts';
import { endpointOf, standing } from './tcp-stream.ts';

/**
 * Serves TLS 1.3 on every address until it is closed. No session goes on (nothing remembers one), no early data is
 * taken, and whoever does not come through the handshake in time, or without the application protocol, is let go.
 */
export async function serveTls(
  { addresses, port: wanted }: { readonly addresses: readonly string[]; readonly port: number },
  options: SecureServing,
  reach: Reach,
  serve: (stream: SecureStream) => void,
): Promise<SecureListening> {
  const hall = new Hall(options, reach, serve);
  const doors = new Map<string, Listening>();
  const openDoor = async (address: string, port: number): Promise<Listening> => {
    reach.demandListen(address);
    // the handshake is another server's: connections are counted before it costs anything
    const server = createTcpServer((socket) => hall.admit(socket));
    const door = await standing(server, { address, port, transport: 'tcp' }, () => hall.endAt(address));
    doors.set(address, door);
    return door;
  };
  const [first] = addresses;
  if (first === undefined) throw new RangeError('a server stands on at least one address');
  const local =
    wanted === 0 ? (await openDoor(first, 0)).local : { address: first, port: wanted, transport: 'tcp' as const };
  const standOn = async (those: readonly string[]): Promise<readonly string[]> => {
    const unbound: string[] = [];
    const gone = [...doors].filter(([address]) => !those.includes(address));
    for (const [address] of gone) doors.delete(address);
    await Promise.all(gone.map(([, door]) => door.close()));
    for (const address of those) {
      if (doors.has(address)) continue;
      try {
        await openDoor(address, local.port);
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== 'network/no-such-address') throw error;
        unbound.push(address);
      }
    }
    return unbound;
  };
  const close = async (): Promise<void> => {
    await Promise.all([...doors.values()].map((door) => door.close()));
  };
  try {
    await standOn(addresses);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    local,
    get turnedAway() {
      return hall.turnedAway;
    },
    standOn,
    close,
  };
}

/** Who is inside, and how many from where. */
class Hall {
  turnedAway = 0;
  readonly #options: SecureServing;
  readonly #reach: Reach;
  readonly #tls: TlsServer;
  readonly #open = new Set<Socket>();
  readonly #bySource = new Map<string, number>();
  /** The deadlines of handshakes, by the connection's two ends. */
  readonly #shaking = new Map<string, AbortController>();

  constructor(options: SecureServing, reach: Reach, serve: (stream: SecureStream) => void) {
    this.#options = options;
    this.#reach = reach;
    this.#tls = createTlsServer({
      key: options.identity.key,
      cert: formatPem('CERTIFICATE', options.identity.certificate),
      minVersion: 'TLSv1.3',
      ALPNProtocols: [options.alpn],
      // without tickets a session would have to be remembered here, and nothing is
      secureOptions: constants.SSL_OP_NO_TICKET,
      requestCert: options.asksClients,
      // which certificates count is judged by whoever serves, by their fingerprints
      rejectUnauthorized: false,
    });
    // a socket whose handshake fails stays open otherwise
    this.#tls.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#tls.on('secureConnection', (socket: TLSSocket) => {
      this.#shaking.get(endsOf(socket))?.abort();
      socket.on('error', () => undefined);
      if (socket.alpnProtocol !== options.alpn) return void socket.destroy();
      serve(new NodeSecureStream(socket, endpointOf(socket.remoteAddress, socket.remotePort)));
    });
  }

  admit(socket: Socket): void {
    socket.on('error', () => undefined);
    const { most, mostPerSource, handshakeMs } = this.#options;
    const { address } = endpointOf(socket.remoteAddress, socket.remotePort);
    if (!this.#reach.permits(address)) return void socket.destroy();
    const source = sourceKey(address);
    const held = this.#bySource.get(source) ?? 0;
    if (this.#open.size >= most || held >= mostPerSource) {
      this.turnedAway++;
      return void socket.destroy();
    }
    this.#open.add(socket);
    this.#bySource.set(source, held + 1);
    const ends = endsOf(socket);
    const shaken = new AbortController();
    this.#shaking.set(ends, shaken);
    socket.once('close', () => {
      shaken.abort();
      this.#open.delete(socket);
      this.#shaking.delete(ends);
      const left = (this.#bySource.get(source) ?? 1) - 1;
      if (left > 0) this.#bySource.set(source, left);
      else this.#bySource.delete(source);
    });
    // Node's own deadline begins anew with every byte
    void systemClock.sleep(handshakeMs, shaken.signal).then(() => {
      if (!shaken.signal.aborted) socket.destroy();
    });
    this.#tls.emit('connection', socket);
  }

  endAt(address: string): void {
    const all = /^(0\.0\.0\.0|::)$/.test(address);
    const bare = address.replace(/%.*$/, '');
    for (const socket of this.#open)
      if (all || canonicalIp(socket.localAddress ?? '').replace(/%.*$/, '') === bare) socket.destroy();
  }
}

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}
