import { Finder } from './finder.ts';
import { Goodbyes } from './goodbyes.ts';

/** What is known of one segment by one family, for one look or for as long as somebody looks again and again. */
export class SegmentMemory {
  readonly finder: Finder = new Finder(MOST_DEVICES);
  readonly goodbyes: Goodbyes = new Goodbyes();
  /** Servers that promised several devices: none of them is what stands at that address. */
  readonly several: Set<string> = new Set<string>();
}

export const MOST_DEVICES = 20_000;
