// The door `@quietport/library/numbers`: which number to take, and which numbers in files collide. Apart, because both
// load the whole registry.
export { freeDocument } from './documents/free.ts';
export { type FreeAnswer, type FreePort, type FreeRequest, type FreeSources, free } from './free/free.ts';
export { lintLore } from './lint/lint-lore.ts';
