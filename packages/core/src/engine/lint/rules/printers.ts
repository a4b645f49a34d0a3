import { isPrintPort } from '../../gate/print-ports.ts';
import type { FilePort } from '../file-port.ts';
import { type Found, hintsAt, type LintRule, numberOf } from '../lint-rule.ts';
import { isLoopback, takesOnHost } from '../overlap.ts';

/** Where a number means paper. */
export const printerRules: readonly LintRule[] = [
  {
    id: 'port-prints',
    level: 'error',
    title: 'This will print',
    help: 'A raw print port prints whatever it is sent, an HTTP request too: a page at each scrape. Scrape an SNMP exporter that asks the printer instead.',
    *find({ uses, lore }) {
      for (const use of uses) {
        if (!isRawRequest(use)) continue;
        const device = lore.deviceAt(use.host);
        if (device === undefined) {
          yield { use, level: 'warning', reason: ambiguous(use) };
        } else if (device.prints) {
          yield {
            use,
            reason: `This will print: ${use.host} is ${device.name} (device ${device.id}), and port ${use.port} prints whatever it is sent. Each ${use.role === 'scrape' ? 'scrape' : 'request'} becomes paper.`,
          };
        }
      }
    },
  },
  {
    id: 'port-printer',
    level: 'warning',
    title: 'A print port for something that does not print',
    help: 'Printers, print servers and programs that look for them use this number. Anything else on it is sent print jobs, and is left alone by careful scanners.',
    find: ({ taking }) =>
      taking.flatMap((use): Found[] => {
        const prints = use.port === 631 || isPrintPort(use.port, use.transport);
        if (!takesOnHost(use) || !prints || hintsAt(use, printing)) return [];
        const exporter = use.port === 9100 ? ', and of node_exporter' : '';
        return [
          {
            use,
            reason: `${numberOf(use)} is a print port${exporter}: ${use.owner} would be taken for a printer and may be sent jobs.`,
            elsewhere: true,
          },
        ];
      }),
  },
  {
    id: 'port-epson',
    level: 'warning',
    title: "One of Epson's numbers for something else",
    help: 'Devices and software of Epson are looked for on this number, and Epson software on a user’s machine may hold it.',
    find: ({ taking, lore }) =>
      taking.flatMap((use): Found[] => {
        const row = lore.registered(use.port, use.transport);
        if (!takesOnHost(use) || row?.epson !== true || hintsAt(use, [...printing, 'epson', 'scan'])) return [];
        const usual = lore.usualHolder(use.port, use.transport);
        return [
          {
            use,
            reason: `${numberOf(use)} is registered for Epson as ${row.service}${usual === undefined ? '' : ` (in practice: ${usual})`}.`,
            elsewhere: true,
          },
        ];
      }),
  },
];

/** An HTTP request to a port that prints what it is sent. */
function isRawRequest(use: FilePort): boolean {
  const asks = use.role === 'scrape' || (use.role === 'connect' && use.speaks === 'http');
  return asks && isPrintPort(use.port, use.transport);
}

function ambiguous(use: FilePort): string {
  const host = use.host === '' ? 'the target' : use.host;
  if (isLoopback(use.host))
    return `Port ${use.port} is node_exporter's, and the raw port of printers. ${host} is the machine itself: if a print server listens there, each request becomes paper.`;
  return `Port ${use.port} is node_exporter's on hosts, and on printers the raw port, which prints whatever it is sent. The inventory does not know ${host}: if it is a printer, each request becomes paper.`;
}

const printing = ['cups', 'print', 'ipp', 'lpd', 'jetdirect', 'pdl', 'ghostscript'];
