import { openMemoryStore, sqliteEngine } from '@quietport/store';
import { describeStore } from './store.ts';
import { describeSqliteStore } from './store-sqlite.ts';

describeStore('memory', async () => openMemoryStore());
describeSqliteStore(await sqliteEngine());
