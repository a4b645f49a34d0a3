import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CredentialSet, Device, ServedDevices } from '../../packages/core/src/index.ts';
import { claimsOf } from '../../packages/core/src/protocols/ncdp2/claims.ts';
import { encodeNcdp2, type Ncdp2Frame } from '../../packages/core/src/protocols/ncdp2/codec.ts';
import { openSecureSide, type SecureSide } from '../../packages/library/src/announce/secure-side.ts';
import {
  apply,
  identify,
  type Journal,
  type ManageWorld,
  openHouse,
  openJournal,
  plan,
  planUndo,
  remember,
  VaultLocksmith,
} from '../../packages/library/src/index.ts';
import { openMemoryStore, openServerSecrets, systemClock, systemDice } from '../../packages/node/src/index.ts';
import { MemoryVault } from '../support/memory-vault.ts';
import { openDesk, ToldSource, till } from '../support/ncdp2-desk.ts';

const never = new AbortController().signal;
let folder: string;
let served: Served;
let world: ManageWorld & { readonly vault: MemoryVault };
let journal: Journal;
let device: Device;

interface Served {
  readonly source: ToldSource;
  readonly side: SecureSide;
  readonly frame: Ncdp2Frame;
  readonly devices: ServedDevices;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-manage-'));
  served = await serve('server', 0);
  world = makeWorld(served.side.token);
  journal = await openJournal(join(folder, 'changes.jsonl'));
  device = await meet(served);
});
afterEach(async () => {
  await journal.close();
  await served.side.close();
  rmSync(folder, { recursive: true });
});

/** A server with a till, on loopback; another folder is another key, another certificate and another token. */
async function serve(name: string, port: number, source: ToldSource = new ToldSource(till)): Promise<Served> {
  const { devices } = await openDesk(systemClock, source);
  const request = {
    folder: join(folder, name),
    addresses: ['127.0.0.1', '127.0.0.2'],
    port,
    devices,
    maxAgeSeconds: 1800,
  };
  const side = await openSecureSide(request, openHouse({ allowedInterfaces: ['lo'] }));
  const [first] = devices.list;
  const attributes = devices.read(first!, 'short-identity');
  const frame: Ncdp2Frame = {
    letter: 'p',
    deviceType: 3,
    deviceNumber: 0,
    function: 0,
    result: 0,
    body: { token: Uint8Array.of(1), version: 1, revision: 1, bootId: devices.bootId, attributes },
  };
  return { source, side, frame, devices };
}

function makeWorld(token: string, scope = ['everywhere']): ManageWorld & { readonly vault: MemoryVault } {
  const set: CredentialSet = {
    name: 'desk',
    secret: { for: 'ncdp2-token', token },
    scope,
    order: 1,
    changedAt: 0,
  };
  const vault = new MemoryVault([set]);
  const store = openMemoryStore();
  const locksmith = new VaultLocksmith({ vault, store, clock: systemClock });
  return { house: openHouse({ store, locksmith, allowedInterfaces: ['lo'] }), vault, how: {}, signal: never };
}

/** Puts the device into the inventory as a look would have heard it. */
async function meet({ side, frame }: Served, address = '127.0.0.1'): Promise<Device> {
  const from = { address, port: side.port, transport: 'udp' } as const;
  const heard = {
    id: `at ${address}`,
    at: systemClock.now(),
    vantage: { host: 'test', interface: 'lo' },
    from,
    protocol: 'ncdp2',
    raw: encodeNcdp2(frame),
    claims: claimsOf(frame, { from, several: false }),
  };
  const { devices } = await remember(world.house.store, [heard], []);
  return devices[0]!;
}

const wish = (location: string | null) => [{ id: device.id, values: { location } }];
const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): { is: string; outcome?: string } => JSON.parse(line));

describe('managing over NCDP/2', () => {
  it('plans, applies and takes back, and both sides have written it down', async () => {
    const planned = await plan(wish('Bar 2'), world);
    expect(planned).toMatchObject([
      { protocol: 'ncdp2', changes: [{ property: 'location', from: 'Bar 1', to: 'Bar 2' }], problem: undefined },
    ]);
    expect(served.source.done).toEqual([]);
    const { run, devices } = await apply(planned, journal, world);
    expect(devices).toMatchObject([{ outcome: 'done', problem: undefined }]);
    expect((await plan(wish('Bar 2'), world))[0]!.changes).toEqual([]);
    const back = await planUndo(run, journal, world);
    expect((await apply(back, journal, world)).devices[0]).toMatchObject({ outcome: 'done' });
    expect((await plan(wish('Bar 1'), world))[0]!.changes).toEqual([]);
    await expect(planUndo(undefined, journal, world)).rejects.toMatchObject({ code: 'manage/nothing-to-undo' });
    expect(served.source.done).toHaveLength(2);
    expect(linesOf(journal.path).map(({ is, outcome }) => outcome ?? is)).toEqual(['change', 'done', 'change', 'done']);
    expect(linesOf(served.side.auditPath).map(({ is }) => is)).toEqual(['request', 'result', 'request', 'result']);
    expect(readFileSync(served.side.auditPath, 'utf8')).not.toContain(served.side.token);
  });

  it('pins the certificate after a right login, and refuses another one until it is told', async () => {
    const { port } = served.side;
    await plan(wish('Bar 2'), world);
    expect(world.vault.keys.value.pins).toMatchObject([
      { device: device.id, port, fingerprint: served.side.fingerprint },
    ]);
    await served.side.close();
    const stranger = await serve('stranger', port);
    try {
      const [row] = await plan(wish('Bar 2'), world);
      expect(row!.problem).toMatchObject({ code: 'credentials/certificate-changed' });
      // not a word was said to it: no login was tried
      expect(linesOf(stranger.side.auditPath)).toEqual([]);
    } finally {
      await stranger.side.close();
    }
    served = await serve('server', port);
    expect((await plan(wish('Bar 2'), world))[0]!.problem).toBeUndefined();
  });

  it('goes on with a certificate that has expired: the dates in it do not count', async () => {
    await served.side.close();
    const clock = { ...systemClock, now: () => Date.UTC(1980, 0) };
    const { identity } = await openServerSecrets(join(folder, 'old'), 'server', { clock, dice: systemDice });
    expect(Date.parse(new X509Certificate(identity.certificate).validTo)).toBeLessThan(systemClock.now());
    served = await serve('old', 0);
    world = makeWorld(served.side.token);
    device = await meet(served);
    const { devices } = await apply(await plan(wish('Bar 2'), world), journal, world);
    expect(devices).toMatchObject([{ outcome: 'done', problem: undefined }]);
    expect(world.vault.keys.value.pins).toMatchObject([{ fingerprint: served.side.fingerprint }]);
  });

  it('pins nothing where the login is wrong, and shows a wrong token once', async () => {
    world = makeWorld('another-token-of-24-byte');
    device = await meet(served);
    const [row] = await plan(wish('Bar 2'), world);
    expect(row!.problem).toMatchObject({ code: 'manage/no-login' });
    expect(world.vault.keys.value.pins).toEqual([]);
    expect(linesOf(served.side.auditPath)).toMatchObject([{ is: 'wrong-login' }]);
  });

  it('sends no change to another device that stands in its place', async () => {
    const planned = await plan(wish('Bar 2'), world);
    const { port } = served.side;
    await served.side.close();
    const uuid = 'urn:uuid:6ba7b810-9dad-41d1-80b4-00c04fd430c8';
    const other = new ToldSource({ ...till, attributes: { ...till.attributes, 'printer-uuid': uuid } });
    served = await serve('server', port, other);
    const { devices } = await apply(planned, journal, world);
    expect(devices).toMatchObject([{ outcome: 'not-done', problem: { code: 'manage/another-there', exit: 6 } }]);
    await expect(identify(device.id, [], world)).rejects.toMatchObject({ code: 'manage/another-there' });
    expect([other.done, linesOf(journal.path)]).toEqual([[], []]);
  });

  it('does what was agreed to and nothing else: what moved meanwhile is a conflict', async () => {
    const planned = await plan(wish('Bar 2'), world);
    const elsewhere = await plan(wish('Bar 3'), world);
    expect((await apply(elsewhere, journal, world)).devices[0]!.outcome).toBe('done');
    const { devices } = await apply(planned, journal, world);
    expect(devices).toMatchObject([{ outcome: 'not-done', problem: { code: 'manage/changed-meanwhile', exit: 6 } }]);
    expect(served.source.done).toHaveLength(1);
  });

  it('takes back a change that was cut off before its outcome was known', async () => {
    const [planned] = await plan(wish('Bar 2'), world);
    await apply([planned!], journal, world);
    // the same change as a process would leave it that died between the write and the outcome
    const changes = planned!.changes;
    const cut = { is: 'change', id: 'cut', run: 'cut-run', at: 1, device: device.id, protocol: 'ncdp2' } as const;
    await journal.append({ ...cut, address: '127.0.0.1', changes });
    const back = await planUndo('cut-run', journal, world);
    expect(back).toMatchObject([{ undoes: 'cut', changes: [{ from: 'Bar 2', to: 'Bar 1' }] }]);
    expect((await apply(back, journal, world)).devices[0]!.outcome).toBe('done');
    const again = await planUndo(undefined, journal, world);
    // the other one was changed back already: nothing is left to do
    expect(again[0]!.changes).toEqual([]);
  });

  it('takes back what the device made of its own of a wish, and leaves it where somebody has changed it since', async () => {
    const { devices } = served;
    const set = devices.set.bind(devices);
    const stand = (location: string) => set({ key: 'usb:till' }, { 'printer-location': location }, never);
    devices.set = () => stand('BAR');
    const applied = await apply(await plan(wish('Bar 2'), world), journal, world);
    expect(applied.devices).toMatchObject([{ outcome: 'unknown', problem: { code: 'manage/not-kept' } }]);
    devices.set = set;
    const back = await planUndo(undefined, journal, world);
    expect(back).toMatchObject([{ problem: undefined, changes: [{ from: 'BAR', to: 'Bar 1' }] }]);
    await stand('Cellar');
    expect((await planUndo(undefined, journal, world))[0]!.problem!.code).toBe('manage/changed-meanwhile');
    await stand('BAR');
    expect((await apply(back, journal, world)).devices[0]!.outcome).toBe('done');
    expect((await plan(wish('Bar 1'), world))[0]!.changes).toEqual([]);
  });

  it('goes by another address of the server where no token was given for the first, and not past a wrong one', async () => {
    const at = async (scope: string, token = served.side.token) => {
      world = makeWorld(token, [scope]);
      await meet(served, '127.0.0.2');
      // the one heard last comes first
      device = await meet(served, '127.0.0.1');
      return (await plan(wish('Bar 2'), world))[0]!;
    };
    expect(await at('127.0.0.1')).toMatchObject({ address: '127.0.0.1', problem: undefined });
    expect(await at('127.0.0.2')).toMatchObject({ address: '127.0.0.2', problem: undefined });
    expect((await at('127.0.0.3')).problem?.code).toBe('manage/no-login');
    const wrong = await at('127.0.0.1', 'no-such-token-of-24-bytes');
    expect([wrong.problem?.code, wrong.address]).toEqual(['manage/no-login', undefined]);
  });

  it('says what the device said, and that something may have been done where nobody knows', async () => {
    const planned = await plan(wish('Bar 2'), world);
    served.source.answer = () => ({ is: 'refused', why: 'the panel is in use' });
    const refused = await apply(planned, journal, world);
    expect(refused.devices).toMatchObject([{ outcome: 'not-done', problem: { code: 'manage/refused', exit: 5 } }]);
    expect(refused.devices[0]!.problem!.text).toContain('the panel is in use');
    served.source.answer = () => {
      void served.side.close();
      return { is: 'busy', retryAfterSeconds: 1 };
    };
    const lost = await apply(planned, journal, world);
    expect(lost.devices[0]!.problem!.code).toMatch(/manage\/(lost|busy)/);
    expect(linesOf(journal.path).at(-1)).toMatchObject({ is: 'outcome' });
  });

  it('makes a device show itself', async () => {
    expect((await identify(device.id, ['flash'], world)).protocol).toBe('ncdp2');
    expect(served.source.done).toEqual(['identify usb:till {"identify-actions":["flash"]}']);
  });
});
