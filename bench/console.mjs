// The console in Chromium over 10,000 devices: what the first load weighs, when one can work with it, and how long it takes
// from a key or a click to the drawn rows.
import { gzipSync } from 'node:zlib';
import { browserLacking, launch, serve } from './console-served.mjs';
import { figure, median, table } from './measure.mjs';

export async function consoleBench({ small, runs }) {
  const name = 'console';
  const lacking = browserLacking();
  if (lacking !== undefined) return { name, rows: [], missing: [lacking], markdown: '' };
  const devices = small ? 500 : 10_000;
  const server = await serve(devices);
  const browser = await launch();
  const taken = [];
  try {
    for (let run = 0; run < Math.max(runs, 1); run++) taken.push(await visit(browser, server.url, devices));
  } finally {
    await browser.close();
    await server.stop();
  }
  const rows = MEASURES.map(([key, title, unit, bound]) => {
    const values = taken.map((row) => row[key]);
    return { key, title, unit, bound, median: median(values), worst: Math.max(...values) };
  });
  return {
    name,
    rows,
    missing: [],
    markdown: table(
      [`${figure(devices)} devices`, 'median', 'worst', 'promised'],
      rows.map(({ title, unit, bound, ...row }) => [
        title,
        `${figure(row.median)} ${unit}`,
        `${figure(row.worst)} ${unit}`,
        bound,
      ]),
    ),
  };
}

/** What a screen weighs for somebody who was never here, as gzip would pack it. */
async function weigh(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies = [];
  let drawn = false;
  page.on('response', (response) => {
    if (!drawn && !/\/(?:api|build\.json)/.test(new URL(response.url()).pathname)) bodies.push(response.body());
  });
  await page.goto(url, { waitUntil: 'load' });
  await page.locator('h1').waitFor();
  // what comes after that is for another screen
  drawn = true;
  const bytes = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  await context.close();
  return bytes / 1000;
}

/** One visit by somebody who was never here: nothing is in the cache. */
async function visit(browser, url, devices) {
  const loadKb = await weigh(browser, url);
  const listKb = await weigh(browser, `${url}devices`);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(`${url}devices`, { waitUntil: 'commit' });
  await page.locator('[role=row] a').first().waitFor();
  const rowsMs = performance.now() - start;
  // with it one can work: the last of all is found while the rest may still come
  await page.getByLabel('Search devices').fill(String(devices - 1));
  await page.getByRole('link', { name: new RegExp(`\\b${devices - 1}$`) }).waitFor();
  const findMs = performance.now() - start;
  await page.getByLabel('Search devices').fill('');
  await page.locator('button:enabled', { hasText: 'CSV' }).waitFor({ timeout: 60_000 });
  const wholeMs = performance.now() - start;
  const filters = [];
  for (const word of ['reception', 'office 1', 'building 39', 'nothing like that', ''])
    filters.push(await page.evaluate(typed, word));
  const sorts = [];
  for (const title of ['State', 'State', 'Supplies', 'Address', 'Device', 'Device', 'Last heard'])
    sorts.push(await page.evaluate(sorted, title));
  const stutter = await page.evaluate(scrolled);
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await context.close();
  return {
    ...{ loadKb, listKb, rowsMs, findMs, wholeMs, stutter, heapMb: usedSize / 1e6 },
    ...{ filterMs: Math.max(...filters), sortMs: Math.max(...sorts) },
  };
}

/** In the page: a word is put into the search field; how long until the count has followed and a frame was drawn. */
async function typed(word) {
  const field = document.querySelector('input[aria-label="Search devices"]');
  const list = field.closest('main') ?? document.body;
  const before = list.textContent;
  const start = performance.now();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, word);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done));
    if (list.textContent !== before || performance.now() - start > 5000) break;
  }
  return performance.now() - start;
}

/** In the page: a click on the head of a column; how long until other rows, or the arrow, are drawn. */
async function sorted(title) {
  const head = [...document.querySelectorAll('[role=columnheader] button')].find((one) => one.textContent === title);
  const cell = head.closest('[role=columnheader]');
  const before = cell.getAttribute('aria-sort');
  const start = performance.now();
  head.click();
  for (;;) {
    await new Promise((done) => requestAnimationFrame(done));
    if (cell.getAttribute('aria-sort') !== before || performance.now() - start > 5000) break;
  }
  return performance.now() - start;
}

/** In the page: from top to bottom in two seconds; the longest time between two frames. */
async function scrolled() {
  const height = document.documentElement.scrollHeight;
  const start = performance.now();
  let last = start;
  let worst = 0;
  while (last - start < 2000) {
    window.scrollTo(0, ((last - start) / 2000) * height);
    const now = await new Promise((done) => requestAnimationFrame(done));
    worst = Math.max(worst, now - last);
    last = Math.max(now, last);
  }
  return worst;
}

const MEASURES = [
  ['loadKb', 'first load, gzip', 'kB', 'below 250 kB'],
  ['listKb', 'the same where it begins with the list', 'kB', ''],
  ['rowsMs', 'until the first rows are drawn', 'ms', ''],
  ['findMs', 'until the last device of all is found by a word', 'ms', 'below 2,000 ms'],
  ['wholeMs', 'until all devices are read', 'ms', ''],
  ['filterMs', 'slowest filter, to the drawn rows', 'ms', 'below 100 ms'],
  ['sortMs', 'slowest sort, to the drawn rows', 'ms', 'below 100 ms'],
  ['stutter', 'longest time between two frames while scrolling', 'ms', ''],
  ['heapMb', 'heap of the page afterwards', 'MB', ''],
];
