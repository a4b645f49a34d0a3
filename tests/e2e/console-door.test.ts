import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeDevice } from '../support/odd-devices.ts';
import { type ServedDevices, serveDevices } from '../support/served-devices.ts';

let browser: Browser;
let server: ServedDevices;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_388);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('the door of the console', () => {
  it('lets everybody on this machine in while there are no users', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/devices');
    await page.getByRole('link', { name: 'Front desk' }).waitFor();
  });

  it('asks who comes once there is a user, says no to a wrong password, and leads to the screen that was asked for', async () => {
    await ask('POST', '/api/v1/setup', { user: 'root', password: PASSWORD });
    for (const scheme of ['light', 'dark'] as const) {
      const { page } = await openPage(browser, server.url, { scheme, width: 375 });
      await page.goto('/devices');
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      expect(await page.getByText('Front desk').count()).toBe(0);
      expect(await barriers(page)).toEqual([]);
      // by keyboard alone
      await page.getByLabel('User').focus();
      await page.keyboard.type('root');
      await page.keyboard.press('Tab');
      await page.keyboard.type('not the password');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      expect(await page.getByText('Front desk').count()).toBe(0);
      expect(await barriers(page)).toEqual([]);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('link', { name: 'Front desk' }).waitFor();
      expect(page.url()).toContain('/devices');
      // nothing that a script could read says who it is
      expect(await page.evaluate('[document.cookie, JSON.stringify({ ...localStorage })].join()')).not.toMatch(
        /session|root/i,
      );
    }
  });

  it('leaves the events alone until somebody has signed in', async () => {
    const { page } = await openPage(browser, server.url);
    let streams = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/events')) streams++;
    });
    await page.clock.install();
    await page.goto('/devices');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    for (let step = 0; step < 6; step++) await page.clock.runFor(5_000);
    expect(streams).toBe(1);
    const opened = page.waitForResponse((answer) => answer.url().endsWith('/api/v1/events') && answer.status() === 200);
    await page.getByLabel('User').fill('root');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await opened;
    expect(streams).toBe(2);
  });

  it('closes behind who is signed out, on the wallboard, too, and shows nothing of before', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/wallboard');
    await page.getByLabel('User').fill('root');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '1 device' }).waitFor();
    // as another tab of the same browser does it
    await page.evaluate(
      "fetch('/api/v1/session', { method: 'DELETE', headers: { 'quietport-request': '1' } }).then(() => undefined)",
    );
    await page.goto('/devices');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByText('Front desk').count()).toBe(0);
  });

  it('shows to a viewer what a viewer may do, and no button that would be refused', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/alerts?view=rules');
    await page.getByLabel('User').fill('root');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add a rule' }).waitFor();
    await page.evaluate(`fetch('/api/v1/users', {
      method: 'POST',
      headers: { 'quietport-request': '1', 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'looker', role: 'viewer', password: ${JSON.stringify(PASSWORD)} }),
    }).then(({ status }) => { if (status >= 300) throw new Error('status ' + status) })`);
    const other = await openPage(browser, server.url);
    await other.page.goto('/alerts?view=rules');
    await other.page.getByLabel('User').fill('looker');
    await other.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.page.keyboard.press('Enter');
    await other.page.getByText('A supply runs low').first().waitFor();
    expect(await other.page.getByRole('button', { name: 'Add a rule' }).count()).toBe(0);
    expect(await other.page.getByRole('tab', { name: 'Channels' }).count()).toBe(0);
    expect(await other.page.getByRole('switch').first().isDisabled()).toBe(true);
    await other.page.goto('/devices');
    await other.page.getByRole('link', { name: 'Front desk' }).waitFor();
    expect(await other.page.getByRole('checkbox').count()).toBe(0);
    await other.page.getByRole('link', { name: 'Front desk' }).click();
    await other.page.getByRole('heading', { name: 'Facts' }).waitFor();
    for (const name of ['Rename', 'Ignore']) expect(await other.page.getByRole('button', { name }).count()).toBe(0);
  });
});

async function ask(method: string, path: string, body: object): Promise<void> {
  const headers = { 'quietport-request': '1', 'content-type': 'application/json' };
  const answer = await fetch(new URL(path, server.url), { method, headers, body: JSON.stringify(body) });
  expect(answer.status).toBeLessThan(300);
}

const PASSWORD = 'a long enough secret';
