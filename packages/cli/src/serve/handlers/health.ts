import type { Handlers } from '@quietport/api';
import type { ServedStation } from './station.ts';

export function healthHandlers(station: ServedStation): Pick<Handlers, 'health' | 'ready'> {
  return {
    health: async () => ({ status: 'ok' }),
    ready: async () => {
      await station.store.looks.all();
      return { status: 'ok' };
    },
  };
}
