import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from '../peers/lan.ts';
import { at, type FindDocument, factsOf, find, why } from '../peers/quietport.ts';
import { startSnmpsim } from '../peers/services.ts';
import { recordings } from './snmp-served.ts';

/** Recordings by the host that serves them. */
const SERVED = {
  epson: 'epson.snmprec',
  hp: 'jetdirect_m130nw.snmprec',
  brother: 'brother.snmprec',
  kyocera: 'kyocera.snmprec',
  documents: 'axisdocserver.snmprec',
  storage: 'oceanstor.snmprec',
} as const;

/** Namespaces need root; elsewhere these are counted as skipped. */
describe.skipIf(process.getuid?.() !== 0)('recordings served by snmpsim', () => {
  const lab = new Lab();
  const hosts = new Map<string, Host>();
  let looker: Host;
  let found: FindDocument;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.36.1.1/24');
    const corpus = recordings();
    for (const [i, [name, file]] of Object.entries(SERVED).entries()) {
      const host = lab.host(name, segment, `10.36.1.${i + 2}/24`);
      hosts.set(name, host);
      await startSnmpsim(host, corpus.find((row) => row.file === file)?.text ?? '');
    }
    found = await find(looker);
  }, 120_000);
  afterAll(() => lab.end());

  const device = (name: keyof typeof SERVED) => at(found, hosts.get(name)?.address ?? '');

  it('are each found once, by broadcast', () => {
    expect(found.devices).toHaveLength(hosts.size);
    for (const host of hosts.values()) expect(at(found, host.address), host.name).toHaveLength(1);
  });

  it('are read with the right make, model and serial', () => {
    // hrDeviceDescr begins with the maker's name, and a fact is what the device said
    expect(factsOf(device('epson')[0])).toMatchObject({ model: 'EPSON WF-C5790BA', serial: 'X3B8022793' });
    expect(factsOf(device('epson')[0])['make']).toMatch(/^epson$/i);
    expect(factsOf(device('hp')[0])).toMatchObject({ make: 'HP', serial: 'VNCRC48198' });
    expect(factsOf(device('hp')[0])['model']).toMatch(/LaserJet MFP M1/);
    // put together from two units: its device ID names another one than its hrDeviceDescr
    expect(factsOf(device('brother')[0])).toMatchObject({ make: 'Brother' });
    expect(factsOf(device('brother')[0])['model']).toMatch(/^MFC-/);
    expect(factsOf(device('kyocera')[0])['model']).toBe('FS-1028MFP');
    for (const name of ['epson', 'hp', 'brother'] as const)
      expect(device(name)[0]?.kind, name).toMatch(/^(printer|mfp)$/);
  });

  it('that are of no printer are called none', () => {
    for (const name of ['documents', 'storage'] as const) {
      const [one] = device(name);
      expect(one?.kind, name).not.toMatch(/printer|mfp/);
    }
  });

  it('are proved by the datagrams that said it', async () => {
    const proved = await why(looker, device('epson')[0]?.id ?? '');
    const model = proved.facts.find((row) => row.fact === 'model');
    const [evidence] = model?.evidence ?? [];
    expect(evidence?.from).toBe(`${hosts.get('epson')?.address}:161`);
    expect(Buffer.from(evidence?.bytes ?? '', 'hex').toString('latin1')).toContain('WF-C5790BA');
  });
});
