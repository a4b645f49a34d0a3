import { type EngineWish, openSqliteStore } from '@quietport/store';
import { observation } from './store-samples.ts';

// A process of its own that appends one observation after another and says each id once it is acknowledged:
// store-appender.ts PATH ENGINE PREFIX COUNT
const [path, engine, prefix, count] = process.argv.slice(2) as [string, EngineWish, string, string];
const store = await openSqliteStore(path, engine);
for (let i = 0; i < Number(count); i++) {
  const id = `${prefix}${i}`;
  await store.observations.append([observation(id, i, { raw: new Uint8Array(700).fill(i) })]);
  process.stdout.write(`${id}\n`);
}
await store.close();
