import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barriers, launchBrowser, openPage } from '../support/browser.ts';
import { BuiltProgram } from '../support/built-program.ts';
import { type Served, startServing } from '../support/served.ts';

let program: BuiltProgram;
let served: Served;
let browser: Browser;

beforeAll(async () => {
  program = new BuiltProgram();
  served = await startServing(program, '--listen', '29370');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
  program?.remove();
});

describe('the console', () => {
  it('begins with an overview that fills while the first look runs, and says that the devices are virtual', async () => {
    const { page, troubles } = await openPage(browser, served.url);
    await page.goto('/');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByText('These devices are virtual').waitFor();
    // live: nobody loads the page again
    await page.getByRole('link', { name: /EPSON WF-C5790/ }).waitFor();
    expect(await page.getByRole('heading', { name: 'Look at my network' }).count()).toBe(1);
    expect(troubles).toEqual([]);
  });

  it('leads from the list to a device and to the bytes that said its model', async () => {
    const { page, troubles } = await openPage(browser, served.url);
    await page.goto('/devices?q=et-4850');
    await page.getByRole('link', { name: 'Office' }).click();
    await page.getByRole('heading', { name: 'Office' }).waitFor();
    await page.getByRole('button', { name: 'ET-4850 Series' }).click();
    const proof = page.getByRole('dialog', { name: 'Why we say this' });
    await proof.locator('mark').first().waitFor();
    const lit = (
      await proof.locator('section > article').first().locator('tr td:nth-child(2) mark').allTextContents()
    ).join('');
    expect(Buffer.from(lit.replaceAll(/\s/g, ''), 'hex').toString('latin1')).toContain('ET-4850');
    expect(page.url()).toContain('fact=model');
    await page.keyboard.press('Escape');
    await proof.waitFor({ state: 'hidden' });
    expect(troubles).toEqual([]);
  });

  it('shows the packet behind what a device leaves open, with the value lit up', async () => {
    const { page, troubles } = await openPage(browser, served.url);
    await page.goto('/exposure');
    const open = page.getByRole('listitem').filter({ hasText: 'Anybody may change its settings over IPP' }).last();
    await open.locator('summary').click();
    await open.getByRole('button', { name: 'Show 1 packet' }).click();
    const proof = page.getByRole('dialog', { name: 'Why we say this' });
    await proof.getByText(/printer\.operations-supported\[\d+\]/).waitFor();
    const lit = await proof.locator('tr td:nth-child(2) mark').allTextContents();
    // RFC 3380: Set-Printer-Attributes
    expect(lit.join('').replaceAll(/\s/g, '')).toBe('00000013');
    expect(await barriers(page)).toEqual([]);
    expect(page.url()).toContain('rule=');
    await page.keyboard.press('Escape');
    await proof.waitFor({ state: 'hidden' });
    expect(troubles).toEqual([]);
  });

  it('can be walked by keyboard alone: skip, search, go, prove', async () => {
    const { page } = await openPage(browser, served.url);
    await page.goto('/');
    await page.getByRole('link', { name: /EPSON WF-C5790/ }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the screen');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ds-870');
    await page.getByRole('option', { name: /DS-870/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Archive scanner' }).waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Archive scanner');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('3259');
    await page.keyboard.press('Enter');
    await page.getByText('Epson Network Common Devi').first().waitFor();
  });

  it('keeps the name that a person gives, and leaves out whom a person ignores', async () => {
    const { page, troubles } = await openPage(browser, served.url);
    await page.goto('/devices?q=ds-870');
    await page.getByRole('link', { name: 'Archive scanner' }).click();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Its name here').fill('Cellar <b>scanner</b>');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Cellar <b>scanner</b>' }).waitFor();
    await page.goto('/devices?q=ds-870');
    await page.getByRole('checkbox', { name: 'Choose Cellar <b>scanner</b>' }).check();
    await page.getByRole('button', { name: 'Ignore' }).click();
    await page.getByText('No device is like that').waitFor();
    await page.getByRole('switch', { name: 'Ignored' }).check();
    await page.getByRole('checkbox', { name: 'Choose all' }).check();
    await page.getByRole('button', { name: 'Take back in' }).click();
    await page.goto('/devices?q=ds-870');
    await page.getByRole('link', { name: 'Cellar <b>scanner</b>' }).click();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Take my name away' }).click();
    await page.getByRole('heading', { name: 'Archive scanner' }).waitFor();
    expect(troubles).toEqual([]);
  });

  it('makes two devices one and two again, by a person, on the screen of a device and in the list', async () => {
    const { page, troubles } = await openPage(browser, served.url);
    await page.goto('/devices?q=ds-870');
    await page.getByRole('link', { name: 'Archive scanner' }).click();
    const card = page.getByRole('region', { name: 'Said by people' });
    await card.getByRole('button', { name: 'Same as another one' }).click();
    await page.getByRole('combobox', { name: /^The same as Archive/ }).fill('front');
    await page.getByRole('option').first().click();
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'They are one' }).click();
    await card.getByText('One device with').waitFor();
    await card.getByRole('button', { name: 'These are two' }).click();
    await page.getByRole('combobox', { name: 'The other one is heard at' }).click();
    await page.getByRole('option').last().click();
    await page.getByRole('button', { name: 'They are two' }).click();
    await card.getByText('Another device at').waitFor();
    for (const what of ['Another device at', 'One device with']) {
      await card.getByRole('button', { name: `Take back: ${what}` }).click();
      await card.getByText(what).waitFor({ state: 'detached' });
    }
    await page.goto('/devices');
    const ticks = page.getByRole('checkbox', { name: /^Choose (?!all)/ });
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await page.getByRole('button', { name: 'They are one device' }).click();
    await page.getByRole('region', { name: 'Chosen devices' }).waitFor({ state: 'detached' });
    await page.locator('[role=row] a').first().click();
    await card.getByRole('button', { name: 'Take back: One device with' }).click();
    await card.getByText('One device with').waitFor({ state: 'detached' });
    expect(troubles).toEqual([]);
  });

  it('says what is asked next, and how often', async () => {
    const { page } = await openPage(browser, served.url);
    await page.goto('/discovery');
    await page.getByText('A round over the segments every 30 seconds').waitFor();
    const turns = page.getByRole('region', { name: 'Turns by protocol' });
    await turns.getByRole('row', { name: /^ipp \d.* min/ }).waitFor();
  });

  it('answers addresses of screens with itself, and those of programs with problems', async () => {
    const html = { accept: 'text/html' };
    const deep = await fetch(new URL('/devices/nobody', served.url), { headers: html });
    expect([deep.status, deep.headers.get('cache-control')]).toEqual([200, 'no-cache']);
    const text = await deep.text();
    const [asset = ''] = /\/assets\/[^"]+\.js/.exec(text) ?? [];
    const file = await fetch(new URL(asset, served.url));
    expect([file.status, file.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|style=/);
    for (const path of ['/api/v1/nothing', '/assets/nothing.js', '/.vite/manifest.json', '/..%2fpackage.json'])
      expect((await fetch(new URL(path, served.url), { headers: html })).status).toBe(404);
  });

  it.each(['light', 'dark'] as const)(
    'puts up no barrier on any screen (%s)',
    async (scheme) => {
      const { page, troubles } = await openPage(browser, served.url, { scheme });
      for (const [path, sign] of SCREENS) {
        await page.goto(path);
        await page.getByText(sign).first().waitFor();
        expect([path, await barriers(page)]).toEqual([path, []]);
      }
      expect(troubles).toEqual([]);
    },
    120_000,
  );

  it('fits a telephone: no screen scrolls sideways at 375 pixels', async () => {
    const { page } = await openPage(browser, served.url, { width: 375 });
    for (const [path, sign] of SCREENS) {
      await page.goto(path);
      await page.getByText(sign).first().waitFor();
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 375]);
    }
  });
});

/** Every screen, with words that stand there when it is ready. */
const SCREENS: readonly (readonly [path: string, sign: string])[] = [
  ['/', 'Needs attention'],
  ['/devices', 'Archive scanner'],
  ['/devices/Office', 'ET-4850 Series'],
  ['/devices/Office?fact=model', 'bytes at offset'],
  ['/supplies', 'Within two weeks'],
  ['/alerts', 'Who sleeps raises none'],
  ['/wallboard', 'To buy next'],
  ['/discovery', 'Round over the segments'],
  ['/discovery', 'Nothing was sent to find this out'],
  ['/3259', 'Devices that speak NCDP/2'],
  ['/ports', 'Listening on this machine'],
  ['/ports/3259', 'The registry says'],
  ['/nowhere', 'No screen has this address'],
];
