import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The doors: every file that touches the clock, timers, dice, the environment, the end of the process, the console, or
 * a network that no import names. A new line here is a decision: is there no contract that hands this in already?
 */
const DOORS: readonly string[] = [
  'packages/cli/src/look/fleet-note.ts: process.kill',
  'packages/cli/src/main.ts: process.exitCode',
  'packages/cli/src/process-world.ts: process.exit',
  'packages/cli/src/serve/data-lock.ts: process.kill',
  'packages/cli/src/settings/environment.ts: process.env',
  'packages/node/src/clock.ts: Date.now',
  'packages/node/src/clock.ts: performance.now',
  'packages/node/src/clock.ts: setImmediate',
  'packages/node/src/clock.ts: setTimeout',
  'packages/node/src/dice.ts: crypto random',
  'packages/node/src/secrets/file-lock.ts: process.kill',
  // a service of the user's own, at the address that was configured
  'packages/server/src/channels/post.ts: fetch',
  // the console runs in the browser, and reaches the server that it came from
  'packages/web/src/data/ask.ts: fetch',
  'packages/web/src/data/server-time.ts: Date.now',
  'packages/web/src/data/stream.ts: WebSocket',
  'packages/web/src/data/stream.ts: setTimeout',
  'packages/web/src/data/use.ts: setInterval',
];

/** What counts as touching. Source is searched without its comments. */
const TOUCHES: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['Date.now', /\bDate\s*\.\s*now\b/],
  ['new Date()', /\bnew\s+Date\s*(?:\(\s*\)|(?![\w\s(]))/],
  ['Date()', /(?<!new\s+|\.|\w)Date\s*\(/],
  ['performance.now', /\bperformance\s*\.\s*\w|\bprocess\s*\.\s*hrtime\b|['"](?:node:)?perf_hooks['"]/],
  ['setTimeout', /(?<!\.\s*)\bsetTimeout\b|\bglobalThis\s*\.\s*setTimeout\b/],
  ['setInterval', /\bsetInterval\b/],
  ['setImmediate', /\bsetImmediate\b/],
  ['timers module', /['"](?:node:)?timers(?:\/promises)?['"]/],
  ['Math.random', /\bMath\s*\.\s*random\b/],
  ['crypto random', /\b(?:randomBytes|randomUUID|randomInt|randomFill|randomFillSync|getRandomValues)\b/],
  ['process.env', /\bprocess\s*\.\s*env\b/],
  ['process.exit', /\bprocess\s*\.\s*(?:exit|abort)\b(?!Code)/],
  ['process.kill', /\bprocess\s*\.\s*kill\b/],
  ['process.exitCode', /\bprocess\s*\.\s*exitCode\b/],
  ['process by name', /import\s[^;]*?['"](?:node:)?process['"]/],
  ['fetch', /(?<![.\w])fetch\s*\(|\bglobalThis\s*\.\s*fetch\b/],
  ['WebSocket', /\bWebSocket\b|\bEventSource\b|\bXMLHttpRequest\b/],
  ['console', /\bconsole\s*\.\s*\w/],
];

describe('the doors', () => {
  it('are the only places that touch clock, timers, dice, environment, exit, console and hidden networks', () => {
    expect(placesFound()).toEqual([...DOORS].sort());
  });

  it.each([
    ['const now = Date.now();', 'Date.now'],
    ['const now = new Date();', 'new Date()'],
    ['const now = new Date;', 'new Date()'],
    ['const now = Date();', 'Date()'],
    ['const began = performance.now();', 'performance.now'],
    ['setTimeout(run, 5);', 'setTimeout'],
    ['globalThis.setTimeout(run, 5);', 'setTimeout'],
    ['setInterval(run, 5);', 'setInterval'],
    ['setImmediate(run);', 'setImmediate'],
    [`import { setTimeout as wait } from 'node:timers/promises';`, 'timers module'],
    ['const n = Math.random();', 'Math.random'],
    [`import { randomBytes } from 'node:crypto';`, 'crypto random'],
    ['crypto.getRandomValues(bytes);', 'crypto random'],
    [`const home = process.env['HOME'];`, 'process.env'],
    ['process.exit(2);', 'process.exit'],
    ['process.exitCode = 2;', 'process.exitCode'],
    ['process.kill(pid);', 'process.kill'],
    [`import { env } from 'node:process';`, 'process by name'],
    ['await fetch(url);', 'fetch'],
    ['new WebSocket(url);', 'WebSocket'],
    [`console.error('no');`, 'console'],
  ])('see %s', (line, name) => {
    expect(touchesIn(`const url = 'http://192.0.2.1/'; ${line}`)).toContain(name);
  });

  it('see through harmless look-alikes', () => {
    const harmless = [
      '// Date.now() is not for us',
      '/* console.log and\n setTimeout */',
      'const then = new Date(millis).toISOString();',
      'const room = store.fetch(id);',
      `import type { Socket } from 'node:dgram';`,
      'socket.setTimeout(5);',
    ];
    expect(touchesIn(harmless.join('\n'))).toEqual([]);
  });
});

function placesFound(): string[] {
  const folders = readdirSync('packages').map((name) => join('packages', name, 'src'));
  return folders
    .flatMap(sourceFiles)
    .flatMap((file) => touchesIn(readFileSync(file, 'utf8')).map((name) => `${file.replaceAll('\\', '/')}: ${name}`))
    .sort();
}

function touchesIn(source: string): string[] {
  const code = withoutComments(source);
  return TOUCHES.filter(([, pattern]) => pattern.test(code)).map(([name]) => name);
}

/** A comment begins a line or follows white space or punctuation, so that `http://` in a text stays a text. */
function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[\s;,(){}[\]])\/\/.*$/gm, '$1');
}

function sourceFiles(folder: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return (
    entries
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
      // one text of IANA's words, no code: it speaks of WebSocket and the like
      .filter((name) => !name.endsWith('registry-data.ts'))
      .map((name) => join(folder, name))
  );
}
