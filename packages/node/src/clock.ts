import { setMaxListeners } from 'node:events';
import type { Clock } from '@quietport/core';

/** The machine's clock: the one place where time is read. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal?.addEventListener('abort', end);
    });
  },
  timeout(ms, parent) {
    const controller = new AbortController();
    // hundreds of conversations wait on one deadline: that is no leak. (The cast: beside core's own, narrower
    // declaration of AbortSignal the compiler does not see that every one of Node's is an EventTarget.)
    setMaxListeners(0, controller.signal as unknown as EventTarget);
    if (parent?.aborted) {
      controller.abort(parent.reason);
      return controller.signal;
    }
    const follow = () => {
      clearTimeout(timer);
      controller.abort(parent?.reason);
    };
    const timer = setTimeout(() => {
      parent?.removeEventListener('abort', follow);
      controller.abort(new DOMException(`${ms} ms are over`, 'TimeoutError'));
    }, ms);
    // a deadline alone keeps no process alive: what waits for it does
    timer.unref();
    parent?.addEventListener('abort', follow, { once: true });
    return controller.signal;
  },
};

/** Comes back when the system has had its turn: what arrived until now has been taken. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
