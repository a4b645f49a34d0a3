import type { FilePort } from '../file-port.ts';
import { type Found, type LintRule, numberOf } from '../lint-rule.ts';
import { isEverywhere, takesOnHost } from '../overlap.ts';

/** What is open to more people than it should be. */
export const exposureRules: readonly LintRule[] = [
  {
    id: 'port-debug-exposed',
    level: 'error',
    title: 'A debugger for everybody',
    help: 'Whoever reaches an inspector runs code in the program. Bind it to 127.0.0.1.',
    find: ({ taking }) =>
      taking.flatMap((use): Found[] => {
        const risk = use.debug === true ? 'an inspector' : debuggers.get(behind(use));
        if (!takesOnHost(use) || risk === undefined || !isEverywhere(use.host)) return [];
        return [
          {
            use,
            reason: `${numberOf(use)} is ${risk}, and on every interface: whoever reaches it runs code in ${use.owner}. Bind it to 127.0.0.1.`,
          },
        ];
      }),
  },
  {
    id: 'port-exposed',
    level: 'warning',
    title: 'A database, cache or console for everybody',
    help: 'A published port without an address is open on every interface, in front of the firewall of the host. Publish it on 127.0.0.1, or not at all.',
    find: ({ taking }) =>
      taking.flatMap((use): Found[] => {
        const what = use.transport === 'tcp' ? confidants.get(behind(use)) : undefined;
        if (use.role !== 'publish' || use.scope !== 'host' || what === undefined || !isEverywhere(use.host)) return [];
        return [
          {
            use,
            reason: `${use.owner} publishes ${what} on every interface, in front of the firewall of the host: put 127.0.0.1: before the number.`,
          },
        ];
      }),
  },
];

/** The port that the program itself has: of a published one that behind it. */
function behind(use: FilePort): number {
  return use.target ?? use.port;
}

const debuggers: ReadonlyMap<number, string> = new Map([
  [9229, 'the inspector of Node.js'],
  [5005, 'the debugger of Java'],
  [5678, 'the debugger of Python'],
  [2345, 'the debugger of Go'],
]);

const confidants: ReadonlyMap<number, string> = new Map([
  [1433, 'SQL Server'],
  [2375, 'the Docker engine without a password'],
  [2379, 'etcd'],
  [3306, 'MySQL'],
  [5432, 'PostgreSQL'],
  [5601, 'Kibana'],
  [5672, 'RabbitMQ'],
  [5984, 'CouchDB'],
  [6379, 'Redis'],
  [8086, 'InfluxDB'],
  [9042, 'Cassandra'],
  [9092, 'Kafka'],
  [9200, 'Elasticsearch'],
  [11_211, 'memcached'],
  [15_672, 'the console of RabbitMQ'],
  [27_017, 'MongoDB'],
]);
