import { isPrintPort } from '../../gate/print-ports.ts';
import type { FilePort } from '../file-port.ts';
import { type Found, hintsAt, type LintRule, numberOf } from '../lint-rule.ts';
import { takesOnHost } from '../overlap.ts';

/** Numbers that are somebody else's, or that do not work for what they were chosen for. */
export const numberRules: readonly LintRule[] = [
  {
    id: 'port-browser-blocked',
    level: 'error',
    title: 'Browsers refuse this number',
    help: 'A page on a refused number is never shown, whatever answers there ("unsafe port"). Take another number.',
    find: ({ taking, lore }) =>
      taking.flatMap((use): Found[] => {
        if (!takesOnHost(use) || use.transport !== 'tcp' || !lore.browsersRefuse(use.port)) return [];
        if (speaksHttp(use)) return [{ use, reason: `${refused(use)}: nobody sees the page.`, elsewhere: true }];
        // a mail server on 25 is no page; somebody who chose another number than the target's may mean one
        if (use.port < 1024 || use.target === use.port || fits(use, lore.registered(use.port, 'tcp')?.service))
          return [];
        return [
          { use, level: 'warning', reason: `${refused(use)}, if ${use.owner} speaks HTTP there.`, elsewhere: true },
        ];
      }),
  },
  {
    id: 'port-ephemeral',
    level: 'warning',
    title: 'A fixed number where systems take random ones',
    help: 'Any outgoing connection may hold the number when the program starts, so that it fails now and then. Take one below 32768.',
    find: ({ taking, lore }) =>
      taking.flatMap((use): Found[] => {
        const ranges = lore.clientNumbers.filter(({ from, to }) => use.port <= to && use.portEnd >= from);
        if (!takesOnHost(use) || use.nodePort === true || ranges.length === 0) return [];
        const where = ranges.map(({ system, from, to }) => `${system} (${from}-${to})`).join(', ');
        return [
          {
            use,
            reason: `${numberOf(use)} lies where outgoing connections get their numbers: ${where}. Now and then it is held when ${use.owner} starts.`,
            elsewhere: true,
          },
        ];
      }),
  },
  {
    id: 'port-nodeport-range',
    level: 'warning',
    title: 'A node port outside of the range of node ports, or another port inside',
    help: 'Kubernetes refuses node ports outside of its range, and gives those inside to services by itself.',
    find: ({ taking, lore: { nodePorts } }) =>
      taking.flatMap((use): Found[] => {
        const inside = use.port >= nodePorts.from && use.portEnd <= nodePorts.to;
        const range = `${nodePorts.from}-${nodePorts.to}`;
        if (use.nodePort === true && !inside)
          return [
            { use, reason: `Node port ${use.port} is outside of ${range}: a cluster with that default refuses it.` },
          ];
        if (use.nodePort !== true && use.scope === 'node' && inside)
          return [
            {
              use,
              reason: `${numberOf(use)} lies among the node ports ${range}: the cluster may give it to a service.`,
              elsewhere: true,
            },
          ];
        return [];
      }),
  },
  {
    id: 'port-privileged',
    level: 'warning',
    title: 'A number that needs privilege',
    help: 'Below 1024 an ordinary user may not listen on most systems. Take a higher number, or grant the capability.',
    find: ({ taking }) =>
      taking.flatMap((use): Found[] => {
        if (!takesOnHost(use) || use.privileged === true || use.port >= 1024) return [];
        return [
          {
            use,
            reason: `${numberOf(use)} is below 1024: ${use.owner} fails with "permission denied" where an ordinary user starts it.`,
            elsewhere: true,
          },
        ];
      }),
  },
  {
    id: 'port-registered-other',
    level: 'note',
    title: 'A number that is registered for another service',
    help: 'Where that service comes to the same machine they collide, and tools name it wrongly. Unassigned numbers are safer.',
    find: ({ taking, lore }) =>
      taking.flatMap((use): Found[] => {
        const row = lore.registered(use.port, use.transport);
        if (!takesOnHost(use) || row === undefined || row.epson || isPrintPort(use.port, use.transport)) return [];
        if (fits(use, row.service, row.description)) return [];
        const since = row.registered === null ? '' : ` since ${row.registered}`;
        return [
          {
            use,
            reason: `${numberOf(use)} is registered for ${row.service}${row.description ? ` (${row.description})` : ''}${since}.`,
            elsewhere: true,
          },
        ];
      }),
  },
  {
    id: 'port-popular',
    level: 'note',
    title: 'A number that many programs take',
    help: 'The next project on the same machine likely wants it, too. A number of your own spares the collision.',
    find: ({ taking, lore }) =>
      taking.flatMap((use): Found[] => {
        const holder = lore.usualHolder(use.port, use.transport);
        const row = lore.registered(use.port, use.transport);
        if (!takesOnHost(use) || holder === undefined || row?.epson === true) return [];
        // that it prints says more, and is said
        if (isPrintPort(use.port, use.transport)) return [];
        if (use.port < 1024 || hintsAt(use, holder.split(/[\s,;:()]+/))) return [];
        return [{ use, reason: `${numberOf(use)} is popular: ${holder}.`, elsewhere: true }];
      }),
  },
];

function refused(use: FilePort): string {
  return `Browsers refuse ${numberOf(use)}`;
}

/** Known to speak HTTP: the file says so, or the port behind is one that does. */
function speaksHttp(use: FilePort): boolean {
  return use.speaks === 'http' || (use.target !== undefined && use.target !== use.port && webPorts.has(use.target));
}

/** Whether the registered service is what runs there: by a word of it, or because it is a web server's. */
function fits(use: FilePort, service: string | undefined, description?: string | null): boolean {
  if (service === undefined) return false;
  if (/^(http|www)/i.test(service) && (use.speaks === 'http' || use.target === undefined || webPorts.has(use.target)))
    return true;
  return hintsAt(use, [service, ...(description ?? '').split(/[\s,;:()]+/).filter((word) => word.length > 4)]);
}

const webPorts: ReadonlySet<number> = new Set([80, 443, 3000, 4200, 5000, 5173, 8000, 8008, 8080, 8081, 8443, 8888]);
