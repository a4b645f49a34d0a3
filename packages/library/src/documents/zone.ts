import { decodeText, type Zone } from '@quietport/core';

/** The inventory as records for a DNS server, as `quietport/zone@1`. */
export function zoneDocument({ domain, services, leftOut, text }: Zone): object {
  return {
    schema: 'quietport/zone@1',
    domain,
    services: services.map(({ device, label, type, subtypes, host, port, addresses, strings, basis }) => ({
      device,
      instance: label,
      type,
      subtypes,
      host,
      port,
      addresses,
      txt: strings.map((bytes) => decodeText(bytes)),
      basis,
    })),
    leftOut,
    zone: text,
  };
}
