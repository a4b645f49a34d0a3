import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { madeAlert, madeDevice } from '../support/odd-devices.ts';
import { type ServedDevices, serveDevices } from '../support/served-devices.ts';

let browser: Browser;
let server: ServedDevices;
beforeAll(async () => {
  browser = await launchBrowser();
  server = await serveDevices([madeDevice('d1', 1, { name: 'Front desk' })], 29_386);
  await server.raise(madeAlert('a1', 'Paper is jammed'));
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('alerts in the console', () => {
  it('are looked after and silenced, and a silence ends early', async () => {
    const { page, troubles } = await openPage(browser, server.url);
    await page.goto('/alerts');
    await page.getByRole('button', { name: 'I look after it: Paper is jammed' }).click();
    await page.getByText('somebody looks after it').waitFor();
    await page.getByRole('button', { name: 'Silence … Paper is jammed' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('<b>Repair</b>');
    await page.keyboard.press('Enter');
    await page.getByText('silent, ends').waitFor();
    await page.getByRole('tab', { name: 'Silences' }).click();
    await page.getByText('<b>Repair</b>').waitFor();
    await page.getByRole('button', { name: 'End it now' }).click();
    await page.getByText('Nothing is silent').waitFor();
    expect(page.url()).toContain('view=silences');
    expect(troubles).toEqual([]);
  });

  it('come of rules that are switched off, changed, brought back, made and removed by keyboard', async () => {
    const { page, troubles } = await openPage(browser, server.url);
    await page.goto('/alerts?view=rules');
    const low = page.getByRole('listitem').filter({ hasText: 'A supply runs low' });
    await low.getByRole('switch').focus();
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: 'A supply runs low: off' }).waitFor();
    await low.getByRole('button', { name: 'Edit A supply runs low' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Change a rule' });
    await dialog.getByLabel('It starts at').fill('20');
    await dialog.getByLabel('It is over at').fill('25');
    await page.keyboard.press('Enter');
    await low.getByText('at 20 % or less').waitFor();
    await low.getByRole('button', { name: 'As it was' }).press('Enter');
    await low.getByText('at 10 % or less').waitFor();
    await page.getByRole('switch', { name: 'A supply runs low: on' }).waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).press('Enter');
    await page.getByRole('dialog').getByLabel('Title').fill('Kassen <i>leer</i>');
    await page.getByRole('dialog').getByLabel('Names').fill('Kasse*');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save' }).press('Enter');
    const own = page.getByRole('listitem').filter({ hasText: 'Kassen <i>leer</i>' });
    await own.getByText('Only called Kasse*').waitFor();
    await own.getByRole('button', { name: 'Remove' }).press('Enter');
    await own.waitFor({ state: 'detached' });
    expect(troubles).toEqual([]);
  });

  it('go to channels, whose secrets do not come back', async () => {
    const { page, troubles } = await openPage(browser, server.url);
    await page.goto('/alerts?view=channels');
    await page.getByText('Nobody is told yet').waitFor();
    await page.getByRole('button', { name: 'Add a channel' }).click();
    const dialog = page.getByRole('dialog', { name: 'A new channel' });
    await dialog.getByText('ntfy', { exact: true }).click();
    await dialog.getByLabel('Title').fill('Phones');
    await dialog.getByLabel('Topic').fill('not a topic');
    await dialog.getByLabel('Access token').fill('tk_secret');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByLabel('Topic').fill('printers');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const phones = page.getByRole('listitem').filter({ hasText: 'Phones' });
    await phones.getByText('with a secret').waitFor();
    await phones.getByRole('button', { name: 'Send a test' }).click();
    await phones.getByText('The test: taken').waitFor();
    const at = Date.now() - 60_000;
    const alert = { id: 'a1', text: '<b>Jam</b> in tray 2' };
    const message = { id: 'm1', lost: 0, notices: [{ id: 'n1', at, what: 'started', alert, virtual: false }] };
    const attempts = [{ at, outcome: 'failed', detail: 'ECONNREFUSED' }];
    const waiting = { id: 'w1', channel: 'phones', at, state: 'waiting', attempts, tries: 3, message };
    await server.keep({ kind: 'delivery:phones', id: 'w1', at, value: waiting });
    await phones.getByRole('button', { name: 'Messages to Phones' }).press('Enter');
    const told = phones.getByRole('list', { name: 'Messages to Phones' }).getByRole('listitem');
    for (const text of ['waits', '<b>Jam</b> in tray 2', '3 attempts', 'ECONNREFUSED'])
      await told.getByText(text).first().waitFor();
    expect(await barriers(page)).toEqual([]);
    expect(await page.content()).not.toContain('tk_secret');
    await phones.getByRole('button', { name: 'Remove' }).click();
    await phones.getByRole('button', { name: 'Remove, with what waits' }).click();
    await page.getByText('Nobody is told yet').waitFor();
    // one refusal was asked for
    expect(troubles.filter((text) => !text.includes('400'))).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('put up no barrier, with their forms open or not (%s)', async (scheme) => {
    for (const [view, button] of FORMS) {
      const { page } = await openPage(browser, server.url, { scheme, width: 375 });
      await page.goto(`/alerts?view=${view}`);
      await page.getByRole('button', { name: button }).first().waitFor();
      expect([view, await barriers(page)]).toEqual([view, []]);
      await page.getByRole('button', { name: button }).first().click();
      await page.getByRole('dialog').waitFor();
      expect([view, button, await barriers(page)]).toEqual([view, button, []]);
      expect([view, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([view, 375]);
      await page.context().close();
    }
  });
});

const FORMS = [
  ['open', 'Silence …'],
  ['silences', 'Add a silence'],
  ['rules', 'Edit A supply runs low'],
  ['channels', 'Add a channel'],
] as const;
