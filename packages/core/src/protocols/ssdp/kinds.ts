/** What a device is by its type, `urn:schemas-upnp-org:device:Printer:1`: these two, by the forum's own names, and no other. */
export function kindOfType(type: string): 'printer' | 'scanner' | undefined {
  const name = /^urn:schemas-upnp-org:device:(Printer|Scanner):\d+$/.exec(type.trim())?.[1];
  return name === 'Printer' ? 'printer' : name === 'Scanner' ? 'scanner' : undefined;
}

export const PRINTER = 'urn:schemas-upnp-org:device:Printer:1';
export const SCANNER = 'urn:schemas-upnp-org:device:Scanner:1';
