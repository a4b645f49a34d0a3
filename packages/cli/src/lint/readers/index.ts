import type { Reader } from '../reader.ts';
import { compose } from './compose.ts';
import { dockerfile } from './dockerfile.ts';
import { env } from './env.ts';
import { kubernetes } from './kubernetes.ts';
import { nginx } from './nginx.ts';
import { packageJson } from './package-json.ts';
import { prometheus } from './prometheus.ts';
import { systemd } from './systemd.ts';
import { vite } from './vite.ts';

/** Every kind of file that is read; the first that recognises a file reads it. A new one is its file and one line here. */
export const readers: readonly Reader[] = [
  packageJson,
  dockerfile,
  vite,
  systemd,
  env,
  nginx,
  kubernetes,
  compose,
  prometheus,
];
