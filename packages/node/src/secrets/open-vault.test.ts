import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CredentialSet, FaultCode, Keys, Vault } from '@quietport/core';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { systemDice } from '../dice.ts';
import { openVault, type VaultPlaces } from './open-vault.ts';

const root = mkdtempSync(join(tmpdir(), 'quietport-vault-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const passphrase = 'correct horse 47';
let folder: string;
let keyFile: string;
let sealedFile: string;
let count = 0;

beforeEach(() => {
  const home = join(root, String(count++));
  folder = join(home, 'data', 'credentials');
  keyFile = join(home, 'config', 'credentials.key');
  sealedFile = join(folder, 'keys.sealed');
});

const open = (key: Partial<VaultPlaces['key']> = {}): Vault =>
  openVault({ folder, key: { file: keyFile, ...key } }, { clock: systemClock, dice: systemDice });

const set = (name: string): CredentialSet => ({
  name,
  scope: ['everywhere'],
  order: 1,
  changedAt: 1,
  secret: { for: 'login', user: 'admin', password: passphrase },
});

const add = (vault: Vault, name: string) =>
  vault.keys.change((keys: Keys) => ({
    value: { ...keys, sets: [...keys.sets, set(name)] },
    result: keys.sets.length,
  }));

const codeOf = (work: Promise<unknown>): Promise<FaultCode | 'none'> =>
  work.then(
    () => 'none',
    (error) => error.code,
  );

describe('a vault', () => {
  it('is empty before its first use, and leaves nothing behind by being read', async () => {
    const vault = open();
    expect(await vault.keys.read()).toEqual({ sets: [], pins: [] });
    expect(await vault.notes.read()).toEqual({ drawers: {} });
    expect(await vault.exists()).toBe(false);
    expect(existsSync(folder) || existsSync(keyFile)).toBe(false);
  });

  it('keeps what it is given, in files for the owner alone, and opens them again', async () => {
    expect(await add(open(), 'a')).toBe(0);
    expect(await add(open(), 'b')).toBe(1);
    expect((await open().keys.read()).sets).toEqual([set('a'), set('b')]);
    for (const path of [keyFile, sealedFile]) expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const path of [folder, join(keyFile, '..')]) expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['keys.sealed']);
  });

  it('shows nothing of a secret in its files: as text, hex, base64 at any offset, or backwards', async () => {
    await add(open(), 'a');
    const bytes = Buffer.from(passphrase);
    const base64 = [0, 1, 2].map((shift) =>
      Buffer.concat([Buffer.alloc(shift), bytes])
        .toString('base64')
        .slice(shift === 0 ? 0 : shift + 1, -4),
    );
    const forms = [passphrase, bytes.toString('hex'), [...passphrase].reverse().join(''), ...base64];
    const text = readFileSync(sealedFile, 'utf8');
    const sealed = Buffer.from((JSON.parse(text) as { sealed: string }).sealed, 'base64').toString('latin1');
    for (const form of forms) {
      expect(text).not.toContain(form);
      expect(sealed).not.toContain(form);
    }
  });

  it('seals the same value differently each time', async () => {
    await add(open(), 'a');
    const before = readFileSync(sealedFile, 'utf8');
    await open().keys.change((keys) => ({ value: { ...keys }, result: 0 }));
    expect(readFileSync(sealedFile, 'utf8')).not.toBe(before);
  });

  it('is not written where nothing changed', async () => {
    await add(open(), 'a');
    const before = statSync(sealedFile, { bigint: true }).mtimeNs;
    await open().keys.change((value) => ({ value, result: 0 }));
    expect(statSync(sealedFile, { bigint: true }).mtimeNs).toBe(before);
  });

  it('sees what another one wrote since it looked last', async () => {
    const [one, other] = [open(), open()];
    await add(one, 'a');
    expect((await other.keys.read()).sets).toHaveLength(1);
    await add(one, 'b');
    expect((await other.keys.read()).sets).toHaveLength(2);
  });
});

describe('writers at once', () => {
  it('lose nothing, each with a hand of its own', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `n${i}`);
    await Promise.all(names.map((name) => add(open(), name)));
    expect((await open().keys.read()).sets.map(({ name }) => name).sort()).toEqual(names.toSorted());
    expect(readdirSync(folder)).toEqual(['keys.sealed']);
  });

  it('share a writing where they wait together, and one that fails takes nobody along', async () => {
    const vault = open();
    const first = add(vault, 'a');
    const bad = vault.keys.change(() => {
      throw new RangeError('no');
    });
    const rest = ['b', 'c'].map((name) => add(vault, name));
    await expect(bad).rejects.toThrow('no');
    expect(await Promise.all([first, ...rest])).toEqual([0, 1, 2]);
    expect((await open().keys.read()).sets).toHaveLength(3);
  });

  it('break the lock of a process that is gone, and of one that is far too old', async () => {
    await add(open(), 'a');
    writeFileSync(`${sealedFile}.lock`, `4194305 ${hostname()} 00\n`);
    await add(open(), 'b');
    writeFileSync(`${sealedFile}.lock`, '1 elsewhere 00\n');
    const old = systemClock.now() / 1000 - 120;
    utimesSync(`${sealedFile}.lock`, old, old);
    await Promise.all([add(open(), 'c'), add(open(), 'd'), add(open(), 'e')]);
    expect((await open().keys.read()).sets).toHaveLength(5);
    expect(readdirSync(folder)).toEqual(['keys.sealed']);
  });
});

describe('the key', () => {
  it.each([
    ['hex', '0f'.repeat(32)],
    ['base64', Buffer.alloc(32, 0xfb).toString('base64')],
    ['base64 without its end', Buffer.alloc(32, 0xfb).toString('base64url')],
  ])('may come from the environment as %s, and no file is made then', async (_name, text) => {
    const given = { text, from: 'QUIETPORT_KEY' };
    await add(open({ given }), 'a');
    expect((await open({ given }).keys.read()).sets).toHaveLength(1);
    expect(existsSync(keyFile)).toBe(false);
  });

  it("may come from systemd's folder, which counts before the file", async () => {
    await add(open(), 'a');
    const own = join(root, 'systemd');
    mkdirSync(own, { recursive: true });
    expect((await open({ folder: own }).keys.read()).sets).toHaveLength(1);
    writeFileSync(join(own, 'quietport.key'), Buffer.alloc(32, 7), { mode: 0o440 });
    expect(await codeOf(open({ folder: own }).keys.read())).toBe('credentials/wrong-key');
  });

  it.each([0o640, 0o604, 0o660, 0o777])('in a file of mode %o is refused, and named', async (mode) => {
    await add(open(), 'a');
    chmodSync(keyFile, mode);
    const before = readFileSync(sealedFile);
    await expect(open().keys.read()).rejects.toMatchObject({
      code: 'credentials/key-exposed',
      text: `The key file ${keyFile} is not for its owner alone: its mode is 0${mode.toString(8)}.`,
    });
    expect(await codeOf(add(open(), 'b'))).toBe('credentials/key-exposed');
    expect(readFileSync(sealedFile)).toEqual(before);
  });

  it('that is none is refused without being repeated', async () => {
    const given = { text: passphrase, from: 'QUIETPORT_KEY' };
    const error = await add(open({ given }), 'a').catch((fault) => fault);
    expect(error.code).toBe('credentials/bad-key');
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(passphrase);
    mkdirSync(join(keyFile, '..'), { recursive: true });
    writeFileSync(keyFile, 'x'.repeat(5_000), { mode: 0o600 });
    expect(await codeOf(add(open(), 'a'))).toBe('credentials/bad-key');
    expect(existsSync(sealedFile)).toBe(false);
  });

  it('that is missing is not made anew where something was sealed with it', async () => {
    await add(open(), 'a');
    rmSync(keyFile);
    expect(await codeOf(open().keys.read())).toBe('credentials/no-key');
    expect(await codeOf(add(open(), 'b'))).toBe('credentials/no-key');
    const note = open().notes.change(() => ({ value: { drawers: { x: {} } }, result: 0 }));
    expect(await codeOf(note)).toBe('credentials/no-key');
    expect(existsSync(keyFile)).toBe(false);
  });

  it('is one, however many need it at first', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, i) => add(open(), `n${i}`)));
    expect((await open().keys.read()).sets).toHaveLength(8);
    expect(readdirSync(join(keyFile, '..'))).toEqual(['credentials.key']);
  });
});

describe('a sealed file', () => {
  it('that was changed in any byte is refused, and left as it is', async () => {
    await add(open(), 'a');
    const good = readFileSync(sealedFile);
    for (let i = 0; i < good.length; i += 7) {
      const bad = Buffer.from(good);
      bad[i] = bad[i]! ^ 1;
      writeFileSync(sealedFile, bad);
      const codes = [await codeOf(open().keys.read()), await codeOf(add(open(), 'b'))];
      // the last byte is the end of the line
      for (const code of codes) expect(['credentials/tampered', 'credentials/wrong-key']).toContain(code);
      expect(readFileSync(sealedFile)).toEqual(bad);
    }
  });

  it.each(['', '{', 'null', '[]', '{"schema":"quietport/sealed@1"}', '\0\0\0'])(
    'that holds %j is refused',
    async (text) => {
      await add(open(), 'a');
      writeFileSync(sealedFile, text);
      expect(await codeOf(add(open(), 'b'))).toBe('credentials/tampered');
      expect(readFileSync(sealedFile, 'utf8')).toBe(text);
    },
  );

  it('cut anywhere is refused', async () => {
    await add(open(), 'a');
    const good = readFileSync(sealedFile);
    for (let length = 0; length < good.length - 1; length += 11) {
      writeFileSync(sealedFile, good.subarray(0, length));
      expect(await codeOf(open().keys.read())).toBe('credentials/tampered');
    }
  });

  it('of one purpose is not taken for the other', async () => {
    await add(open(), 'a');
    writeFileSync(join(folder, 'notes.sealed'), readFileSync(sealedFile));
    expect(await codeOf(open().notes.read())).toBe('credentials/tampered');
    writeFileSync(join(folder, 'notes.sealed'), readFileSync(sealedFile, 'utf8').replace('"keys"', '"notes"'));
    expect(await codeOf(open().notes.read())).toBe('credentials/tampered');
  });

  it('under another key is refused, and left as it is', async () => {
    await add(open(), 'a');
    const before = readFileSync(sealedFile);
    const given = { text: 'ab'.repeat(32), from: 'QUIETPORT_KEY' };
    await expect(open({ given }).keys.read()).rejects.toMatchObject({
      code: 'credentials/wrong-key',
      text: `${sealedFile} was sealed with another key than the one in QUIETPORT_KEY.`,
    });
    expect(await codeOf(add(open({ given }), 'b'))).toBe('credentials/wrong-key');
    expect(readFileSync(sealedFile)).toEqual(before);
  });
});
