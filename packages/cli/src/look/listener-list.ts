import type { Host, Listener, SocketsAsked, SocketsTold } from '@quietport/core';
import { judgeSockets, type ListenersTold, listenerDocument, listenersDocument } from '@quietport/library/listeners';
import type { Context } from '../command.ts';
import type { LiveForms } from '../output/live.ts';
import { paint } from '../output/paint.ts';
import { printRows } from '../output/rows.ts';
import { wrap } from '../output/wrap.ts';
import { listenerColumns, programOf } from './listener-columns.ts';

/** A list of listeners as it was asked for, with the machine's first answer on its way. */
export interface ListenersWish {
  readonly host: Host;
  readonly asked: SocketsAsked;
  readonly first: Promise<SocketsTold>;
  readonly wanted: (listener: Listener) => boolean;
  readonly watch: boolean;
}

/** Shows the list once or for as long as the person looks. */
export async function listListeners(context: Context, wish: ListenersWish): Promise<number> {
  const judged = (sockets: SocketsTold): ListenersTold => {
    const told = judgeSockets(sockets);
    return { ...told, listeners: told.listeners.filter(wish.wanted) };
  };
  const told = judged(await wish.first);
  if (wish.watch) {
    const { watchListeners } = await import('./watch-listeners.ts');
    const again = async () => judged(await wish.host.sockets(wish.asked, context.signal));
    return watchListeners(context, told, again, formsOf);
  }
  await printRows<Listener>(
    context,
    told.listeners,
    listenerColumns,
    formsOf(() => told),
  );
  tellBeside(context, told);
  return told.listeners.some(({ verdict }) => context.failOn.includes(verdict.word)) ? 1 : 0;
}

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
    say(context, `${verdict.reasons[0]?.text ?? ''} ${verdict.next}`, '  ');
  }
  if (odd.length > MOST) context.say(`and ${odd.length - MOST} more: --verdict look-into-it,unexpected lists them`);
  for (const gap of gaps) say(context, gap);
}

/** A sentence in lines of the screen's width, where there is a screen. */
function say(context: Context, text: string, margin = ''): void {
  const { columns, terminal } = context.screen();
  for (const line of terminal ? wrap(text, columns - margin.length) : [text]) context.say(margin + line);
}

const MOST = 3;
