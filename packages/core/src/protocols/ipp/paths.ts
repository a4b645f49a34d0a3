import type { HostTarget } from '../../contracts/protocol.ts';

/** One place where a host may serve IPP. */
export interface IppPlace {
  readonly port: number;
  readonly tls: boolean;
  /** Without leading slash. */
  readonly resource: string;
}

/**
 * Where to ask, best first (protocols page, section 1): what the device itself announced, then the usual paths on 631.
 * Five at most. A fax queue is the same device and is not asked.
 */
export function placesOf(host: Pick<HostTarget, 'leads' | 'port'>): readonly IppPlace[] {
  const led = host.leads
    .filter((lead) => lead.transport === 'tcp' && (lead.service === 'ipp' || lead.service === 'ipps'))
    .map(
      (lead): IppPlace => ({
        port: lead.port,
        tls: lead.service === 'ipps',
        resource: bare(lead.resource ?? 'ipp/print'),
      }),
    )
    .filter((place) => !/(^|\/)faxout$/i.test(place.resource));
  // in the clear first: it needs no handshake, and both lead to the same answer
  led.sort((a, b) => Number(a.tls) - Number(b.tls));
  const standard = host.port(631, 'tcp');
  const usual = usualPaths.map((resource): IppPlace => ({ port: standard, tls: false, resource }));
  const places: IppPlace[] = [];
  for (const place of [...led, ...usual])
    if (!places.some((old) => old.port === place.port && old.resource === place.resource)) places.push(place);
  return places.slice(0, MOST_PLACES);
}

/** `http://192.0.2.9:631/ipp/print`; a zone stays in the text for the network to read. */
export function httpUrl(address: string, place: IppPlace): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${place.tls ? 'https' : 'http'}://${host}:${place.port}/${place.resource}`;
}

/** The same place as IPP names it; a zone means nothing to the other side. */
export function ippUri(address: string, place: IppPlace): string {
  const host = address.includes(':') ? `[${address.replace(/%.*$/, '')}]` : address;
  const port = place.port === 631 ? '' : `:${place.port}`;
  return `${place.tls ? 'ipps' : 'ipp'}://${host}${port}/${place.resource}`;
}

function bare(resource: string): string {
  return resource.replace(/^\/+/, '');
}

const MOST_PLACES = 5;
// almost all since 2012 · HP M175 · older ones · old Epson (case matters) · old Brother cards
const usualPaths = ['ipp/print', 'ipp/printer', 'ipp', 'Epson_IPP_Printer', 'ipp/port1'];
