export { openMemoryStore } from '@quietport/node';
export { copySqliteStore, finishSqliteCopy, settleSqliteFile } from './backup.ts';
export type { EngineInfo, EngineWish } from './sqlite-engine.ts';
export { sqliteEngine } from './sqlite-engine.ts';
export { openSqliteStore } from './sqlite-store.ts';
