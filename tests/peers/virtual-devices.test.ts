import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Ran } from './program.ts';
import { at, factsOf, find, startQuietport } from './quietport.ts';
import { startAvahi } from './services.ts';

describe('virtual devices on a segment', () => {
  const lab = new Lab();
  const [mfp, scanner] = ['10.31.1.2', '10.31.1.3'];
  let looker: Host;
  let served: Host;
  let talk: string;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.31.1.1/24');
    served = lab.host('served', segment, `${mfp}/24`, `${scanner}/24`);
    await startAvahi(looker);
    const devices = 'office-mfp,scanner,till';
    const fleet = startQuietport(served, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', devices]);
    await fleet.says(/Ctrl-C ends them/);
    talk = fleet.said;
  });
  afterAll(() => lab.end());

  /** `scanimage -L` with these configuration files and nothing of the machine's own. */
  async function scanners(files: Readonly<Record<string, string>>): Promise<Ran> {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(looker.folder, name), text);
    return looker.run('scanimage', ['-L'], { SANE_CONFIG_DIR: looker.folder });
  }

  it('stand on the addresses of the interface, one each, and who finds none is named', () => {
    expect(talk).toContain(`${mfp}  mfp  EPSON ET-4850 Series`);
    expect(talk).toContain(`${scanner}  scanner  EPSON DS-870`);
    expect(talk).toContain('till found no address');
  });

  it("are listed by SANE's epson2, which looks for them by broadcast", async () => {
    const { out } = await scanners({ 'dll.conf': 'epson2\n', 'epson2.conf': 'net autodiscovery\n' });
    expect(out).toContain(`device \`epson2:net:${mfp}' is a Epson ET-4850 Series`);
    expect(out).toContain(`device \`epson2:net:${scanner}' is a Epson DS-870`);
  });

  it("are listed by SANE's epsonds at the address that it is told", async () => {
    const { out } = await scanners({ 'dll.conf': 'epsonds\n', 'epsonds.conf': `net ${scanner}\n` });
    expect(out).toMatch(new RegExp(`device \`epsonds:net:${scanner}' is a Epson DS-870`));
  });

  it('are browsed and resolved by Avahi', async () => {
    const { out } = await looker.run('avahi-browse', ['-rtp', '_ipp._tcp']);
    const resolved = out.split('\n').filter((line) => line.startsWith('=;eth0;IPv4;'));
    expect(resolved).toHaveLength(1);
    expect(resolved[0]).toContain(`;${mfp};631;`);
    expect(resolved[0]).toContain('"ty=EPSON ET-4850 Series"');
  });

  it('pass the test of printer attributes that comes with CUPS', async () => {
    const uri = `ipp://${mfp}:631/ipp/print`;
    const { out, code } = await looker.run('ipptool', ['-tv', uri, 'get-printer-attributes.test']);
    expect(out).toMatch(/\[PASS\]/);
    expect(out).not.toContain('[FAIL]');
    expect(out).toContain('printer-make-and-model (textWithoutLanguage) = EPSON ET-4850 Series');
    expect(code).toBe(0);
  });

  it('answer net-snmp', async () => {
    const { out } = await looker.run('snmpget', ['-v2c', '-c', 'public', '-On', mfp, '1.3.6.1.2.1.43.5.1.1.17.1']);
    expect(out).toContain('STRING: "X8DE001742"');
  });

  it('are found by us as the devices that they play, with the MAC of each', async () => {
    const found = await find(looker);
    expect(found.devices).toHaveLength(2);
    const [first, second] = [mfp, scanner].map((address) => at(found, address)[0]);
    expect(factsOf(first)).toMatchObject({ make: 'EPSON', model: 'ET-4850 Series', serial: 'X8DE001742' });
    expect(factsOf(second)).toMatchObject({ make: 'EPSON', model: 'DS-870' });
    expect([first, second].map((device) => device?.interfaces[0]?.mac)).toEqual([
      '64:eb:8c:10:20:01',
      '9c:ae:d3:10:20:06',
    ]);
  });
});
