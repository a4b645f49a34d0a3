export { systemCryptography } from '../../packages/node/src/index.ts';
