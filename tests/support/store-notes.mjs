// A process of its own, so that no connection outlives it here: store-notes.mjs PATH [ID] puts a user into a store, and
// prints the ids of all of them, the newest first.
import { openSqliteStore } from '@quietport/store';

const [path, id] = process.argv.slice(2);
const store = await openSqliteStore(path);
const before = await store.records.list('user', { most: 100 });
if (id !== undefined)
  await store.records.put([{ kind: 'user', id, at: before.length, value: { name: 'x'.repeat(60_000) } }]);
console.log(JSON.stringify((await store.records.list('user', { most: 100 })).map((row) => row.id)));
await store.close();
