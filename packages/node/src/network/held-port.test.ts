import { createServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { isHeld } from './held-port.ts';

it('a number is held while somebody has it, and free when it is let go', async () => {
  const server: Server = await new Promise((resolve) => {
    const each = createServer().listen(0, '127.0.0.1', () => resolve(each));
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  expect(await isHeld(port, 'ipv4')).toBe(true);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  expect(await isHeld(port, 'ipv4')).toBe(false);
});
