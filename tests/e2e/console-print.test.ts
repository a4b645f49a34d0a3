import type { PrintJob } from '@quietport/core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeDevice } from '../support/odd-devices.ts';
import { type ServedDevices, serveDevices } from '../support/served-devices.ts';

let browser: Browser;
let server: ServedDevices;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_391);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const job = (id: string, more: Partial<PrintJob>) => {
  const at = Date.now();
  const document = { name: `<i>${id}</i>.pdf`, format: 'application/pdf', digest: '00', size: 2000 };
  const rest = {
    device: 'd1',
    way: 'ipp',
    address: '10.0.0.1',
    port: 631,
    detail: 'as it is',
    sent: 500,
    changedAt: at,
  };
  return { kind: 'job', id, at, value: { document, ...rest, ...more } };
};

describe('jobs in the console', () => {
  it('teach where there are none, say each state in its word, and follow what changes', async () => {
    const { page, troubles } = await openPage(browser, server.url);
    await page.goto('/jobs');
    await page.getByText('Nothing was printed from here.').waitFor();
    await server.keep(job('aa', { state: 'sending' }));
    await server.keep(job('bb', { state: 'unknown' }));
    server.bus.publish('job-changed', {
      job: { id: 'aa', ...job('aa', { state: 'sending' }).value, at: 1 } as PrintJob,
    });
    await page.getByText('sending', { exact: true }).waitFor();
    await page.getByText('unknown', { exact: true }).waitFor();
    await page.getByText('<i>aa</i>.pdf').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('500');
    expect(await page.getByText(/printed/i).count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('begin on the screen of a device with a file, and say why not in words', async () => {
    const { page } = await openPage(browser, server.url);
    await page.goto('/devices/d1');
    await page.getByRole('button', { name: 'Print …' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Print' }).isDisabled()).toBe(true);
    const file = { name: 'menu.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') };
    await page.locator('input[type=file]').setInputFiles(file);
    await dialog.getByRole('button', { name: 'Print' }).click();
    // nobody has said which network may be asked
    await dialog.getByRole('alert').waitFor();
    expect(await barriers(page)).toEqual([]);
  });

  it.each(['light', 'dark'] as const)(
    'have no barrier in %s, nor has exposure, and both fit a telephone',
    async (scheme) => {
      const { page } = await openPage(browser, server.url, { scheme, width: 375 });
      for (const [path, words] of [
        ['/jobs', '<i>aa</i>.pdf'],
        ['/exposure', 'of 100'],
      ] as const) {
        await page.goto(path);
        await page.getByText(words).first().waitFor();
        expect(await barriers(page), path).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(375);
      }
    },
  );
});
