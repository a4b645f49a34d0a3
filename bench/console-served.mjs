// What the benches of the console need: a server with devices, and Debian's Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The server of the benches, with so many devices, as a process of its own. */
export async function serve(devices) {
  const child = spawn(process.execPath, [SERVER, String(devices)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  if (value === undefined) throw new Error('the server of the bench did not start');
  // what it is told to change it publishes, and says so
  const change = async (count) => {
    child.stdin.write(`${JSON.stringify({ change: count })}\n`);
    await lines.next();
  };
  const stop = async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { url: JSON.parse(value).url, change, stop };
}

/** Why there is no browser here; nothing where there is one. */
export function browserLacking() {
  return existsSync(CHROMIUM) ? undefined : `the console: no ${CHROMIUM} here`;
}

export async function launch() {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

const SERVER = fileURLToPath(new URL('./console-server.mjs', import.meta.url));
const CHROMIUM = '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
