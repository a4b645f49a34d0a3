import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { openNetwork } from './open-network.ts';

/** Writes to a server that treats its connection in a way, waits until it has, and finishes. */
async function finishAt(treat: (socket: Socket) => void): Promise<string> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    socket.on('error', () => undefined);
    treat(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const network = openNetwork({ allowedInterfaces: ['lo'] });
  const to = { address: '127.0.0.1', port, transport: 'tcp' } as const;
  const stream = await network.connect(to, AbortSignal.timeout(5000));
  if (typeof stream === 'string') throw new Error(stream);
  await stream.write(new Uint8Array(1000));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const word = await stream.finish(AbortSignal.timeout(500));
  stream.close();
  server.close();
  return word;
}

it.each<[string, (socket: Socket) => void, string]>([
  ['reads to the end and closes', (socket) => socket.resume().on('end', () => socket.end()), 'ended'],
  ['reads to the end and breaks off', (socket) => socket.resume().on('end', () => socket.resetAndDestroy()), 'broken'],
  ['closes with bytes unread', (socket) => socket.destroy(), 'broken'],
  ['closes before the last word was said', (socket) => socket.end(), 'broken'],
  ['reads, and keeps the connection open', (socket) => socket.resume(), 'silent'],
])('a stream to a peer that %s is finished in the right word', async (_, treat, word) => {
  expect(await finishAt(treat)).toBe(word);
});
