import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, which finds no name but this machine's, and asks nobody on its own account. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
}

/** A page that keeps what went wrong on it: errors, refused scripts, and requests to anybody but our server. */
export async function openPage(browser: Browser, url: string, looks: PageLooks = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: looks.width ?? 1280, height: 900 },
    colorScheme: looks.scheme ?? 'light',
    baseURL: url,
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('request', (request) => !request.url().startsWith(url) && troubles.push(`asked ${request.url()}`));
  return { page, troubles };
}

interface PageLooks {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
}

export interface WatchedPage {
  readonly page: Page;
  readonly troubles: readonly string[];
}

/** What axe-core finds against WCAG 2.2 A and AA on the page as it stands, one line each. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const found = (await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(LEVELS)} })`)) as AxeFound;
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

interface AxeFound {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly target: readonly string[] }[];
  }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
