import { findAttribute, textOf } from './codec-look.ts';
import { groupTags, type IppMessage } from './codec-message.ts';

/** A named deviation, the device it was seen on and the recording that fails without it. */
export interface IppQuirk {
  readonly id: string;
  readonly seenOn: string;
  readonly recording: string;
  readonly text: string;
}

/** The deviations that an answer shows. */
export function quirksOf(message: IppMessage): readonly IppQuirk[] {
  const shown: IppQuirk[] = [];
  if (isPathName(printerText(message, 'printer-name'))) shown.push(pathAsName);
  if (isMakersSite(printerText(message, 'printer-more-info'))) shown.push(makersSite);
  if (saysAsleep(printerText(message, 'printer-state-message'))) shown.push(asleepInMessage);
  return shown;
}

/** `ipp/print` is the path of the queue and names no device. */
export function isPathName(name: string): boolean {
  return /^\/?(ipp|printers?)(\/|$)/i.test(name);
}

/** A page of the maker's, not of the device. */
export function isMakersSite(url: string): boolean {
  return /^https?:\/\/www\./i.test(url);
}

/** The panel's words, where the reasons say nothing. */
export function saysAsleep(message: string): boolean {
  return /^sleep(ing)?\b/i.test(message.trim());
}

function printerText(message: IppMessage, name: string): string {
  return textOf(findAttribute(message, groupTags.printer, name)?.values[0]) ?? '';
}

const pathAsName: IppQuirk = {
  id: 'ipp.path-as-name',
  seenOn: 'EPSON XP-6000 Series',
  recording: 'get-printer-attributes-epsonxp6000.bin',
  text: 'printer-name holds the path of the queue; the name is taken from elsewhere.',
};

const makersSite: IppQuirk = {
  id: 'ipp.more-info-of-maker',
  seenOn: 'HP LaserJet 100 colorMFP M175nw',
  recording: 'HP-LaserJet-100-colorMFP-M175nw.res',
  text: "printer-more-info is the maker's web site, not the device's own page.",
};

const asleepInMessage: IppQuirk = {
  id: 'ipp.asleep-in-message',
  seenOn: 'Kyocera ECOSYS M2040dn',
  recording: 'Kyocera-ECOSYS-M2040dn-Printer-Attributes.ipp',
  text: 'The device sleeps, says so in printer-state-message alone and reports itself as idle.',
};
