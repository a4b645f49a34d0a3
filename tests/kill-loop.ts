// npm run kill-loop [-- ROUNDS]: a process that writes to a store is killed a thousand times; what it acknowledged is
// compared with what is there. Needs the build. The last line counts rounds that lost something as failed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killLoop } from './support/kill-loop.ts';

const rounds = Number(process.argv[2] ?? 1000);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('Give a number of rounds, for example npm run kill-loop -- 1000.');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'quietport-kill-'));
try {
  const { acknowledged, lost, halves } = await killLoop(join(folder, 'store.sqlite'), rounds, Math.random);
  console.log(`${rounds} kills, ${acknowledged} transactions acknowledged, ${lost.length} lost, ${halves.length} half`);
  const bad = new Set([...lost, ...halves]).size;
  console.log(`${acknowledged - bad} passed, ${bad} failed`);
  process.exitCode = bad === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
