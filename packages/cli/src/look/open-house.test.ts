import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Context } from '../command.ts';
import { openHouse } from './open-house.ts';

it('a data folder that cannot be made is told in a sentence with the way out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietport-data-'));
  try {
    writeFileSync(join(folder, 'file'), '');
    const data = join(folder, 'file', 'quietport');
    const settings = { data, interfaces: ['lo'] } as unknown as Context['settings'];
    await expect(openHouse({ settings } as Context)).rejects.toMatchObject({
      code: 'store/cannot-open',
      exit: 4,
      text: expect.stringContaining(data),
      next: expect.stringContaining('--data'),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
