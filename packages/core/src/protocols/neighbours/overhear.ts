import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { readLine } from './talk.ts';

/** The line that the captured machine's table would have for whoever says by ARP or NDP what address it has. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'neighbour') return [];
  const { address, mac, interface: name } = heard;
  const bare = address.replace(/%.*$/, '');
  return [readLine(`${bare} dev ${name.slice(0, 15)} lladdr ${mac}`, address)];
});
