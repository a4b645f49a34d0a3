import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { at, documentOf, find, quietport, startQuietport } from './quietport.ts';
import { startSnmpd } from './services.ts';

interface Applied {
  readonly devices: readonly {
    readonly outcome?: string;
    readonly protocol: string | null;
    readonly changes: readonly {
      readonly property: string;
      readonly from: string | null;
      readonly to: string | null;
    }[];
    readonly problem: { readonly code: string; readonly text: string } | null;
  }[];
}

const USER = { auth: 'who goes there', privacy: 'nobody listens' };

describe("managing net-snmp's agent over SNMP", () => {
  const lab = new Lab();
  let desk: Host;
  let agent: Host;
  let odd: Host;
  let id = 'none';
  let oddId = 'none';
  const slow = () => join(odd.folder, 'slow');
  const asked = () => join(odd.folder, 'asked');
  const place = () => join(odd.folder, 'place');
  const data = () => join(desk.folder, 'inventory');

  beforeAll(async () => {
    const segment = lab.segment('lan');
    desk = lab.host('desk', segment, '10.30.21.1/24');
    agent = lab.host('agent', segment, '10.30.21.2/24');
    odd = lab.host('odd', segment, '10.30.21.3/24');
    await startSnmpd(agent, [
      'sysDescr EPSON Built-in 11b/g/n Print Server',
      'sysObjectID .1.3.6.1.4.1.1248.1.1.2.1.3',
      'psysName EPSON1A2B3C',
      'psysLocation Cellar',
      'psysContact nobody',
      'rocommunity readers',
      'rwcommunity writers',
      `createUser keeper SHA-256 "${USER.auth}" AES "${USER.privacy}"`,
      'rwuser keeper priv',
    ]);
    // one that keeps eight octets of a location and says that all is done, and takes its time where it is told to
    const script = join(odd.folder, 'keeps.sh');
    writeFileSync(place(), 'Attic\n');
    writeFileSync(
      script,
      `[ "$1" = -s ] && { [ -e ${slow()} ] && mv ${slow()} ${asked()} && sleep 1; printf '%.8s\\n' "$4" | tr -d '"' >${place()}; exit 0; }\n` +
        `[ "$1" = -n ] && exit 0\necho .1.3.6.1.2.1.1.6.0; echo string; cat ${place()}\n`,
    );
    await startSnmpd(odd, [
      'sysDescr Brother NC-8300h',
      'sysObjectID .1.3.6.1.4.1.2435.2.3.9.1',
      'rwcommunity writers',
      `pass -p 1 .1.3.6.1.2.1.1.6 /bin/sh ${script}`,
    ]);
    const found = await find(desk, ['--data', data()]);
    id = at(found, agent.address)[0]?.id ?? 'none';
    oddId = at(found, odd.address)[0]?.id ?? 'none';
  }, 60_000);
  afterAll(() => lab.end());

  const run = (...args: readonly string[]) => quietport(desk, [...args, '--data', data()]);
  const keep = async (name: string, kind: string, secrets: readonly string[], ...more: readonly string[]) => {
    const file = join(desk.folder, `${name}.secret`);
    writeFileSync(file, `${secrets.join('\n')}\n`, { mode: 0o600 });
    const added = await run(
      'credentials',
      'add',
      name,
      '--kind',
      kind,
      '--scope',
      '10.30.21.0/24',
      '--from',
      file,
      ...more,
    );
    expect(added.code, added.err).toBe(0);
  };
  const wish = (of: string, values: string): string => {
    const path = join(desk.folder, 'wish.yaml');
    writeFileSync(path, `devices:\n  "${of}":\n${values}`);
    return path;
  };
  const there = async (object: string) => {
    const { out } = await desk.run('snmpget', ['-v2c', '-c', 'readers', '-Oqv', agent.address, object]);
    return out.trim().replaceAll('"', '');
  };
  const SYS_CONTACT = '.1.3.6.1.2.1.1.4.0';
  const SYS_LOCATION = '.1.3.6.1.2.1.1.6.0';
  const both = '    location: Bar, left\n    contact: the desk\n';

  it('does nothing without a key, not with the community that everybody reads with', async () => {
    const planned = await run('plan', wish(id, both), '-o', 'json');
    expect(planned.code, planned.err).toBe(4);
    expect(documentOf<Applied>(planned).devices).toMatchObject([{ problem: { code: 'manage/no-login' } }]);
  });

  it('says that a key only reads, and changes nothing', async () => {
    await keep('readers', 'snmp-community', ['readers']);
    const planned = await run('plan', wish(id, both), '-o', 'json');
    expect([planned.code, planned.err]).toEqual([0, '']);
    expect(documentOf<Applied>(planned).devices).toMatchObject([
      {
        protocol: 'snmp',
        problem: null,
        changes: [
          { property: 'location', from: 'Cellar', to: 'Bar, left' },
          { property: 'contact', from: 'nobody', to: 'the desk' },
        ],
      },
    ]);
    const applied = await run('apply', wish(id, both), '--yes', '-o', 'json');
    expect(applied.code).toBe(5);
    const [row] = documentOf<Applied>(applied).devices;
    expect(row).toMatchObject({ outcome: 'not-done', problem: { code: 'manage/refused' } });
    expect(row?.problem?.text).toContain('the key may read and not write');
    expect(await there(SYS_LOCATION)).toBe('Cellar');
  });

  async function changesAndPutsBack(): Promise<void> {
    const applied = await run('apply', wish(id, both), '--yes', '-o', 'json');
    expect(documentOf<Applied>(applied).devices).toMatchObject([{ outcome: 'done', protocol: 'snmp' }]);
    expect([applied.code, await there(SYS_LOCATION), await there(SYS_CONTACT)]).toEqual([0, 'Bar, left', 'the desk']);
    const undone = await run('undo', '--yes', '-o', 'json');
    expect([undone.code, documentOf<Applied>(undone).devices[0]?.outcome]).toEqual([0, 'done']);
    expect([await there(SYS_LOCATION), await there(SYS_CONTACT)]).toEqual(['Cellar', 'nobody']);
  }

  it('changes it with a community that may write, though another is known to read, and puts it back', async () => {
    await keep('writers', 'snmp-community', ['writers']);
    await changesAndPutsBack();
  });

  it('says what a device made of it, and puts back what was there before', async () => {
    const applied = await run('apply', wish(oddId, '    location: Bar, on the left\n'), '--yes', '-o', 'json');
    expect(documentOf<Applied>(applied).devices).toMatchObject([
      { outcome: 'unknown', problem: { code: 'manage/not-kept' } },
    ]);
    expect([applied.code, readFileSync(place(), 'utf8').trim()]).toEqual([5, 'Bar, on']);
    const undone = await run('undo', '--yes');
    expect([undone.code, readFileSync(place(), 'utf8')]).toEqual([0, 'Attic\n']);
  });

  it('knows what to put back when it was cut off in the middle', async () => {
    writeFileSync(slow(), '');
    const journal = join(data(), 'changes.jsonl');
    const before = readFileSync(journal, 'utf8').length;
    const applying = startQuietport(desk, ['apply', wish(oddId, '    location: Yard\n'), '--yes', '--data', data()]);
    await expect.poll(() => existsSync(asked()), { timeout: 20_000, interval: 10 }).toBe(true);
    applying.kill('SIGKILL');
    await applying.ended(5_000);
    await expect.poll(() => readFileSync(place(), 'utf8'), { timeout: 10_000 }).toBe('Yard\n');
    const trace = readFileSync(journal, 'utf8').slice(before).trim().split('\n');
    expect(trace.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ is: 'change', device: oddId }]);
    const undone = await run('undo', '--yes');
    expect([undone.code, readFileSync(place(), 'utf8')], undone.err).toEqual([0, 'Attic\n']);
  });

  it('changes it as a user of version 3 that may write, and puts it back', async () => {
    for (const name of ['readers', 'writers']) expect((await run('credentials', 'remove', name)).code).toBe(0);
    const protocols = ['--auth', 'sha256', '--privacy', 'aes128'];
    await keep('keeper', 'snmp-user', [USER.auth, USER.privacy], '--user', 'keeper', ...protocols);
    await changesAndPutsBack();
    expect((await run('credentials', 'remove', 'keeper')).code).toBe(0);
  });

  it('says that no key opens it where the community is wrong, and sends it no order', async () => {
    await keep('wrong', 'snmp-community', ['nobody knows it']);
    const applied = await run('apply', wish(id, both), '--yes', '-o', 'json');
    expect(applied.code).toBe(4);
    const [row] = documentOf<Applied>(applied).devices;
    expect(row?.problem).toMatchObject({ code: 'manage/no-login' });
    expect(row?.problem?.text).toContain('wrong: no answer, as to a wrong community');
    expect(await there(SYS_LOCATION)).toBe('Cellar');
  });
});
