import type {
  CapturedPacket,
  Clock,
  Endpoint,
  HttpRequest,
  HttpResponse,
  Network,
  TcpStream,
  UdpSocket,
} from '@quietport/core';
import { parseHttpUrl } from '@quietport/core';
import { httpAnswer, httpRequest, TcpWriter, udpPacket } from './packets.ts';

/** The same network, and all that its owner says and hears as the packets of a capture beside it. */
export function capturing(network: Network, clock: Clock, own: string) {
  const packets: CapturedPacket[] = [];
  let port = 40_000;
  const here = (transport: 'tcp' | 'udp', at: Pick<Endpoint, 'port'>): Endpoint => ({
    address: own,
    port: at.port,
    transport,
  });
  const captured: Network = {
    ...network,
    interfaces: () => network.interfaces(),
    resolve: (name, signal) => network.resolve(name, signal),
    tls: (to, signal) => network.tls(to, signal),
    listen: (at, serve) => network.listen(at, serve),
    serveHttp: (at, serve) => network.serveHttp(at, serve),
    async udp(options) {
      const socket = await network.udp(options);
      const local = here('udp', socket.local);
      const put = (from: Endpoint, to: Endpoint, bytes: Uint8Array) =>
        void packets.push(udpPacket(clock.now(), from, to, bytes.slice()));
      const wrapped: UdpSocket = {
        local: socket.local,
        close: () => socket.close(),
        listen: (listener) =>
          socket.listen((datagram) => {
            put(datagram.from, local, datagram.bytes);
            listener(datagram);
          }),
        send: (bytes, to) => {
          put(local, to, bytes);
          return socket.send(bytes, to);
        },
        post: (bytes, to) => {
          put(local, to, bytes);
          socket.post(bytes, to);
        },
        sendEach: (bytes, addresses, to) => {
          for (const address of addresses) put(local, { address, port: to, transport: 'udp' }, bytes);
          return socket.sendEach(bytes, addresses, to);
        },
      };
      return wrapped;
    },
    async http(request, signal) {
      const began = clock.now();
      const outcome = await network.http(request, signal);
      if (outcome.is === 'answered')
        packets.push(...exchange(here('tcp', { port: port++ }), request, outcome.response, began, clock.now()));
      return outcome;
    },
    async connect(to, signal) {
      const stream = await network.connect(to, signal);
      return typeof stream === 'string'
        ? stream
        : heardStream(stream, here('tcp', { port: port++ }), to, clock, packets);
    },
  };
  /** In order of time, as a capture has them. */
  return { network: captured, packets: () => [...packets].sort((a, b) => a.at - b.at) };
}

function exchange(
  client: Endpoint,
  { url, method, headers, body = new Uint8Array() }: HttpRequest,
  answer: HttpResponse,
  began: number,
  ended: number,
): readonly CapturedPacket[] {
  const { path, secure } = parseHttpUrl(url)!;
  const tcp = new TcpWriter(client, answer.from, began);
  // a client hello, as far as anybody can tell what it is
  if (secure) tcp.say('client', began, Uint8Array.of(0x16, 0x03, 0x01, 0x00, 0x01, 0x01));
  else
    tcp
      .say('client', began, httpRequest(method, path, headers, body))
      .say('server', ended, httpAnswer(answer.status, answer.headers, answer.body));
  return tcp.end(ended);
}

function heardStream(
  stream: TcpStream,
  client: Endpoint,
  server: Endpoint,
  clock: Clock,
  packets: CapturedPacket[],
): TcpStream {
  const tcp = new TcpWriter(client, server, clock.now());
  let kept = 0;
  const keep = () => {
    packets.push(...tcp.packets.slice(kept));
    kept = tcp.packets.length;
  };
  keep();
  return {
    remote: stream.remote,
    local: stream.local,
    close: () => {
      tcp.end(clock.now());
      keep();
      stream.close();
    },
    finish: async (signal) => {
      tcp.end(clock.now());
      keep();
      return stream.finish(signal);
    },
    read: async (signal) => {
      const bytes = await stream.read(signal);
      if (bytes !== undefined) tcp.say('server', clock.now(), bytes.slice());
      keep();
      return bytes;
    },
    write: async (bytes) => {
      tcp.say('client', clock.now(), bytes.slice());
      keep();
      await stream.write(bytes);
    },
  };
}
