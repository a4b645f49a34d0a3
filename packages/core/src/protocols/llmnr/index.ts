import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { replayed } from '../../contracts/replay.ts';
import { answers } from './answers.ts';
import { decodeLlmnr, firstFrame } from './codec.ts';
import { describeLlmnr } from './describe.ts';
import { overhear } from './overhear.ts';
import { ask } from './talk.ts';

const ports: readonly PortUse[] = [
  { port: 5355, transport: 'tcp', service: 'llmnr' },
  { port: 5355, transport: 'udp', service: 'llmnr' },
];

export const llmnr: Protocol = {
  id: 'llmnr',
  title: 'LLMNR names',
  ports,
  probes: [{ id: 'llmnr.name', reach: 'host', ports, talk: ask }],
  describe: describeLlmnr,
  answers,
  overhear,
  // every question is the same but for its id
  replay: (exchanges) => replayed(exchanges, { same: (_, asked) => decodeLlmnr(unframed(asked)).ok, fit: withId }),
};

/** The message alone: in a stream its length stands in front. */
function unframed(bytes: Uint8Array): Uint8Array {
  return firstFrame(bytes)?.length === bytes.length - 2 ? bytes.subarray(2) : bytes;
}

function withId(answer: Uint8Array, asked: Uint8Array): Uint8Array {
  const fitted = answer.slice();
  unframed(fitted).set(unframed(asked).subarray(0, 2));
  return fitted;
}
