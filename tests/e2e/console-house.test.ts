import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeDevice } from '../support/odd-devices.ts';
import { type ServedDevices, serveDevices } from '../support/served-devices.ts';

let browser: Browser;
let server: ServedDevices;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_392);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('keys and settings in the console', () => {
  it('keep a key whose secret never comes back, and forget it', async () => {
    const { page, troubles } = await openPage(browser, server.url);
    const told: string[] = [];
    page.on('response', async (response) => told.push(await response.text().catch(() => '')));
    await page.goto('/credentials');
    await page.getByText('No key is kept.').waitFor();
    await page.getByRole('button', { name: 'Add a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('office');
    await dialog.getByLabel('Tried at').fill('10.0.7.0/24');
    await dialog.getByRole('textbox', { name: 'Community' }).fill('s3cret-community');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: '10.0.7.0/24' }).waitFor();
    // what was typed for one kind is not sent as another, and privacy wants its own passphrase
    await page.getByRole('button', { name: 'Add a key' }).click();
    await dialog.getByLabel('Name').fill('other');
    await dialog.getByLabel('Tried at').fill('10.0.7.0/24');
    await dialog.getByRole('textbox', { name: 'Community' }).fill('s3cret-community');
    await dialog.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'SNMP v3 user' }).click();
    await dialog.getByLabel('User').fill('reader');
    expect(await dialog.getByLabel('Passphrase', { exact: true }).inputValue()).toBe('');
    await dialog.getByLabel('Passphrase', { exact: true }).fill('s3cret-enough');
    expect(await dialog.getByRole('button', { name: 'Keep it' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Passphrase of privacy').fill('s3cret-enough');
    expect(await dialog.getByRole('button', { name: 'Keep it' }).isDisabled()).toBe(false);
    await page.keyboard.press('Escape');
    // another place; the secret stays until somebody types a new one
    await page.getByRole('button', { name: 'Change office' }).click();
    expect(await dialog.getByRole('button', { name: 'Change' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Tried at').fill('10.0.8.0/24');
    await page.keyboard.press('Enter');
    await page.getByRole('listitem').filter({ hasText: '10.0.8.0/24' }).waitFor();
    await page.getByRole('button', { name: 'Change office' }).click();
    await dialog.getByRole('textbox', { name: 'New community' }).fill('s3cret-too');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(told.join()).not.toContain('s3cret');
    await page.getByRole('button', { name: 'Forget office' }).click();
    await page.getByRole('button', { name: 'Forget office' }).click();
    await page.getByText('No key is kept.').waitFor();
    expect(troubles).toEqual([]);
  });

  it('change a setting, refuse a wrong value in words, and go back to the default', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/settings');
    await page.getByRole('button', { name: 'Change approval' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('everybody');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('textbox').fill('another');
    await page.keyboard.press('Enter');
    const row = page.getByRole('listitem').filter({ hasText: 'approval' });
    await row.getByText('set here').waitFor();
    await page.getByRole('button', { name: 'Default of approval' }).press('Enter');
    await row.getByText('the default').waitFor();
  });

  it.each(['light', 'dark'] as const)('have no barrier in %s, and fit a telephone', async (scheme) => {
    const { page } = await openPage(browser, server.url, { scheme, width: 375 });
    for (const [path, words] of [
      ['/credentials', 'No key is kept.'],
      ['/settings', 'retention-raw'],
    ] as const) {
      await page.goto(path);
      await page.getByText(words).first().waitFor();
      expect(await barriers(page), path).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(375);
    }
  });
});
