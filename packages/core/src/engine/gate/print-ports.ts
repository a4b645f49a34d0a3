import type { Transport } from '../../net/endpoint.ts';

/**
 * Ports where bytes become paper. No probe ever writes to one of them; even connect-and-close is for a person's order.
 * Sources: IANA (printer 515, pdl-datastream 9100), RFC 1179, HP JetDirect 9100-9107 as in nmap's exclusion list, and the
 * raw ports that single makers document:
 * 6101 (Zebra), 2501 (Ricoh), 4010 and 10001 (print servers), 35 and 170 (private and PostScript printer).
 */
export function isPrintPort(port: number, transport: Transport): boolean {
  if (port >= 9100 && port <= 9112) return true;
  return transport === 'tcp' && rawPorts.has(port);
}

const rawPorts: ReadonlySet<number> = new Set([35, 170, 515, 2501, 4010, 6101, 10001]);
