export type Transport = 'udp' | 'tcp';

/** Where bytes come from or go to. `address` is canonical text, with the zone of a link-local one (`fe80::1%eth0`). */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
}

/** `192.0.2.9:3289`, `[fe80::1%eth0]:5353` */
export function formatEndpoint(endpoint: Pick<Endpoint, 'address' | 'port'>): string {
  return endpoint.address.includes(':')
    ? `[${endpoint.address}]:${endpoint.port}`
    : `${endpoint.address}:${endpoint.port}`;
}

export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.address === b.address && a.transport === b.transport;
}
