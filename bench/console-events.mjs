// The list of 10,000 devices in Chromium while as many events come as a busy network makes in an hour: five a second, told in
// a tenth of the time. What the page holds after the garbage is gone says whether it grows.
import { browserLacking, launch, serve } from './console-served.mjs';
import { figure, table } from './measure.mjs';

export async function consoleEvents({ small }) {
  const name = 'console-events';
  const lacking = browserLacking();
  if (lacking !== undefined) return { name, rows: [], missing: [lacking], markdown: '' };
  const [devices, seconds, perSecond] = small ? [500, 3, 20] : [10_000, 360, 50];
  const server = await serve(devices);
  const browser = await launch();
  try {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(`${server.url}devices`);
    await page.locator('button:enabled', { hasText: 'CSV' }).waitFor({ timeout: 60_000 });
    await page.getByText('Live', { exact: true }).waitFor();
    const session = await page.context().newCDPSession(page);
    const rows = [];
    let events = 0;
    const start = performance.now();
    for (let part = 0; part <= PARTS; part++) {
      while (performance.now() - start < (1000 * seconds * part) / PARTS) {
        const next = performance.now() + 100;
        await server.change(perSecond / 10);
        events += perSecond / 10;
        await new Promise((done) => setTimeout(done, Math.max(0, next - performance.now())));
      }
      rows.push({ events, ...(await held(session)) });
    }
    // the page has followed to the last
    const answered = await page.evaluate(`document.querySelectorAll('[role=row]').length`);
    const broken = answered > 2 ? [] : ['the page shows no rows at the end'];
    return { name, rows, missing: [], broken, markdown: markdownOf(rows) };
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function held(session) {
  // weak references need a second turn
  for (let turn = 0; turn < 2; turn++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { documents, nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heapMb: usedSize / 1e6, documents, nodes, listeners: jsEventListeners };
}

function markdownOf(rows) {
  return table(
    ['events so far', 'heap MB', 'DOM nodes', 'listeners'],
    rows.map((row) => [figure(row.events), figure(row.heapMb, 1), figure(row.nodes), figure(row.listeners)]),
  );
}

const PARTS = 6;
