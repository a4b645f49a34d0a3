// What was heard on a port, of golden packets broken in every way: hints must come without a throw, in bounded time, and
// speak of messages that there are.
import { catalogue, lookAtBytes } from '@quietport/core';
import { mutate } from './mutate.mjs';

const PORT = 3259;
const decoders = catalogue.filter(({ decodes, ports }) => decodes !== false && ports.length > 0);

/** Some messages between two hosts, and the hints on them. Throws where one leads nowhere. */
export function hintsOf(golden, random) {
  const [peer, own] = [
    { address: '192.0.2.5', port: 40_000, transport: 'udp' },
    { address: '192.0.2.1', port: PORT, transport: 'udp' },
  ];
  const one = golden[random() % golden.length].bytes;
  const heard = Array.from({ length: 1 + (random() % 12) }, (_, i) => {
    // often the same packet with a few bytes changed, as a protocol's messages are
    const base = random() % 3 ? one : golden[random() % golden.length].bytes;
    const [from, to] = random() % 4 ? [peer, own] : [own, peer];
    return { at: 1000 * i + (random() % 100), from, to, bytes: random() % 2 ? base : mutate([base], random) };
  });
  const hints = lookAtBytes(heard, PORT, decoders);
  for (const { messages, text, because } of hints)
    if (text === '' || because === '' || messages.some((place) => heard[place] === undefined))
      throw new Error(`a hint that leads nowhere: ${JSON.stringify({ text, because, messages })}`);
  return { heard, hints };
}
