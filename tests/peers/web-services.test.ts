import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { at, factsOf, find, startQuietport } from './quietport.ts';
import { startAvahi } from './services.ts';

describe('WS-Discovery and eSCL between other people’s programs and ours', () => {
  const lab = new Lab();
  const mfp = '10.33.1.2';
  let looker: Host;
  let [wsdd, wsdd2]: Host[] = [];

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.33.1.1/24');
    const served = lab.host('served', segment, `${mfp}/24`);
    wsdd = lab.host('one', segment, '10.33.1.3/24');
    wsdd2 = lab.host('two', segment, '10.33.1.4/24');
    await startAvahi(looker);
    const first = wsdd.start('wsdd', ['-4', '-i', 'eth0', '-v', '-n', 'print-server']);
    const second = wsdd2.start('wsdd2', ['-4', '-w', '-i', 'eth0', '-H', 'print-server']);
    await wsdd.listens('udp', 3702, first);
    await wsdd2.listens('udp', 3702, second);
    const fleet = startQuietport(served, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'office-mfp']);
    await fleet.says(/Ctrl-C ends them/);
  });
  afterAll(() => lab.end());

  it('a segment with two computers called print-server has one printer', async () => {
    const found = await find(looker);
    expect(found.devices.map(({ interfaces }) => interfaces[0]?.addresses[0])).toEqual([mfp]);
    expect(factsOf(at(found, mfp)[0])).toMatchObject({ model: 'ET-4850 Series', serial: 'X8DE001742' });
    expect(found.ledger.filter(({ probe }) => probe === 'wsd.metadata')).toMatchObject([{ port: 80, packets: 2 }]);
  });

  it('one of them, asked by itself, says that it is a computer, and nothing of its program is taken for it', async () => {
    const found = await find(looker, [wsdd2!.address]);
    expect(found.devices).toMatchObject([{ kind: 'other' }]);
    expect(Object.keys(found.devices[0]!.facts).sort()).toEqual(['kind', 'uuid']);
    expect(found.ledger.filter(({ probe }) => probe === 'wsd.metadata')).toMatchObject([{ port: 3702, packets: 1 }]);
  });

  it('sane-airscan finds our scanner by DNS-SD and by WS-Discovery', async () => {
    const { out } = await looker.run('airscan-discover', []);
    expect(out).toMatch(new RegExp(`= http://${mfp.replaceAll('.', '\\.')}(:80)?/eSCL/?, eSCL`));
    expect(out).toMatch(new RegExp(`= http://${mfp.replaceAll('.', '\\.')}(:80)?/WSD/SCANNER, WSD`));
  });

  it('SANE lists it, having read its capabilities', async () => {
    writeFileSync(join(looker.folder, 'dll.conf'), 'airscan\n');
    const { out } = await looker.run('scanimage', ['-L'], { SANE_CONFIG_DIR: looker.folder });
    expect(out).toMatch(/device `airscan:e\d+:Office' is a eSCL/);
  });
});
