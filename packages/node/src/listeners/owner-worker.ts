import { parentPort } from 'node:worker_threads';
import type { Errand } from './owner-helper.ts';
import { walkOwners } from './owner-walk.ts';
import { SystemFiles } from './system-files.ts';

/** The other half of a walk, on another core. */
parentPort?.once('message', ({ root, pids, next, inodes }: Errand) => {
  void walkOwners(new SystemFiles(root), pids, next, inodes, () => false).then((walked) =>
    parentPort?.postMessage(walked),
  );
});
