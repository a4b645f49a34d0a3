import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeAlert, madeDevice, oddDevice, oddTexts } from '../support/odd-devices.ts';
import { serveDevices } from '../support/served-devices.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe('the console, whatever comes', () => {
  it('shows what hostile devices call themselves as text, runs none of it, and keeps its layout', async () => {
    const server = await serveDevices(oddTexts.map(oddDevice), 29_380);
    try {
      for (const width of [1280, 375]) {
        const { page, troubles } = await openPage(browser, server.url, { width });
        for (const path of ['/', '/devices', ...oddTexts.map((_, index) => `/devices/odd${index}`)]) {
          await page.goto(path);
          await page.locator('bdi').first().waitFor();
          expect([path, await page.evaluate('window.broken')]).toEqual([path, undefined]);
          expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, width]);
        }
        await page.goto('/devices/odd0');
        await page.getByRole('heading', { name: oddTexts[0]!, exact: true }).waitFor();
        // a text of its own direction turns nothing around it
        await page.goto('/devices/odd5');
        await page.locator('h1 bdi').waitFor();
        expect(await page.locator('h1 bdi').getAttribute('dir')).toBe('auto');
        expect(await barriers(page)).toEqual([]);
        expect(troubles).toEqual([]);
      }
    } finally {
      await server.close();
    }
  }, 120_000);

  it('says that the server is gone, goes on showing what it knew, and mends itself when it is back', async () => {
    const devices = [madeDevice('d1', 1, { name: 'Front desk' })];
    const server = await serveDevices(devices, 29_381);
    const { page } = await openPage(browser, server.url);
    await page.goto('/devices');
    await page.getByRole('link', { name: 'Front desk' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    const wall = await openPage(browser, server.url);
    await wall.page.goto('/wallboard');
    await wall.page.getByRole('heading', { name: '1 device' }).waitFor();
    await server.close();
    await page.getByText('The server does not answer').waitFor();
    await wall.page.getByText('Not live, as of').waitFor();
    expect(await wall.page.getByRole('heading', { name: '1 device' }).count()).toBe(1);
    expect(await page.getByRole('link', { name: 'Front desk' }).count()).toBe(1);
    const again = await serveDevices([...devices, madeDevice('d2', 2, { name: 'Back office' })], 29_381);
    try {
      await page.getByRole('link', { name: 'Back office' }).waitFor();
      await page.getByText('The server does not answer').waitFor({ state: 'hidden' });
      await wall.page.getByRole('heading', { name: '2 devices' }).waitFor();
    } finally {
      await again.close();
    }
  });

  it('tells an old page after an upgrade, and a clock that is wrong', async () => {
    const server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_382);
    try {
      const { page } = await openPage(browser, server.url);
      await page.route('**/build.json', (route) => route.fulfill({ json: { build: 'another' } }));
      await page.route(/\/api\/v1\/(?!events)/, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), date: 'Thu, 01 Jan 2026 00:00:00 GMT' } });
      });
      await page.goto('/devices');
      await page.getByRole('button', { name: 'Load the new console' }).waitFor();
      await page.getByText(/minutes apart/).waitFor();
    } finally {
      await server.close();
    }
  });

  it('follows events: a device that changes changes on the screen', async () => {
    const device = madeDevice('d1', 1, { name: 'Front desk' });
    const server = await serveDevices([device], 29_383);
    try {
      const { page } = await openPage(browser, server.url);
      await page.goto('/devices');
      await page.getByText('Live', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'Front desk' }).waitFor();
      server.bus.publish('device-changed', { device: madeDevice('d1', 1, { name: 'Cellar' }) });
      await page.getByRole('link', { name: 'Cellar' }).waitFor();
      server.bus.publish('device-gone', { id: 'd1' });
      await page.getByText('No device has answered yet').waitFor();
    } finally {
      await server.close();
    }
  });

  it('tells of an alert as it starts, in the navigation and in the list, and says what hostile devices say as text', async () => {
    const server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_385);
    try {
      const { page, troubles } = await openPage(browser, server.url, { width: 1280 });
      await page.goto('/alerts');
      await page.getByText('Nothing is wrong by any rule').waitFor();
      await page.getByText('Live', { exact: true }).waitFor();
      for (const [index, text] of oddTexts.entries()) await server.raise(madeAlert(`a${index}`, text));
      await page.getByRole('link', { name: `Alerts ${oddTexts.length} open` }).waitFor();
      await page.getByText(oddTexts[0]!, { exact: true }).first().waitFor();
      expect(await page.evaluate('[window.broken, document.documentElement.scrollWidth]')).toEqual([undefined, 1280]);
      expect(await barriers(page)).toEqual([]);
      for (const width of [1920, 375]) {
        await page.setViewportSize({ width, height: 1080 });
        await page.goto('/wallboard');
        await page.getByRole('heading', { name: `${oddTexts.length} things need a hand` }).waitFor();
        expect(await page.evaluate('[window.broken, document.documentElement.scrollWidth]')).toEqual([
          undefined,
          width,
        ]);
        expect(await barriers(page)).toEqual([]);
      }
      // it takes no hand to follow
      await server.raise({
        ...madeAlert('new', 'A cover is open'),
        deviceName: 'Till 3',
        changedAt: Date.now(),
        raisedAt: Date.now(),
      });
      await page.getByRole('heading', { name: `${oddTexts.length + 1} things need a hand` }).waitFor();
      expect(troubles).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it('draws the rows in sight of ten thousand, and searches and sorts them as one types', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      madeDevice(`d${index}`, index, {
        name: `Printer ${index}`,
        make: 'EPSON',
        model: 'WF-C5790',
        serial: `X${index}`,
      }),
    );
    const server = await serveDevices(many, 29_384);
    try {
      const { page } = await openPage(browser, server.url);
      await page.goto('/devices');
      await page.getByText('10,000 devices', { exact: true }).waitFor();
      expect(await page.getByRole('row').count()).toBeLessThan(60);
      await page.getByLabel('Search devices').fill('printer 9876');
      await page.getByText('1 of 10,000 devices').waitFor();
      await page.goto('/devices?sort=-name');
      await page.getByText('10,000 devices', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'Printer 9999' }).waitFor();
      // the rest has come
      await page.locator('button:enabled', { hasText: 'CSV' }).waitFor();
      await page.keyboard.press('End');
      await page.getByRole('link', { name: 'Printer 0', exact: true }).waitFor();
    } finally {
      await server.close();
    }
  });
});
