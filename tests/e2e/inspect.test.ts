import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltProgram, type Ended } from '../support/built-program.ts';

const program = new BuiltProgram();
let fleet: Awaited<ReturnType<BuiltProgram['startFleet']>>;
const ended = new Map<string, Ended>();

const asked = {
  'an Epson multifunction printer': ['127.77.32.11', '-o', 'json', '--ledger'],
  'the ENPC liar': ['127.77.32.21'],
  'the unknown thing on 3259': ['127.77.32.23'],
  'the unknown thing, for a program': ['127.77.32.23', '-o', 'json'],
  'an address that refuses everything': ['127.77.99.1'],
} as const;

beforeAll(async () => {
  fleet = await program.startFleet();
  await Promise.all(
    Object.entries(asked).map(async ([name, args]) => ended.set(name, await program.run('inspect', ...args))),
  );
});
afterAll(async () => {
  await fleet?.end();
  program.remove();
});

const end = (name: keyof typeof asked): Ended => ended.get(name)!;
const afterTable = (text: string): string => text.slice(text.indexOf('\nverdict') + 1);

describe('inspect on the virtual fleet', () => {
  it('expects a printer that two protocols prove, and follows each reason to observations', () => {
    const { code, stdout } = end('an Epson multifunction printer');
    const document = JSON.parse(stdout) as Inspected;
    expect(code).toBe(0);
    expect(document.schema).toBe('quietport/inspect@1');
    expect(document.addresses).toEqual(['127.77.32.11']);
    expect(document.device?.facts['model']).toMatchObject({ value: 'ET-4850 Series', grade: 'confirmed' });
    expect(document.verdict.word).toBe('expected');
    expect(document.verdict.reasons.map(({ rule }) => rule)).toEqual(['proven-printer']);
    const known = document.ports.flatMap(({ evidence }) => evidence);
    for (const id of document.verdict.reasons[0]!.evidence) expect(known).toContain(id);
    const states = document.ports.map((row) => `${row.standardPort}/${row.transport} ${row.state} ${row.service}`);
    expect(states.sort()).toEqual([
      '137/udp answered netbios',
      '161/udp answered snmp',
      '1865/tcp answered scan',
      '3259/tcp refused null',
      '3259/udp silent null',
      '3289/udp answered enpc',
      '3629/udp silent null',
      '3702/udp answered wsd',
      '4352/tcp refused null',
      '443/tcp refused null',
      '515/tcp untested lpd',
      '5353/udp answered dns-sd',
      '5355/tcp answered llmnr',
      '631/tcp answered ipp',
      '80/tcp answered web',
      '8008/tcp refused null',
      '8043/tcp refused null',
      '9100/tcp untested raw',
    ]);
  });

  it('sends nothing to a print port', () => {
    const { ledger } = JSON.parse(end('an Epson multifunction printer').stdout) as Inspected;
    expect(ledger.length).toBeGreaterThan(3);
    expect(ledger.filter(({ port }) => port === 9100 || port === 515 || port === 20515)).toEqual([]);
  });

  it('finds one who answers ENPC alone plausible, and says why that proves little', () => {
    const { code, stdout } = end('the ENPC liar');
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toBe('POS-80  pos-printer, idle');
    expect(afterTable(stdout)).toBe(
      `verdict      plausible
          1  ENPC answers, but nothing proves an Epson printer: scanners and receipt printers of other makers answer it too.  (enpc-proves-little)
          2  It says what it is, but no second protocol confirms it.  (claimed-device)
next         Read the type plate, or enable SNMP or IPP so that a second protocol can tell what it is.
`,
    );
  });

  it('looks into 3259 without anything of Epson, down to the knock that found it open', async () => {
    const { code, stdout, stderr } = end('the unknown thing on 3259');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'asking 127.77.32.23: about 7 s\n' });
    expect(afterTable(stdout)).toBe(
      `verdict      look-into-it
          1  TCP 3259 is open and nothing here speaks for Epson. The number is registered for NCDP2 of Epson, which is all that links it to a printer.  (port-3259-no-epson)
next         Run quietport port 3259 on that host: it names the process that holds the number. Only then call it a printer.
`,
    );
    const document = JSON.parse(end('the unknown thing, for a program').stdout) as Inspected;
    expect(document.device).toMatchObject({ provisional: true, kind: 'unknown', facts: {} });
    const open = document.ports.filter(({ state }) => state === 'answered');
    expect(open).toMatchObject([
      {
        port: 3259,
        service: null,
        told: 'takes connections',
      },
    ]);
    expect(document.verdict.reasons[0]?.evidence).toEqual(open[0]?.evidence);
    const proof = await program.run('why', '127.77.32.23', '-o', 'json');
    expect(JSON.parse(proof.stdout)).toMatchObject({ schema: 'quietport/why@1', facts: [] });
  });

  it('knows nothing of a host that only refuses', () => {
    const { code, stdout } = end('an address that refuses everything');
    expect(code).toBe(0);
    expect(afterTable(stdout)).toMatch(/^verdict {6}unknown\n {10}1 {2}The host is there: it refuses what was asked\./);
  });
});

describe('inspect, wrongly asked', () => {
  it.each([
    ['10.0.0.1-9', 2, 'usage/one-host'],
    ['10.0.0.0/24', 2, 'usage/one-host'],
    ['no such host', 2, 'usage/one-host'],
    ['224.0.0.251', 2, 'usage/no-host'],
    ['10.0.0.5', 4, 'scope/address-not-allowed'],
    ['8.8.8.8', 2, 'scope/public-address'],
  ])('%s ends with %i', async (host, code, fault) => {
    const { code: got, stdout } = await program.run('inspect', host, '-o', 'json');
    expect(got).toBe(code);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'quietport/error@1', error: { code: fault } });
  });
});

interface Inspected {
  readonly schema: string;
  readonly addresses: readonly string[];
  readonly device: { readonly facts: Readonly<Record<string, unknown>> } | null;
  readonly ports: readonly {
    readonly port: number;
    readonly standardPort: number;
    readonly transport: string;
    readonly state: string;
    readonly service: string | null;
    readonly evidence: readonly string[];
  }[];
  readonly verdict: {
    readonly word: string;
    readonly reasons: readonly { readonly rule: string; readonly evidence: readonly string[] }[];
  };
  readonly ledger: readonly { readonly port: number }[];
}
