import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { documentOf, type FindDocument, find, quietport, startQuietport } from './quietport.ts';
import { flood } from './small-servers.ts';

describe('a look', () => {
  const lab = new Lab();
  let looker: Host;
  let device: Host;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.34.1.1/24');
    device = lab.host('device', segment, '10.34.1.2/24');
    const served = startQuietport(device, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'office-mfp']);
    await served.says(/Ctrl-C ends them/);
  });
  afterAll(() => lab.end());

  it('that is limited to loopback sends nothing elsewhere', async () => {
    const count = looker.countSent();
    const found = await find(looker, [], { QUIETPORT_INTERFACES: 'lo' });
    expect(found.devices).toEqual([]);
    expect(count()).toBe(0);
  });

  it('that is limited to loopback goes no further for an option, and says so', async () => {
    const count = looker.countSent();
    const ran = await quietport(looker, ['find', '-i', 'eth0'], { QUIETPORT_INTERFACES: 'lo' });
    expect(ran.code).toBe(4);
    expect(ran.err).toMatch(/The interface eth0 is outside QUIETPORT_INTERFACES \(lo\)\. .*Change the variable/);
    expect(count()).toBe(0);
  });

  it('that is limited to loopback goes no further for a target', async () => {
    const count = looker.countSent();
    await quietport(looker, ['find', '10.34.1.0/28'], { QUIETPORT_INTERFACES: 'lo' });
    expect(count()).toBe(0);
  });

  it('that names its interface goes by no other one', async () => {
    const count = looker.countSent();
    const commands = [
      ['find', '10.34.1.2'],
      ['inspect', '10.34.1.2'],
      ['port', '80', '--probe', '10.34.1.2'],
    ];
    for (const command of commands) {
      const refused = await quietport(looker, [...command, '-i', 'lo', '-o', 'json']);
      expect(refused.code).toBe(4);
      expect(JSON.parse(refused.out)).toMatchObject({ error: { code: 'scope/address-not-allowed' } });
    }
    expect(count()).toBe(0);
    const answered = await quietport(looker, ['port', '80', '--probe', '10.34.1.2', '-i', 'eth0', '-o', 'json']);
    expect(JSON.parse(answered.out)).toMatchObject({ network: [{ address: '10.34.1.2', state: 'answered' }] });
  });

  it('is not the only one with that limit: a fleet is put on no other interface either', async () => {
    const command = ['emulate', '--fleet', 'demo', '-i', 'eth0'];
    const ran = await quietport(looker, command, { QUIETPORT_INTERFACES: 'lo' });
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('The interface eth0 is outside QUIETPORT_INTERFACES (lo).');
    expect((await quietport(looker, ['emulate', '--fleet', 'demo', '-i', 'eth7'])).code).toBe(2);
  });

  it('that is interrupted prints what it has and exits 130', async () => {
    const segment = lab.segment('other');
    const impatient = lab.host('impatient', segment, '10.34.2.1/24');
    const talker = lab.host('talker', segment, '10.34.2.2/24').serve(flood, 1);
    await talker.says(/ready/);
    const looking = startQuietport(impatient, ['find', '-o', 'json']);
    // its first answer was taken long before the second question is asked
    await talker.saysTimes(/flooded/, 2);
    looking.kill('SIGINT');
    const ran = await looking.ended(5000);
    expect(ran.code).toBe(130);
    const found = documentOf<FindDocument>(ran);
    expect(found.interrupted).toBe(true);
    expect(found.devices.flatMap((row) => row.interfaces.flatMap(({ addresses }) => addresses))).toEqual(['10.34.2.2']);
  });

  it('and another one at once share the inventory, and see one device', async () => {
    const looks = [startQuietport(looker, ['find', '-o', 'json']), startQuietport(looker, ['find', '-o', 'json'])];
    const ran = await Promise.all(looks.map((look) => look.ended(45_000)));
    expect(ran.map(({ code }) => code)).toEqual([0, 0]);
    const ids = ran.map((one) => documentOf<FindDocument>(one).devices.map(({ id }) => id));
    expect(ids[0]).toHaveLength(1);
    expect(ids[1]).toEqual(ids[0]);
    const kept = documentOf<FindDocument>(await quietport(looker, ['devices', '-o', 'json']));
    expect(kept.devices.map(({ id }) => id)).toEqual(ids[0]);
  });
});
