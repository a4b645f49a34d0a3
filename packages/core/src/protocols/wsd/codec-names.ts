/** The names that WS-Discovery, DPWS and Windows' print and scan schemas are built of. Namespaces count, prefixes do not. */
export const namespaces = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  addressing: 'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  discovery: 'http://schemas.xmlsoap.org/ws/2005/04/discovery',
  devprof: 'http://schemas.xmlsoap.org/ws/2006/02/devprof',
  mex: 'http://schemas.xmlsoap.org/ws/2004/09/mex',
  print: 'http://schemas.microsoft.com/windows/2006/08/wdp/print',
  scan: 'http://schemas.microsoft.com/windows/2006/08/wdp/scan',
  publication: 'http://schemas.microsoft.com/windows/pub/2005/07',
  pnpx: 'http://schemas.microsoft.com/windows/pnpx/2005/10',
} as const;

/** The OASIS standard of 2009 has namespaces of its own for the same things. */
const oasis: Readonly<Record<string, string>> = {
  'http://www.w3.org/2005/08/addressing': namespaces.addressing,
  'http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01': namespaces.discovery,
  'http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01': namespaces.devprof,
};

/** One namespace for both editions. */
export function plainNamespace(namespace: string): string {
  return oasis[namespace] ?? namespace;
}

type Action =
  | 'probe'
  | 'probeMatches'
  | 'resolve'
  | 'resolveMatches'
  | 'hello'
  | 'bye'
  | 'get'
  | 'getResponse'
  | 'getScannerElements'
  | 'getScannerElementsResponse';

/** What messages are for, in the edition of 2005. */
export const actions: Readonly<Record<Action, string>> = {
  probe: `${namespaces.discovery}/Probe`,
  probeMatches: `${namespaces.discovery}/ProbeMatches`,
  resolve: `${namespaces.discovery}/Resolve`,
  resolveMatches: `${namespaces.discovery}/ResolveMatches`,
  hello: `${namespaces.discovery}/Hello`,
  bye: `${namespaces.discovery}/Bye`,
  get: 'http://schemas.xmlsoap.org/ws/2004/09/transfer/Get',
  getResponse: 'http://schemas.xmlsoap.org/ws/2004/09/transfer/GetResponse',
  getScannerElements: `${namespaces.scan}/GetScannerElements`,
  getScannerElementsResponse: `${namespaces.scan}/GetScannerElementsResponse`,
};

/** Where discovery is addressed to: to everybody, not to a place. */
export const EVERYBODY = 'urn:schemas-xmlsoap-org:ws:2005:04:discovery';
export const ANONYMOUS: string = `${namespaces.addressing}/role/anonymous`;

/** The types that say what a device is. */
export const types: Readonly<
  Record<'device' | 'printDevice' | 'printService' | 'scanDevice' | 'scanService' | 'computer', string>
> = {
  device: `${namespaces.devprof} Device`,
  printDevice: `${namespaces.print} PrintDeviceType`,
  printService: `${namespaces.print} PrinterServiceType`,
  scanDevice: `${namespaces.scan} ScanDeviceType`,
  scanService: `${namespaces.scan} ScannerServiceType`,
  computer: `${namespaces.publication} Computer`,
};
