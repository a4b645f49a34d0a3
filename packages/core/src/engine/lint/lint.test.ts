import { describe, expect, it } from 'vitest';
import type { FilePort, FileRemark } from './file-port.ts';
import { lint } from './lint.ts';
import type { LintFinding } from './lint-finding.ts';
import type { LintLore } from './lint-lore.ts';
import { lintRules } from './lint-rules.ts';

const lore: LintLore = {
  registered: (port) => registry[port],
  usualHolder: (port) =>
    ({ 3000: 'Development servers', 9100: 'node_exporter', 5173: 'Vite development server' })[port],
  browsersRefuse: (port) => port === 6666 || port === 25,
  clientNumbers: [{ system: 'Linux', from: 32_768, to: 60_999 }],
  nodePorts: { from: 30_000, to: 32_767 },
  deviceAt: (host) => devices[host],
  heldHere: (port, transport) =>
    port === 23_111 && transport === 'tcp' ? [{ address: '127.0.0.1', holder: 'node (pid 12)' }] : [],
  suggest: (port, named) => [10_000 + port, 10_001 + port].find((each) => !named.has(each)),
};
const registry: Readonly<Record<number, NonNullable<ReturnType<LintLore['registered']>>>> = {
  25: { service: 'smtp', description: 'Simple Mail Transfer', registered: null, epson: false },
  3289: { service: 'enpc', description: 'ENPC', registered: null, epson: true },
  5432: { service: 'postgresql', description: 'PostgreSQL Database', registered: null, epson: false },
  8080: { service: 'http-alt', description: 'HTTP Alternate', registered: null, epson: false },
  9100: { service: 'pdl-datastream', description: 'Printer PDL', registered: '2002-09', epson: false },
  40000: { service: 'safetynetp', description: 'SafetyNET p', registered: '2006-11', epson: false },
};
const devices: Readonly<Record<string, NonNullable<ReturnType<LintLore['deviceAt']>>>> = {
  '10.0.0.9': { id: '1a2b', name: 'EPSON ET-5850', prints: true },
  '10.0.0.7': { id: '3c4d', name: 'a camera', prints: false },
};

let line = 0;
/** A published port of a compose file, on a line of its own, with what the test says otherwise. */
function use(port: number, more: Partial<FilePort> = {}): FilePort {
  line++;
  return {
    place: { file: 'compose.yml', line, column: 9 },
    format: 'compose',
    text: String(port),
    port,
    portEnd: port,
    transport: 'tcp',
    role: 'publish',
    owner: `service "s${line}"`,
    host: '',
    scope: 'host',
    program: `compose.yml#${line}`,
    certain: true,
    privileged: true,
    ...more,
  };
}
function scrape(host: string, port = 9100): FilePort {
  return use(port, { role: 'scrape', format: 'prometheus', host, speaks: 'http', certain: false });
}
function remark(rule: FileRemark['rule']): FileRemark {
  return { rule, place: { file: 'compose.yml', line: 3, column: 1 }, text: 'x', reason: 'Why.' };
}
/** A container port, or who goes there. */
function tied(says: 'sets' | 'declares' | 'expects', port: number, program: readonly string[]): FilePort {
  return use(port, { role: 'mention', tie: { says, program } });
}

function found(rule: string, uses: readonly FilePort[], remarks: readonly FileRemark[] = []): readonly LintFinding[] {
  return lint([{ uses, remarks }], lore).filter((finding) => finding.rule === rule);
}

interface Row {
  readonly holds: () => readonly FilePort[];
  readonly holdsNot: readonly (readonly [why: string, uses: () => readonly FilePort[]])[];
  readonly says: RegExp;
}

const rows: Readonly<Record<string, Row>> = {
  'port-duplicate': {
    holds: () => [use(8080), use(8080)],
    holdsNot: [
      ['the addresses are two', () => [use(8080, { host: '127.0.0.1' }), use(8080, { host: '127.0.0.2' })]],
      ['the families are two', () => [use(8080, { host: '0.0.0.0' }), use(8080, { host: '::1' })]],
      ['the transports are two', () => [use(8080), use(8080, { transport: 'udp' })]],
      ['the scopes are two', () => [use(8080), use(8080, { scope: 'node' })]],
      ['they never run together', () => [use(8080, { profiles: ['a'] }), use(8080, { profiles: ['b'] })]],
      ['one of them only goes there', () => [use(8080), use(8080, { role: 'connect' })]],
    ],
    says: /^8080\/tcp of service "s\d+" is already taken by service "s\d+" at compose.yml:\d+/,
  },
  'port-shared': {
    holds: () => [use(8080), use(8080, { certain: false, format: 'nginx', place: at('etc/nginx.conf') })],
    holdsNot: [
      ['it is one program', () => [1, 2].map(() => use(8080, { certain: false, program: 'nginx' }))],
      [
        'settings and scripts of one folder mean one program',
        () => [
          use(3000, { certain: false, format: 'env', place: at('app/.env') }),
          use(3000, { certain: false, format: 'package-json', place: at('app/package.json') }),
        ],
      ],
    ],
    says: /where both run on one machine/,
  },
  'port-moves': {
    holds: () => [
      use(5173, { moves: true, format: 'vite', place: at('vite.config.ts') }),
      use(5173, { role: 'connect', format: 'nginx', place: at('nginx.conf') }),
    ],
    holdsNot: [
      ['nobody else names the number', () => [use(5173, { moves: true })]],
      [
        'it fails instead of moving on',
        () => [use(5173, { place: at('vite.config.ts') }), use(5173, { role: 'connect', place: at('nginx.conf') })],
      ],
    ],
    says: /set strictPort/,
  },
  'port-prints': {
    holds: () => [scrape('10.0.0.9')],
    holdsNot: [
      ['the inventory knows that the target is no printer', () => [scrape('10.0.0.7')]],
      ['it is no print port', () => [scrape('10.0.0.9', 9116)]],
      ['it is no HTTP request', () => [use(9100, { role: 'connect', host: '10.0.0.9' })]],
    ],
    says: /^This will print: 10\.0\.0\.9 is EPSON ET-5850 \(device 1a2b\)/,
  },
  'port-mismatch': {
    holds: () => [tied('expects', 80, ['app=web']), tied('declares', 81, ['app=web', 'tier=front'])],
    holdsNot: [
      ['they agree', () => [tied('expects', 80, ['app=web']), tied('declares', 80, ['app=web'])]],
      ['it is another program', () => [tied('expects', 80, ['app=web']), tied('declares', 81, ['app=api'])]],
      ['nobody says which program', () => [tied('expects', 80, []), tied('declares', 81, ['app=web'])]],
      ['the program says nothing', () => [tied('expects', 80, ['app=web'])]],
    ],
    says: /^Service "s\d+" leads to 80\/tcp, while service "s\d+" at compose\.yml:\d+ says 81\/tcp/,
  },
  'port-taken-here': {
    holds: () => [use(23_111)],
    holdsNot: [
      ['it is held on another address', () => [use(23_111, { host: '127.0.0.2' })]],
      ['the other transport is held', () => [use(23_111, { transport: 'udp' })]],
      ['another number is held', () => [use(23_112)]],
      ['it only goes there', () => [use(23_111, { role: 'connect' })]],
    ],
    says: /^Of 23111\/tcp this machine holds 23111 by node \(pid 12\) now: if that is not service "s\d+" itself/,
  },
  'port-printer': {
    holds: () => [use(9100, { hints: ['node-exporter'] })],
    holdsNot: [
      ['it is a print server', () => [use(631, { hints: ['cups'] })]],
      ['it is another number', () => [use(9120)]],
      ['it only goes there', () => [use(9100, { role: 'connect' })]],
    ],
    says: /^9100\/tcp is a print port, and of node_exporter/,
  },
  'port-epson': {
    holds: () => [use(3289, { transport: 'udp' })],
    holdsNot: [
      ['it has to do with Epson', () => [use(3289, { hints: ['epson-backend'] })]],
      ['it is not taken on the host', () => [use(3289, { scope: 'pod web', role: 'listen' })]],
      ['it is somebody else’s', () => [use(40_000)]],
    ],
    says: /^3289\/udp is registered for Epson as enpc/,
  },
  'port-browser-blocked': {
    holds: () => [use(6666, { target: 80 })],
    holdsNot: [
      ['it is a mail server', () => [use(25, { target: 25 })]],
      ['it is UDP', () => [use(6666, { transport: 'udp', target: 80 })]],
      ['browsers go there', () => [use(8080, { speaks: 'http' })]],
    ],
    says: /^Browsers refuse 6666\/tcp: nobody sees the page/,
  },
  'port-ephemeral': {
    holds: () => [use(40_000)],
    holdsNot: [
      ['it is below', () => [use(32_767)]],
      ['Kubernetes keeps it', () => [use(40_000, { scope: 'node', nodePort: true })]],
    ],
    says: /Linux \(32768-60999\)/,
  },
  'port-nodeport-range': {
    holds: () => [use(40_000, { scope: 'node', nodePort: true })],
    holdsNot: [
      ['it is inside', () => [use(30_080, { scope: 'node', nodePort: true })]],
      ['no cluster sees it', () => [use(30_080)]],
    ],
    says: /^Node port 40000 is outside of 30000-32767/,
  },
  'port-privileged': {
    holds: () => [use(80, { privileged: false, role: 'listen' })],
    holdsNot: [
      ['the engine binds it', () => [use(80)]],
      ['it is high enough', () => [use(1024, { privileged: false })]],
    ],
    says: /^80\/tcp is below 1024/,
  },
  'port-registered-other': {
    holds: () => [use(40_000)],
    holdsNot: [
      ['it is that service', () => [use(5432, { hints: ['db', 'postgres'] })]],
      ['it is a web server on a web port', () => [use(8080, { speaks: 'http' })]],
      ['nobody has registered it', () => [use(20_000)]],
      ['it is a print port, which is said by another rule', () => [use(9100)]],
    ],
    says: /^40000\/tcp is registered for safetynetp \(SafetyNET p\) since 2006-11/,
  },
  'port-popular': {
    holds: () => [use(3000)],
    holdsNot: [
      ['it is the one it is known for', () => [use(5173, { hints: ['vite'] })]],
      ['nobody is known there', () => [use(20_000)]],
      ['it is a print port, which is said by another rule', () => [use(9100)]],
    ],
    says: /^3000\/tcp is popular: Development servers/,
  },
  'port-debug-exposed': {
    holds: () => [use(9229)],
    holdsNot: [
      ['it is on loopback', () => [use(9229, { host: '127.0.0.1' })]],
      ['it is no debugger', () => [use(9228)]],
    ],
    says: /whoever reaches it runs code/,
  },
  'port-exposed': {
    holds: () => [use(15_432, { target: 5432 })],
    holdsNot: [
      ['it is on loopback', () => [use(5432, { host: '127.0.0.1' })]],
      ['it is a web server', () => [use(8080, { target: 80 })]],
      ['it is inside of a cluster', () => [use(5432, { scope: 'service db', role: 'listen' })]],
    ],
    says: /publishes PostgreSQL on every interface/,
  },
};

describe.each(Object.entries(rows))('%s', (rule, { holds, holdsNot, says }) => {
  it('is found where it holds, at the level of the rule', () => {
    const [finding, ...more] = found(rule, holds());
    expect(finding?.reason).toMatch(says);
    expect(finding?.level).toBe(lintRules.find(({ id }) => id === rule)?.level);
    expect(more).toEqual([]);
  });

  it.each(holdsNot)('is not found where %s', (_, uses) => expect(found(rule, uses())).toEqual([]));
});

describe.each(['cannot-read', 'port-invalid', 'port-yaml-base60', 'port-override-appends', 'not-resolved'] as const)(
  '%s',
  (rule) => {
    it('is found where a reader remarked it, and nowhere else', () => {
      const [finding] = found(rule, [], [remark(rule)]);
      expect(finding).toMatchObject({ file: 'compose.yml', line: 3, port: null, reason: 'Why.', suggestion: null });
      expect(found(rule, [use(20_000)], [])).toEqual([]);
    });
  },
);

describe('the rules', () => {
  it('are all tried here, and each has an id of its own', () => {
    const remarked = ['cannot-read', 'port-invalid', 'port-yaml-base60', 'port-override-appends', 'not-resolved'];
    remarked.push('suppression-wrong', 'suppression-unused');
    const ids = lintRules.map(({ id }) => id);
    expect([...ids].sort()).toEqual([...Object.keys(rows), ...remarked].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('warn of a scrape of 9100 where nobody knows the target, and explain both meanings', () => {
    const [finding] = found('port-prints', [scrape('10.0.0.50')]);
    expect(finding?.level).toBe('warning');
    expect(finding?.reason).toMatch(
      /node_exporter's on hosts, and on printers the raw port.*does not know 10\.0\.0\.50/,
    );
  });

  it('see that an HTTP proxy to a printer prints, too', () => {
    const uses = [use(9100, { role: 'connect', format: 'nginx', host: '10.0.0.9', speaks: 'http' })];
    expect(found('port-prints', uses)[0]?.reason).toMatch(/Each request becomes paper/);
  });

  it('only warn of a refused number where nothing says that it is HTTP', () => {
    expect(found('port-browser-blocked', [use(6666, { target: 7777 })])[0]?.level).toBe('warning');
  });

  it('see a host port among the node ports', () => {
    expect(found('port-nodeport-range', [use(30_080, { scope: 'node' })])[0]?.reason).toMatch(
      /the cluster may give it/,
    );
  });

  it('see ranges that overlap', () => {
    expect(found('port-duplicate', [use(7000, { portEnd: 7010 }), use(7005)])).toHaveLength(1);
    expect(found('port-duplicate', [use(7000, { portEnd: 7010 }), use(7011)])).toEqual([]);
  });

  it('suggest no number that these files name', () => {
    expect(found('port-popular', [use(3000)])[0]?.suggestion).toBe(13_000);
    expect(found('port-popular', [use(3000), use(13_000)])[0]?.suggestion).toBe(13_001);
  });
});

function at(file: string): FilePort['place'] {
  return { file, line: 1, column: 1 };
}
