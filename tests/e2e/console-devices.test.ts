import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeDevice } from '../support/odd-devices.ts';
import { type ServedDevices, serveDevices } from '../support/served-devices.ts';

let browser: Browser;
let server: ServedDevices;
beforeAll(async () => {
  browser = await launchBrowser();
  const many = Array.from({ length: 300 }, (_, index) =>
    madeDevice(`d${index}`, index, { name: `Printer ${index}`, location: index === 0 ? '' : `Élan ${index % 3}` }),
  );
  server = await serveDevices(many, 29_387);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('the list of devices', () => {
  it('keeps views under a name and columns in this browser, and hands on a link that shows the same', async () => {
    const { page, troubles } = await openPage(browser, server.url);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/devices?q=printer+1&state=stopped&sort=-name');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Serial' }).check();
    await page.getByRole('columnheader', { name: 'Serial' }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Copy a link to it' }).click();
    await page.getByRole('button', { name: 'The link is copied' }).waitFor();
    const link = (await page.evaluate('navigator.clipboard.readText()')) as string;
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('Stopped <b>ones</b>');
    await page.keyboard.press('Enter');
    await page.goto('/devices');
    // what this browser keeps
    await page.getByRole('columnheader', { name: 'Serial' }).waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('link', { name: 'Stopped <b>ones</b>', exact: true }).waitFor();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'Stopped <b>ones</b>', exact: true }).click();
    await page.getByText(/^\d+ of 300 devices$/).waitFor();
    const first = await page
      .getByRole('link', { name: /^Printer/ })
      .first()
      .textContent();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Forget Stopped' }).click();
    await page.getByText('Save what you look for often').waitFor();
    // somebody else, with a browser of his own
    const other = await openPage(browser, server.url);
    await other.page.goto(link);
    await other.page.getByRole('columnheader', { name: 'Serial' }).waitFor();
    await other.page.getByText(/^\d+ of 300 devices$/).waitFor();
    expect(
      await other.page
        .getByRole('link', { name: /^Printer/ })
        .first()
        .textContent(),
    ).toBe(first);
    expect(troubles).toEqual([]);
  });

  it('takes whatever stands where it keeps things', async () => {
    for (const kept of ['{', '[{"name":1},{"name":"x","asked":{"q":{}}}]', '[{"name":"ok","asked":{"q":"1"}}]']) {
      const { page, troubles } = await openPage(browser, server.url);
      const text = JSON.stringify(kept);
      await page.addInitScript({
        content: `for (const name of ['views', 'columns']) localStorage.setItem('quietport-device-' + name, ${text})`,
      });
      await page.goto('/devices');
      await page.getByText('300 devices', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Views' }).click();
      await page.getByRole('button', { name: 'Save this view' }).waitFor();
      expect([kept, await page.getByRole('link', { name: 'ok', exact: true }).count()]).toEqual([
        kept,
        kept.includes('ok') ? 1 : 0,
      ]);
      expect(troubles).toEqual([]);
      await page.context().close();
    }
  });

  it('finds by the server what has not been read yet, in its order, and says how many there are', async () => {
    const { page } = await openPage(browser, server.url);
    await page.route('**/api/v1/devices?limit=250*', () => {});
    await page.goto('/devices');
    await page.getByText('300 devices', { exact: true }).waitFor();
    await page.getByLabel('Search devices').fill('printer 29');
    await page.getByText(/^1\d of 300 devices$/).waitFor();
    await page.getByRole('link', { name: 'Printer 299' }).waitFor();
    await page.goto('/devices?sort=-address');
    await page.getByRole('link', { name: 'Printer 299' }).waitFor();
    expect(
      await page
        .getByRole('link', { name: /^Printer/ })
        .first()
        .textContent(),
    ).toBe('Printer 299');
  });

  it('shows whose supplies are low by the judgement of the server', async () => {
    const { page } = await openPage(browser, server.url);
    const answer = await fetch(new URL('/api/v1/devices?supply=empty&limit=1', server.url));
    const { total } = (await answer.json()) as { total: number };
    expect(total).toBeGreaterThan(0);
    await page.goto('/devices?supply=empty');
    await page.getByText(`${total} of 300 devices`).waitFor();
    await page.getByRole('combobox', { name: 'Supplies' }).click();
    await page.getByRole('option', { name: 'Low' }).click();
    await page.getByText(`${total} of 300 devices`).waitFor({ state: 'detached' });
    expect(page.url()).toContain('supply=low');
  });

  it('sorts as people do, and who tells nothing comes last both ways', async () => {
    const { page } = await openPage(browser, server.url);
    const names = () => page.getByRole('link', { name: /^Printer/ }).allTextContents();
    await page.goto('/devices?sort=name');
    await page.getByText('300 devices', { exact: true }).waitFor();
    expect((await names()).slice(0, 3)).toEqual(['Printer 0', 'Printer 1', 'Printer 2']);
    for (const sort of ['location', '-location']) {
      await page.goto(`/devices?q=printer&sort=${sort}`);
      await page.locator('button:enabled', { hasText: 'CSV' }).waitFor();
      await page.keyboard.press('End');
      await page.getByRole('link', { name: 'Printer 0', exact: true }).waitFor();
    }
  });
});
