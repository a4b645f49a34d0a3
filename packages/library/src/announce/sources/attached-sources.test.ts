import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openNetwork, systemClock, systemCryptography, systemDice } from '@quietport/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AttachedWish, attachedSources } from './attached-sources.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quietport-sources-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const world = {
  network: openNetwork({ allowedInterfaces: ['lo'] }),
  clock: systemClock,
  dice: systemDice,
  cryptography: systemCryptography,
};

const choose = (wish: Partial<AttachedWish>) =>
  attachedSources({ folder: join(folder, 'state'), ...wish }, world, new AbortController().signal);

function usbTree(): string {
  const tree = join(folder, 'usb');
  for (const place of ['1-1', '1-1:1.0']) mkdirSync(join(tree, place), { recursive: true });
  const files = {
    '1-1/idVendor': '04b8',
    '1-1/idProduct': '0202',
    '1-1/serial': 'X1',
    '1-1:1.0/bInterfaceClass': '07',
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(tree, file), `${text}\n`);
  return tree;
}

describe('the choice of sources', () => {
  it('is what was named, in one order, and says what each has', async () => {
    const devices = [{ key: 'bar', kind: 'pos-printer', makeAndModel: 'EPSON TM-U220' }] as const;
    const { sources, notes } = await choose({ devices, usb: usbTree() });
    expect(sources.map(({ id }) => id)).toEqual(['usb', 'devices']);
    expect(notes).toEqual(['USB printers: 1 device.', 'Listed devices: 1 device.']);
    const [usb] = await sources[0]!.read(new AbortController().signal);
    expect(usb).toMatchObject({ key: 'usb:04b8:0202:X1', settable: expect.arrayContaining(['printer-name']) });
  });

  it('keeps a source that cannot be read now: it may come back', async () => {
    const { sources, notes } = await choose({ usb: join(folder, 'none'), cups: join(folder, 'no.sock') });
    expect(sources.map(({ id }) => id)).toEqual(['cups', 'usb']);
    expect(notes).toEqual([]);
    const { signal } = new AbortController();
    await expect(sources[0]!.read(signal)).rejects.toMatchObject({ code: 'announce/cups-silent' });
    await expect(sources[1]!.read(signal)).rejects.toMatchObject({ code: 'announce/no-usb' });
  });

  it('asks the CUPS server at an address that was named, in the language of IPP', async () => {
    const asked: string[] = [];
    const at = { address: '127.0.0.1', port: 0, transport: 'tcp' } as const;
    const empty = Uint8Array.of(2, 0, 4, 6, 0, 0, 0, 1, 3);
    const serving = await world.network.serveHttp(at, async ({ method, path, headers }) => {
      asked.push(`${method} ${path} ${headers['content-type']} ${headers['authorization']}`);
      return { status: 200, headers: {}, body: empty };
    });
    try {
      const place = `127.0.0.1:${serving.local.port}`;
      expect((await choose({ cups: place })).notes).toEqual([`CUPS at ${place}: no queue.`]);
      expect(asked).toEqual(['POST / application/ipp undefined']);
    } finally {
      await serving.close();
    }
  });

  it('does not begin where what was set before cannot be read', async () => {
    mkdirSync(join(folder, 'state'));
    writeFileSync(join(folder, 'state', 'attached.json'), '{');
    await expect(choose({ usb: usbTree() })).rejects.toMatchObject({ code: 'announce/bad-state' });
    expect(readFileSync(join(folder, 'state', 'attached.json'), 'utf8')).toBe('{');
  });
});
