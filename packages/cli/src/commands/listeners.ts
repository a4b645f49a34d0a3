import type { Listener } from '@quietport/core';
import { type ListenersTold, listenerDocument, listeners, listenersDocument } from '@quietport/library/listeners';
import { openHost } from '@quietport/node/listeners';
import type { Command, Context } from '../command.ts';
import { listenerColumns, programOf } from '../look/listener-columns.ts';
import { askedOf, fits, listenerFilters } from '../look/listener-filter.ts';
import type { LiveForms } from '../output/live.ts';
import { paint } from '../output/paint.ts';
import { printRows } from '../output/rows.ts';

/** `quietport listeners` */
export const command: Command = {
  text:
    'Shows what listens on this machine: who owns it, who reaches it, and whether that is normal: expected, plausible, ' +
    'unexpected, look-into-it or unknown. It only reads, and sends nothing. Without privilege the processes of other ' +
    'users stay hidden; their sockets and user names are shown all the same.',
  arguments: [],
  options: [...listenerFilters, { flags: '--watch', text: 'keep looking, and show what changes' }],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: listenerColumns,
  failOn: ['look-into-it', 'unexpected', 'unknown'],
  examples: [
    { line: 'sudo quietport listeners', text: 'everything that listens, with its owner' },
    { line: 'quietport listeners --exposure all --fail-on unexpected,look-into-it', text: 'a nightly check' },
    { line: 'quietport listeners --port 631,9100-9107 -o wide', text: 'who holds the print ports' },
  ],
  async run(context, _, options) {
    const [host, asked, wanted] = [await openHost(), askedOf(options), fits(options)];
    const look = async (signal: AbortSignal) => {
      const told = await listeners(asked, host, signal);
      return { ...told, listeners: told.listeners.filter(wanted) };
    };
    if (options.flag('watch')) {
      const { watchListeners } = await import('../look/watch-listeners.ts');
      return watchListeners(context, look, formsOf);
    }
    const told = await look(context.signal);
    await printRows<Listener>(
      context,
      told.listeners,
      listenerColumns,
      formsOf(() => told),
    );
    tellBeside(context, told);
    return told.listeners.some(({ verdict }) => context.failOn.includes(verdict.word)) ? 1 : 0;
  },
};

function formsOf(told: () => ListenersTold): LiveForms<Listener> {
  return {
    key: (row) => [row.namespace, row.transport, row.family, row.address, row.port, row.pid].join(' '),
    name: ({ port, transport }) => `${port}/${transport}`,
    record: listenerDocument,
    document: () => listenersDocument(told()),
  };
}

/** What stands beside the list: what to look into, and what could not be seen. */
function tellBeside(context: Context, { listeners: rows, gaps }: ListenersTold): void {
  if (rows.length === 0) context.say('Nothing that was asked for listens here.');
  const odd = rows.filter(({ verdict }) => verdict.word === 'look-into-it' || verdict.word === 'unexpected');
  for (const row of odd.slice(0, MOST)) {
    const { verdict, port, transport } = row;
    context.say(paint('yellow', verdict.word), ` ${port}/${transport} ${programOf(row) ?? ''}`);
    context.say(`  ${verdict.reasons[0]?.text ?? ''} ${verdict.next}`);
  }
  if (odd.length > MOST) context.say(`and ${odd.length - MOST} more: --verdict look-into-it,unexpected lists them`);
  for (const gap of gaps) context.say(gap);
}

const MOST = 3;
