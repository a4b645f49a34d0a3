import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { replayed } from '../../contracts/replay.ts';
import { answers } from './answers.ts';
import { decodeNetbios } from './codec.ts';
import { describeNetbios } from './describe.ts';
import { overhear } from './overhear.ts';
import { status } from './talk.ts';

const ports: readonly PortUse[] = [{ port: 137, transport: 'udp', service: 'netbios-ns' }];

export const netbios: Protocol = {
  id: 'netbios',
  title: 'NetBIOS names',
  ports,
  probes: [{ id: 'netbios.status', reach: 'host', ports, talk: status }],
  describe: describeNetbios,
  answers,
  overhear,
  // every question is the same but for its id
  replay: (exchanges) => replayed(exchanges, { same: (_, asked) => decodeNetbios(asked).ok, fit: withId }),
};

function withId(answer: Uint8Array, asked: Uint8Array): Uint8Array {
  const fitted = answer.slice();
  fitted.set(asked.subarray(0, 2));
  return fitted;
}
