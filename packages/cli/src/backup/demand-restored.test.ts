import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demandRestored } from './demand-restored.ts';

let data = '';
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'quietport-restored-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

describe('a data folder', () => {
  it('that is new, whole, or not there is as it should be', async () => {
    await demandRestored(data);
    await demandRestored(join(data, 'nowhere'));
    mkdirSync(join(data, 'restoring-12'));
    mkdirSync(join(data, 'before-restore-20260101T000000Z'));
    writeFileSync(join(data, 'inventory.sqlite'), '');
    await demandRestored(data);
  });

  it('in which a restore was cut off is refused, and the place of the old inventory is named', async () => {
    mkdirSync(join(data, 'restoring-12'));
    mkdirSync(join(data, 'before-restore-20260101T000000Z'));
    mkdirSync(join(data, 'before-restore-20260201T000000Z'));
    await expect(demandRestored(data)).rejects.toMatchObject({
      code: 'restore/cut-off',
      next: expect.stringContaining(join('before-restore-20260201T000000Z', 'inventory.sqlite')),
    });
  });
});
