const EPSON = '1.3.6.1.4.1.1248';

/** Objects that this room reads beside the counters. */
export const objects: Readonly<Record<'status' | 'mac' | 'sysObjectId', string>> = {
  /** The status block, without the tunnel and without its 00 in front. */
  status: `${EPSON}.1.2.2.1.1.1.4.1`,
  /** Six octets. */
  mac: `${EPSON}.1.1.3.1.1.5.0`,
  /** RFC 3418: whose agent it is. */
  sysObjectId: '1.3.6.1.2.1.1.2.0',
};

/** Pages of business inkjets, in the order black, colour, total; absent on most models for the home. */
export const counterNames: readonly { readonly oid: string; readonly name: string; readonly means: string }[] = [
  { oid: `${EPSON}.1.2.2.27.1.1.3.1.1`, name: 'pages-monochrome', means: 'pages in black and white' },
  { oid: `${EPSON}.1.2.2.27.1.1.4.1.1`, name: 'pages-color', means: 'pages in colour' },
  { oid: `${EPSON}.1.2.2.27.1.1.30.1.1`, name: 'pages', means: 'pages in all, on most models' },
];

/** Below it every agent of Epson's network cards; network scanners and projectors stand apart and have no status block. */
export const epsonTrees: { readonly all: string; readonly others: readonly string[] } = {
  all: EPSON,
  // 22 is a length, the arcs behind it spell "Network Interface Unit"
  others: [`${EPSON}.1.1.2.1.3.22`, `${EPSON}.4`],
};
