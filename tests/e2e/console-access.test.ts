import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeDevice } from '../support/odd-devices.ts';
import { type ServedDevices, serveDevices } from '../support/served-devices.ts';

const WAIT = { timeout: 20_000 };
const PASSWORD = 'correct horse battery';
let browser: Browser;
let server: ServedDevices;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_389);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('access in the console', () => {
  it('begins with a first user, by keyboard alone; then people, a token and what was done', async () => {
    const { page, troubles } = await openPage(browser, server.url);
    await page.goto('/access');
    await page.getByRole('heading', { name: 'Make the first user' }).waitFor();
    await page.getByRole('textbox', { name: 'User' }).focus();
    await page.keyboard.type('ada');
    await page.keyboard.press('Tab');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    const me = page.getByRole('listitem').filter({ hasText: 'this is you' });
    await me.waitFor();
    // the last admin stays
    await page.getByRole('button', { name: 'Remove ada' }).click();
    await page.getByRole('button', { name: 'Remove ada' }).click();
    await me.getByRole('alert').waitFor();

    await page.getByRole('button', { name: 'Add a user' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'User' }).fill('ben');
    await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await dialog.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('listitem').filter({ hasText: 'ben' }).waitFor();

    await page.getByRole('button', { name: 'Role of ben' }).click();
    await dialog.getByRole('combobox', { name: 'May' }).click();
    await page.getByRole('option', { name: /^Operator/ }).click();
    await dialog.getByRole('button', { name: 'Change' }).click();
    await page.getByRole('listitem').filter({ hasText: 'ben' }).getByText('operator').waitFor();

    await page.getByRole('tab', { name: 'Tokens' }).click();
    await page.getByText('No program has a token.').waitFor();
    await page.getByRole('button', { name: 'Make a token' }).click();
    await dialog.getByLabel('What for').fill('<b>Prometheus</b>');
    await page.keyboard.press('Enter');
    const text = await page.locator('code').textContent();
    expect(text).toMatch(/^qp_[\w-]{43}$/);
    const asked = await fetch(`${server.url}api/v1/devices`, { headers: { authorization: `Bearer ${text}` } });
    expect(asked.status).toBe(200);
    await page.getByRole('button', { name: 'Take back <b>Prometheus</b>' }).click();
    await page.getByRole('button', { name: 'Take back <b>Prometheus</b>' }).click();
    await page.getByText('No program has a token.').waitFor();
    // what opens nothing is not there to be copied
    expect(await page.locator('code').count()).toBe(0);
    const late = await fetch(`${server.url}api/v1/devices`, { headers: { authorization: `Bearer ${text}` } });
    expect(late.status).toBe(401);

    await page.getByRole('tab', { name: 'Audit log' }).click();
    for (const words of [
      'Made the first user',
      'Added a user',
      'Gave another role',
      'user/last-admin',
      'Took a token back',
    ])
      await page.getByRole('table').getByText(words).waitFor();
    await page.getByRole('combobox', { name: 'Since when' }).selectOption('The last day');
    await page.getByRole('table').getByText('Took a token back').waitFor();
    expect(await page.getByText(PASSWORD).count()).toBe(0);
    // the server says no to the last admin: the browser notes that
    expect(troubles.filter((trouble) => !trouble.includes('409'))).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no barrier in %s, and fits a telephone', async (scheme) => {
    const { page } = await openPage(browser, server.url, { scheme, width: 375 });
    await page.goto('/access');
    await page.getByRole('textbox', { name: 'User' }).fill('ada');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('this is you').waitFor();
    for (const [view, words] of [
      ['users', 'this is you'],
      ['tokens', 'No program has a token.'],
      ['audit', 'Made the first user'],
      ['mine', 'this one'],
    ] as const) {
      await page.goto(`/access?view=${view}`);
      await page.getByText(words).waitFor();
      expect(await barriers(page), view).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBeLessThanOrEqual(375);
    }
  });

  it('is for admins, and whoever is signed in finds the way out', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/access');
    await page.getByRole('textbox', { name: 'User' }).fill('ben');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByText('are for admins').waitFor();
    expect(await page.getByRole('tab').count()).toBe(1);
    // signed in at another place, too: the own password ends that
    const elsewhere = await openPage(browser, server.url);
    await elsewhere.page.goto('/devices');
    await elsewhere.page.getByRole('textbox', { name: 'User' }).fill('ben');
    await elsewhere.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await elsewhere.page.keyboard.press('Enter');
    await elsewhere.page.getByRole('link', { name: 'Front desk' }).waitFor();
    await page.reload();
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'signed in' }).count(), WAIT).toBe(2);
    await page.getByRole('button', { name: 'Change password' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password of now').fill('not the password');
    await dialog.getByLabel('New password').fill('another good password');
    await page.keyboard.press('Enter');
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Password of now').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('listitem').filter({ hasText: 'signed in' }).count(), WAIT).toBe(1);
    await elsewhere.page.goto('/devices');
    await elsewhere.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.getByRole('navigation', { name: 'Screens' }).waitFor();
    await page.getByRole('button', { name: 'Sign out of here' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
