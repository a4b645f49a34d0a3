import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { parseIp } from '../../net/ip-address.ts';
import { firstFrame } from './codec.ts';
import { reverseName } from './reverse-name.ts';
import { PORT, readAnswer } from './talk.ts';

/** What hosts said of their own addresses' names. */
export const overhear: () => Overhearing = overhearing((heard) => {
  const from = heard.over === 'udp' ? heard.from : heard.over === 'tcp' ? heard.server : undefined;
  const address = from?.port === PORT ? parseIp(from.address) : undefined;
  if (from === undefined || address === undefined) return [];
  const answers =
    heard.over === 'udp'
      ? [heard.bytes]
      : heard.over === 'tcp'
        ? heard.turns.map((turn) => firstFrame(turn.heard))
        : [];
  return answers.map((bytes) => (bytes === undefined ? undefined : readAnswer(bytes, from, reverseName(address))));
});
