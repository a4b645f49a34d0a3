import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { readLine } from './talk.ts';

/** The line that the captured machine's table would have for the sender of an ARP packet. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'arp') return [];
  const { address, mac, interface: name } = heard;
  return [readLine(`${address} dev ${name.slice(0, 15)} lladdr ${mac}`, address)];
});
