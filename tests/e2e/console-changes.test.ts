import type { KeptPlan } from '@quietport/library';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeDevice } from '../support/odd-devices.ts';
import { type ServedDevices, serveDevices } from '../support/served-devices.ts';

let browser: Browser;
let server: ServedDevices;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_390);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const row = {
  ...{ device: 'd1', name: '<b>Front desk</b>', protocol: 'ipp', address: '10.0.0.1', problem: null },
  changes: [{ property: 'location' as const, from: null, to: 'Bay \u202e7' }],
};
const made: KeptPlan = { id: 'p01', at: Date.now(), by: null, rows: [row] };
const done: KeptPlan = {
  ...{ id: 'p02', at: Date.now() - 60_000, by: 'ann' },
  rows: [{ ...row, outcome: 'done' }],
  decided: { is: 'applied', at: Date.now() - 50_000, by: 'ben', run: 'aa', endedAt: Date.now() - 49_000 },
};

const kept = ({ id, at, ...value }: KeptPlan) => ({ kind: 'plan', id, at, value });

describe('changes in the console', () => {
  it('teach where there are none, and are put away or refused in words', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/changes');
    await page.getByText('Nobody has planned a change.').waitFor();
    await server.keep(kept(made));
    await server.keep(kept(done));
    await page.goto('/changes');
    await page.getByText('waits for a yes').waitFor();
    await page.getByText('applied by ben').waitFor();
    await page.getByRole('button', { name: 'Plan to take it back' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('button', { name: 'Discard' }).press('Enter');
    await page.getByText('discarded', { exact: true }).waitFor();
    await page.getByText('waits for a yes').waitFor({ state: 'detached' });
  });

  it('are planned from a device, which is asked first', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/devices/d1');
    await page.getByRole('button', { name: 'Change …' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Plan it' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Where it stands').fill('Bay 9');
    await page.keyboard.press('Enter');
    // nobody has said which network may be asked
    await dialog.getByRole('alert').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('have no barrier in %s, and fit a telephone', async (scheme) => {
    await server.keep(kept(made));
    const { page } = await openPage(browser, server.url, { scheme, width: 375 });
    await page.goto('/changes');
    await page.getByText('waits for a yes').waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375);
    expect(await page.locator('li b').count()).toBe(0);
  });
});
