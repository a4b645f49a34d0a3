import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AttachedDevice } from '@quietport/core';
import { systemDice, textFile } from '@quietport/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnValues, withOwnValues } from './own-values.ts';

const never = new AbortController().signal;
const device: AttachedDevice = {
  key: 'usb:04b8:0202:X1',
  kind: 'printer',
  attributes: { 'printer-make-and-model': 'EPSON TM-T88V', 'printer-location': 'shop' },
  settable: [],
  commands: [],
};
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-own-'));
  path = join(folder, 'state', 'attached.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The source as a run of the server opens it. */
function opened(devices: readonly AttachedDevice[] = [device]) {
  const values = new OwnValues(textFile(path, systemDice));
  return withOwnValues({ id: 'usb', read: async () => devices }, values);
}

const attributesNow = async (source = opened()) => (await source.read(never))[0]?.attributes;

describe('what is set of a device that cannot keep it', () => {
  it('stands over what the device tells, and outlives the run', async () => {
    const source = opened();
    expect(await source.set(device.key, { 'printer-location': 'bar', 'printer-info': 'till 1' }, never)).toEqual({
      is: 'done',
    });
    const wanted = { 'printer-make-and-model': 'EPSON TM-T88V', 'printer-location': 'bar', 'printer-info': 'till 1' };
    expect(await attributesNow(source)).toEqual(wanted);
    expect(await attributesNow()).toEqual(wanted);
    expect((await opened().read(never))[0]?.settable).toEqual([
      'printer-name',
      'printer-location',
      'printer-info',
      'printer-geo-location',
    ]);
  });

  it('stays removed, whatever the device tells', async () => {
    expect(await opened().set(device.key, { 'printer-location': null }, never)).toEqual({ is: 'done' });
    expect(await attributesNow()).toEqual({ 'printer-make-and-model': 'EPSON TM-T88V' });
  });

  it('is written for its owner alone and leaves no half file behind', async () => {
    const source = opened();
    const all = Array.from({ length: 10 }, (_, i) => source.set(device.key, { 'printer-info': `${i}` }, never));
    expect(await Promise.all(all)).toEqual(all.map(() => ({ is: 'done' })));
    expect(readdirSync(join(folder, 'state'))).toEqual(['attached.json']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(await attributesNow()).toMatchObject({ 'printer-info': '9' });
  });

  it.each([
    ['another name', { 'printer-state': 3 }],
    ['no text', { 'printer-info': 5 }],
    ['one good and one bad value', { 'printer-info': 'x', 'printer-uuid': 'y' }],
  ])('is refused as a whole for %s', async (_, changes) => {
    expect(await opened().set(device.key, changes, never)).toMatchObject({ is: 'refused' });
    expect(await attributesNow()).toEqual(device.attributes);
  });

  it('is not taken for a device that is gone', async () => {
    expect(await opened([]).set(device.key, { 'printer-info': 'x' }, never)).toMatchObject({ is: 'failed' });
  });

  it('has failed where the file cannot be written, and nothing has changed', async () => {
    writeFileSync(join(folder, 'state'), 'a file where a folder should be');
    const source = opened();
    expect(await source.set(device.key, { 'printer-info': 'x' }, never)).toMatchObject({
      is: 'failed',
      why: /attached\.json/,
    });
  });

  it.each([
    ['cut', '{"schema":"quietport/attached@1"'],
    ['of another form', '{"schema":"quietport/find@1","devices":{}}'],
    ['without devices', '{"schema":"quietport/attached@1","devices":[]}'],
    ['with other values', '{"schema":"quietport/attached@1","devices":{"a":{"printer-state":"x"}}}'],
  ])('that is %s is an error that names the file, and the file is left as it is', async (_, text) => {
    await opened().set(device.key, { 'printer-info': 'x' }, never);
    writeFileSync(path, text);
    await expect(opened().read(never)).rejects.toMatchObject({
      code: 'announce/bad-state',
      text: expect.stringContaining(path),
    });
    expect(await opened().set(device.key, { 'printer-info': 'y' }, never)).toMatchObject({ is: 'failed' });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('commands nothing', async () => {
    expect(await opened().command(device.key, 'restart', {}, never)).toMatchObject({ is: 'refused' });
  });
});
