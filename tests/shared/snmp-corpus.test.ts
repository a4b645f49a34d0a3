import { describe, expect, test } from 'vitest';
import { fuse } from '../../packages/core/src/engine/fusion/fuse.ts';
import { makerOf, plainModel } from '../../packages/core/src/engine/fusion/makers.ts';
import type { Device } from '../../packages/core/src/model/device.ts';
import { describeSnmp } from '../../packages/core/src/protocols/snmp/describe.ts';
import { claimsIn, identified, type Recorded, recordings } from './snmp-served.ts';

const corpus = recordings();
const identifiable = corpus.filter(({ kind }) => kind !== 'snmp-negative');
const others = corpus.filter(({ kind }) => kind === 'snmp-negative');

/** What one host comes to when it is asked for real and its answers are fused. */
function deviceOf(recorded: Recorded, quirks: Readonly<Record<string, string>> = {}): Device | undefined {
  const { told } = identified(recorded.text, quirks);
  const observations = told.map((one, i) => ({
    ...one,
    id: String(i).padStart(4, '0'),
    at: 1_000 + i,
    vantage: { host: 'here', interface: 'eth0' },
  }));
  const { devices } = fuse(observations, []);
  expect(devices.length, 'one host is one device').toBeLessThanOrEqual(1);
  return devices[0];
}

/** Where the index repeats the whole sysDescr as the model, the model that we read must stand in it. */
function sameModel(recorded: Recorded, model: string): boolean {
  const [ours, theirs] = [plainModel(model), plainModel(recorded.model)];
  return ours === theirs || (/-ident|;/.test(recorded.kind + recorded.model) && ours !== '' && theirs.includes(ours));
}

/** Recordings whose index entry the wire does not bear out, each with what is read instead (undefined: nothing). */
const exceptions: Readonly<Record<string, { make?: string | undefined; model?: string | undefined; why: string }>> = {
  'brother.snmprec': {
    model: 'MFC-8440',
    why: 'the recording is put together from two units: its device ID names another',
  },
  'canonprinter_mf.snmprec': { model: 'MF', why: 'the recording is a cut sysDescr: the series is all it says' },
  'cups-AXIS-5600.snmprec': {
    make: 'HP',
    model: 'Axis AXIS 5600',
    why: 'the box answers as an HP card for the attached HP',
  },
  'cups-AXIS-OfficeBasic.snmprec': {
    make: 'EPSON',
    model: 'EPSON Stylus Photo 870',
    why: 'the box lends its attached printer a voice: what prints here is the Epson',
  },
  'cups-DLink-DP-301P-.snmprec': { model: 'DP-301P+', why: 'the index writes the maker in front without its hyphen' },
  'cups-EPSON-Type-B-Network-Card.snmprec': {
    model: 'Stylus Pro 7600',
    why: 'the index names the card, the wire the printer',
  },
  'cups-EPSON-Wireless-802-11b-Print-Server.snmprec': { model: undefined, why: 'hrDeviceDescr is empty' },
  'cups-Genicom-ML280.snmprec': { model: 'microLaser 280', why: 'the index abbreviates' },
  'cups-HP-JetDirect-EX3plus.snmprec': { model: undefined, why: 'a card without its printer' },
  'cups-Linksys-EPSX3.snmprec': { make: undefined, model: undefined, why: 'it only imitates the words of another' },
  'cups-NetGear-PS113.snmprec': { make: undefined, model: undefined, why: '"A SNMP proxy agent." is all it says' },
  'excerpt-epson-AM-C550-counters.snmprec': { make: undefined, model: undefined, why: 'counters alone were published' },
  'excerpt-epson-L405.snmprec': { model: undefined, why: 'neither hrDeviceDescr nor device ID were published' },
  'excerpt-epson-XP-432-private.snmprec': {
    make: undefined,
    model: undefined,
    why: 'the control tunnel alone was published',
  },
  'excerpt-epson-cups5470.snmprec': { model: undefined, why: 'a name and a MAC address were published' },
  'excerpt-infotec-ISC2432.snmprec': {
    make: 'Ricoh',
    model: undefined,
    why: 'sysObjectID alone was published: the builder, not the brand',
  },
  'excerpt-pantum-M7100DW.snmprec': { make: undefined, why: 'nothing published names the maker' },
  'jetdirect_2.snmprec': { model: undefined, why: 'the index has no model, only the file name' },
  'jetdirect_context@Jetdirect.snmprec': {
    model: 'HP Color LaserJet M452nw',
    why: 'the index has the file name; served under an SNMP context that identification does not ask',
  },
  'jetdirect_supplies_context@Jetdirect.snmprec': {
    make: 'Hewlett-Packard',
    model: 'HP Color LaserJet Test',
    why: 'supplies and a device ID alone: it is what a card has under an SNMP context',
  },
  'kyocera.snmprec': {
    model: 'FS-1028MFP',
    why: 'the index repeats sysDescr, which names a family; the private tree knows better',
  },
  'konica.snmprec': { why: 'maker and brand differ: Konica Minolta builds the Develop' },
  'samsungprinter_c.snmprec': { model: undefined, why: 'the recording is a cut sysDescr' },
  'samsungprinter_s.snmprec': { model: undefined, why: 'the recording is a cut sysDescr' },
  'zebra.snmprec': {
    model: 'ZTC TLP 2824 Plus',
    why: "the index has the card's product number, the wire the printer's model",
  },
};

describe('recordings of the corpus, served by a virtual device', () => {
  test('there are more than fifty', () => {
    expect(corpus.length).toBeGreaterThan(50);
    expect(others.length).toBeGreaterThan(3);
    for (const file of Object.keys(exceptions)) expect(corpus.map((one) => one.file)).toContain(file);
  });

  test.each(identifiable)('$file is a $make $model', (recorded) => {
    const facts = deviceOf(recorded)?.facts;
    const exception = exceptions[recorded.file] ?? { why: '' };
    const make = facts?.make?.value;
    const model = facts?.model?.value;
    if ('make' in exception) expect(make, exception.why).toBe(exception.make);
    else expect(makerOf(make ?? '')).toBe(makerOf(recorded.make));
    if ('model' in exception) expect(model, exception.why).toBe(exception.model);
    else expect(sameModel(recorded, model ?? ''), `${model} is ${recorded.model}`).toBe(true);
  });

  test.each(others)('$file, a $model, is never called a printer', (recorded) => {
    const kinds = claimsIn(identified(recorded.text)).flatMap((claim) =>
      claim.is === 'fact' && claim.fact === 'kind' ? [claim.value] : [],
    );
    expect(kinds.filter((kind) => /print|mfp/.test(kind))).toEqual([]);
    expect(deviceOf(recorded)?.kind).not.toMatch(/print|mfp/);
  });

  test.each(corpus)('$file says the same to version 1 alone', (recorded) => {
    const facts = (device: Device | undefined) =>
      Object.fromEntries(Object.entries(device?.facts ?? {}).map(([fact, known]) => [fact, known.value]));
    expect(facts(deviceOf(recorded, { 'snmp.version': '1' }))).toEqual(facts(deviceOf(recorded)));
  });

  test.each(corpus)('$file: every claim names a field of its own packet', ({ text }) => {
    for (const { raw, claims } of identified(text).told) {
      const paths = describeSnmp(raw).fields.map(({ path }) => path);
      for (const { path } of claims) expect(paths).toContain(path);
    }
  });

  test('whole printers are identified with all they tell of themselves within twenty-five questions', () => {
    for (const { text } of corpus) {
      const sent = identified(text).effects.filter((effect) => effect.do === 'send');
      expect(sent.length).toBeLessThanOrEqual(25);
    }
  });
});
