import { type Datagram, type Endpoint, encodeText, Fault, type Network, type UdpSocket } from '@quietport/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** Two stations that hear one another; on a machine's loopback both are the same network. */
export interface NetworkWorld {
  readonly asking: Network;
  readonly answering: Network;
  /** The interface that both have on the segment. */
  readonly interface: string;
  readonly askingAddress: string;
  readonly answeringAddress: string;
  readonly broadcast: string;
  readonly group: string;
  /** An address that no station here has. */
  readonly foreign: string;
}

/** What every `Network` promises, whatever is below it. */
export function describeNetwork(name: string, open: () => Promise<NetworkWorld>): void {
  describe(`${name} as a network`, () => {
    let world: NetworkWorld;
    let ending: (() => unknown)[] = [];
    const later = <T extends { close(): unknown }>(opened: T): T => {
      ending.push(() => opened.close());
      return opened;
    };
    const { signal } = new AbortController();

    beforeEach(async () => {
      world = await open();
    });
    afterEach(async () => {
      for (const end of ending.splice(0)) await end();
      ending = [];
    });

    const answeringSocket = async (options: { shared?: boolean; port?: number } = {}) =>
      later(await world.answering.udp({ family: 4, address: world.answeringAddress, ...options }));
    const askingSocket = async (options: { broadcast?: boolean } = {}) =>
      later(await world.asking.udp({ family: 4, interface: world.interface, ...options }));
    const at = (address: string, port: number): Endpoint => ({ address, port, transport: 'tcp' });
    const to = (address: string, port: number): Endpoint => ({ address, port, transport: 'udp' });
    const get = (port: number, maxBytes = 10_000, path = '/') => ({
      url: `http://${world.answeringAddress}:${port}${path}`,
      method: 'GET' as const,
      headers: {},
      maxBytes,
    });
    /** A TCP peer that says something to everybody, and what it does then. */
    const speaking = async (text: string, then: 'close' | 'stay') =>
      later(
        await world.answering.listen(at(world.answeringAddress, 0), (stream) => {
          stream
            .read()
            .then(() => stream.write(encodeText(text)))
            .then(() => (then === 'close' ? stream.close() : undefined))
            .catch(() => undefined);
        }),
      );

    describe('datagrams', () => {
      it('arrive with the address and the port of their sender, and can be answered', async () => {
        const answering = await answeringSocket();
        const asking = await askingSocket();
        const question = next(answering);
        expect(await asking.send(encodeText('who'), to(world.answeringAddress, answering.local.port))).toBeUndefined();
        const { from, bytes } = await question;
        expect({ from, text: textOf(bytes) }).toEqual({
          from: to(world.askingAddress, asking.local.port),
          text: 'who',
        });
        const answer = next(asking);
        await answering.send(encodeText('I'), from);
        expect((await answer).from).toEqual(to(world.answeringAddress, answering.local.port));
      });

      it('leave as well where nobody asks what became of them, and nothing happens where they cannot', async () => {
        const answering = await answeringSocket();
        const asking = await askingSocket();
        const heard = next(answering);
        asking.post(encodeText('lost'), to('no address', answering.local.port));
        asking.post(encodeText('lost'), to(world.answeringAddress, 0));
        asking.post(encodeText('take it'), to(world.answeringAddress, answering.local.port));
        expect(textOf((await heard).bytes)).toBe('take it');
        asking.close();
        asking.post(encodeText('late'), to(world.answeringAddress, answering.local.port));
      });

      it('keep their bytes when the sender uses its buffer again', async () => {
        const answering = await answeringSocket();
        const asking = await askingSocket();
        const heard = next(answering);
        const buffer = encodeText('first');
        await asking.send(buffer, to(world.answeringAddress, answering.local.port));
        buffer.fill(0);
        expect(textOf((await heard).bytes)).toBe('first');
      });

      it('that arrive before anybody listens are kept', async () => {
        const answering = await answeringSocket();
        const asking = await askingSocket();
        const place = to(world.answeringAddress, answering.local.port);
        await asking.send(encodeText('early'), place);
        // a second socket on the way back shows that the first datagram is long there
        const back = next(asking);
        await answering.send(encodeText('pause'), to(world.askingAddress, asking.local.port));
        await back;
        expect(textOf((await next(answering)).bytes)).toBe('early');
      });

      it('to many addresses leave at once, and no name is looked up', async () => {
        const answering = await answeringSocket();
        const asking = await askingSocket();
        const heard: Datagram[] = [];
        const both = new Promise<void>((resolve) => {
          answering.listen((datagram) => {
            if (heard.push(datagram) === 2) resolve();
          });
        });
        const addresses = [world.answeringAddress, 'no address', world.answeringAddress];
        expect(await asking.sendEach(encodeText('all'), addresses, answering.local.port)).toBe(2);
        await both;
        expect(heard.map(({ bytes }) => textOf(bytes))).toEqual(['all', 'all']);
        asking.close();
        expect(await asking.sendEach(encodeText('all'), addresses, answering.local.port)).toBe(0);
      });

      it('may be empty', async () => {
        const answering = await answeringSocket();
        const asking = await askingSocket();
        const heard = next(answering);
        await asking.send(new Uint8Array(), to(world.answeringAddress, answering.local.port));
        expect((await heard).bytes).toHaveLength(0);
      });

      it('to the broadcast address reach every listener, and need the broadcast option', async () => {
        const first = later(await world.answering.udp({ family: 4, address: world.broadcast, shared: true }));
        const { port } = first.local;
        const second = later(await world.answering.udp({ family: 4, address: world.broadcast, port, shared: true }));
        const place = to(world.broadcast, port);
        expect(await (await askingSocket()).send(encodeText('x'), place)).toBe('denied');
        const heard = Promise.all([next(first), next(second)]);
        const asking = await askingSocket({ broadcast: true });
        expect(await asking.send(encodeText('all'), place)).toBeUndefined();
        for (const { from, bytes } of await heard) {
          expect({ from, text: textOf(bytes) }).toEqual({
            from: to(world.askingAddress, asking.local.port),
            text: 'all',
          });
        }
      });

      it('to a group reach those who joined it', async () => {
        const member = later(
          await world.answering.udp({
            family: 4,
            interface: world.interface,
            address: world.group,
            shared: true,
            groups: [world.group],
          }),
        );
        const heard = next(member);
        const asking = await askingSocket();
        expect(await asking.send(encodeText('group'), to(world.group, member.local.port))).toBeUndefined();
        expect((await heard).from.address).toBe(world.askingAddress);
      });

      it('larger than IP can carry are too large', async () => {
        const asking = await askingSocket();
        expect(await asking.send(new Uint8Array(65_508), to(world.answeringAddress, 9))).toBe('too-large');
      });

      it('go nowhere after the socket is closed, and closing twice is fine', async () => {
        const asking = await askingSocket();
        asking.close();
        asking.close();
        expect(await asking.send(encodeText('x'), to(world.answeringAddress, 9))).toBe('denied');
      });
    });

    describe('binding', () => {
      it('a taken UDP port is a fault that names it', async () => {
        const { port } = (await answeringSocket()).local;
        await expect(answeringSocket({ port })).rejects.toMatchObject({
          code: 'network/address-in-use',
          text: `udp port ${port} on ${world.answeringAddress} is taken.`,
        });
      });

      it('a shared UDP port may be taken again by those who share', async () => {
        const { port } = (await answeringSocket({ shared: true })).local;
        expect((await answeringSocket({ shared: true, port })).local.port).toBe(port);
      });

      it('a closed UDP port is free again', async () => {
        const first = await answeringSocket();
        first.close();
        expect((await answeringSocket({ port: first.local.port })).local.port).toBe(first.local.port);
      });

      it('a taken TCP port is a fault, a closed one is free again', async () => {
        const first = await world.answering.listen(at(world.answeringAddress, 0), (stream) => stream.close());
        await expect(world.answering.listen(first.local, () => undefined)).rejects.toMatchObject({
          code: 'network/address-in-use',
        });
        await first.close();
        later(await world.answering.listen(first.local, () => undefined));
      });

      it('an address of somebody else cannot be bound', async () => {
        await expect(world.asking.udp({ family: 4, address: world.foreign })).rejects.toBeInstanceOf(Fault);
        await expect(world.asking.listen(at(world.foreign, 0), () => undefined)).rejects.toBeInstanceOf(Fault);
      });

      it('an interface that does not exist is a fault', async () => {
        await expect(world.asking.udp({ family: 4, interface: 'none0' })).rejects.toBeInstanceOf(Fault);
      });

      it('interfaces are listed with addresses and prefixes', async () => {
        const own = (await world.asking.interfaces()).find((row) => row.name === world.interface);
        expect(own?.addresses).toContainEqual(expect.objectContaining({ address: world.askingAddress, family: 4 }));
      });
    });

    describe('streams', () => {
      it('carry bytes both ways and end', async () => {
        const listening = later(
          await world.answering.listen(at(world.answeringAddress, 0), (stream) => {
            stream
              .read()
              .then((bytes) => stream.write(bytes ?? new Uint8Array()))
              .finally(() => stream.close())
              .catch(() => undefined);
          }),
        );
        const stream = await world.asking.connect(listening.local, signal);
        if (typeof stream === 'string') throw new Error(stream);
        later(stream);
        expect(stream.remote).toEqual(listening.local);
        await stream.write(encodeText('echo'));
        expect(textOf((await stream.read()) ?? new Uint8Array())).toBe('echo');
        expect(await stream.read()).toBeUndefined();
      });

      it('to a closed port are refused', async () => {
        const gone = await world.answering.listen(at(world.answeringAddress, 0), () => undefined);
        await gone.close();
        expect(await world.asking.connect(gone.local, signal)).toBe('refused');
      });

      it('that are given up before they stand are silent', async () => {
        expect(await world.asking.connect(at(world.answeringAddress, 9), AbortSignal.abort())).toBe('silent');
      });

      it('a read ends with its signal, and the stream lives on', async () => {
        const listening = await speaking('late', 'stay');
        const stream = await world.asking.connect(listening.local, signal);
        if (typeof stream === 'string') throw new Error(stream);
        later(stream);
        const patience = new AbortController();
        const vain = stream.read(patience.signal);
        patience.abort();
        expect(await vain).toBeUndefined();
        await stream.write(encodeText('now'));
        expect(textOf((await stream.read()) ?? new Uint8Array())).toBe('late');
      });

      it('may be opened and closed without a byte', async () => {
        let seen: (bytes: Uint8Array | undefined) => void;
        const heard = new Promise<Uint8Array | undefined>((resolve) => {
          seen = resolve;
        });
        const listening = later(
          await world.answering.listen(at(world.answeringAddress, 0), (stream) => {
            stream.read().then(seen, () => undefined);
          }),
        );
        const stream = await world.asking.connect(listening.local, signal);
        if (typeof stream === 'string') throw new Error(stream);
        stream.close();
        stream.close();
        expect(await heard).toBeUndefined();
      });
    });

    describe('http', () => {
      const serving = async (status: number, headers: Record<string, string>, body: string) =>
        later(
          await world.answering.serveHttp(at(world.answeringAddress, 0), async () => ({
            status,
            headers,
            body: encodeText(body),
          })),
        );

      it('brings method, path, headers and body, and an answer back', async () => {
        const listening = later(
          await world.answering.serveHttp(at(world.answeringAddress, 0), async (asked) => ({
            status: 201,
            headers: { 'X-Seen': asked.headers['x-mine'] ?? '', 'Content-Type': 'text/plain' },
            body: encodeText(`${asked.method} ${asked.path} ${textOf(asked.body)} ${asked.from.address}`),
          })),
        );
        const url = `http://${world.answeringAddress}:${listening.local.port}/a%20b?c=d`;
        const outcome = await world.asking.http(
          { url, method: 'POST', headers: { 'x-mine': '7' }, body: encodeText('hello'), maxBytes: 1000 },
          signal,
        );
        if (outcome.is !== 'answered') throw new Error(outcome.is);
        expect(outcome.response).toMatchObject({
          from: listening.local,
          status: 201,
          headers: { 'x-seen': '7', 'content-type': 'text/plain' },
        });
        expect(textOf(outcome.response.body)).toBe(`POST /a%20b?c=d hello ${world.askingAddress}`);
        expect(outcome.response.fingerprint).toBeUndefined();
      });

      it('tells how many bytes of its message went out, be there an answer or not', async () => {
        const heard: number[] = [];
        const { local } = later(
          await world.answering.listen(at(world.answeringAddress, 0), (stream) => {
            const answer = async () => {
              let text = '';
              for (let more: Uint8Array | undefined; !text.endsWith('\r\n\r\nhello'); text += textOf(more)) {
                more = await stream.read();
                if (more === undefined) return;
              }
              heard.push(text.length);
              const line = text.startsWith('POST /garbled') ? 'no answer' : 'HTTP/1.1 204 Fine';
              await stream.write(encodeText(`${line}\r\n\r\n`));
              stream.close();
            };
            answer().catch(() => stream.close());
          }),
        );
        const post = (path: string) => ({
          ...get(local.port, 100, path),
          method: 'POST' as const,
          body: encodeText('hello'),
        });
        const answered = await world.asking.http(post('/'), signal);
        const garbled = await world.asking.http(post('/garbled'), signal);
        expect([answered.is, garbled.is]).toEqual(['answered', 'garbled']);
        expect([answered.sent, garbled.sent]).toEqual(heard);
      });

      it('follows no redirect: it is an answer', async () => {
        const { local } = await serving(302, { location: 'http://192.0.2.1/' }, '');
        const outcome = await world.asking.http(get(local.port), signal);
        expect(outcome).toMatchObject({ is: 'answered', response: { status: 302 } });
      });

      it('takes a body of just the size allowed, and not a byte more', async () => {
        const { local } = await serving(200, {}, 'x'.repeat(100));
        expect((await world.asking.http(get(local.port, 100), signal)).is).toBe('answered');
        expect((await world.asking.http(get(local.port, 99), signal)).is).toBe('too-large');
      });

      it('takes a body that lasts until the end of the connection', async () => {
        const { local } = await speaking('HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\n\r\nto the end', 'close');
        const outcome = await world.asking.http(get(local.port), signal);
        if (outcome.is !== 'answered') throw new Error(outcome.is);
        expect(outcome.response.headers).toEqual({ a: '1, 2' });
        expect(textOf(outcome.response.body)).toBe('to the end');
      });

      it('takes a body in chunks', async () => {
        const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
        const { local } = await speaking(`${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`, 'stay');
        const outcome = await world.asking.http(get(local.port), signal);
        expect(outcome.is === 'answered' && textOf(outcome.response.body)).toBe('abcde');
      });

      it.each([
        ['something that is no HTTP', '@PJL INFO STATUS\r\n\f'],
        ['nothing at all', ''],
        ['a body that breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort'],
        ['a head that breaks off', 'HTTP/1.1 200 OK\r\nContent-'],
      ])('finds %s garbled', async (_what, text) => {
        const { local } = await speaking(text, 'close');
        expect((await world.asking.http(get(local.port), signal)).is).toBe('garbled');
      });

      it('is not held by an answer that never ends', async () => {
        const listening = later(
          await world.answering.listen(at(world.answeringAddress, 0), (stream) => {
            const flood = async () => {
              await stream.read();
              await stream.write(encodeText('HTTP/1.1 200 OK\r\n\r\n'));
              // bounded, so that a client that never leaves fails the test instead of hanging it
              for (let i = 0; i < 10_000; i++) await stream.write(new Uint8Array(1000));
            };
            flood().catch(() => undefined);
          }),
        );
        expect((await world.asking.http(get(listening.local.port, 50_000), signal)).is).toBe('too-large');
      });

      it('is not held by a head that never ends', async () => {
        const { local } = await speaking(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(100_000)}`, 'stay');
        expect((await world.asking.http(get(local.port), signal)).is).toBe('too-large');
      });

      it('ends as silent with its signal, before an answer and within one', async () => {
        for (const begun of ['', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nbegun']) {
          const patience = new AbortController();
          const listening = later(
            await world.answering.listen(at(world.answeringAddress, 0), (stream) => {
              stream
                .read()
                .then(() => stream.write(encodeText(begun)))
                .then(() => patience.abort())
                .catch(() => undefined);
            }),
          );
          expect((await world.asking.http(get(listening.local.port), patience.signal)).is).toBe('silent');
        }
      });

      it('to a closed port is refused, and with an ended signal silent', async () => {
        const { local, close } = await world.answering.serveHttp(at(world.answeringAddress, 0), async () => ({
          status: 200,
          headers: {},
          body: new Uint8Array(),
        }));
        await close();
        expect((await world.asking.http(get(local.port), signal)).is).toBe('refused');
        expect((await world.asking.http(get(local.port), AbortSignal.abort())).is).toBe('silent');
      });

      it('a TLS handshake with what speaks no TLS is garbled, and with nobody refused', async () => {
        const server = await speaking('220 no TLS here\r\n', 'close');
        const place = at(world.answeringAddress, server.local.port);
        expect(await world.asking.tls(place, signal)).toEqual({ is: 'garbled' });
        await server.close();
        expect(await world.asking.tls(place, signal)).toEqual({ is: 'refused' });
      });

      it('https to a port that speaks plain HTTP is garbled', async () => {
        const { local } = await serving(200, {}, 'plain');
        const request = get(local.port);
        const secure = { ...request, url: request.url.replace('http:', 'https:') };
        expect((await world.asking.http(secure, signal)).is).toBe('garbled');
      });

      it('a handler that fails is answered for with 500', async () => {
        const { local } = later(
          await world.answering.serveHttp(at(world.answeringAddress, 0), () => Promise.reject(new Error('broken'))),
        );
        expect(await world.asking.http(get(local.port), signal)).toMatchObject({ response: { status: 500 } });
      });
    });

    it('an address is its own name', async () => {
      expect(await world.asking.resolve(world.answeringAddress, signal)).toEqual([world.answeringAddress]);
    });
  });
}

/** The next datagram on a socket. */
export function next(socket: UdpSocket): Promise<Datagram> {
  return new Promise((resolve) => socket.listen(resolve));
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
