import { openHost, runBriefly } from '@quietport/node/listeners';
import type { Command } from '../command.ts';
import { listenerColumns } from '../look/listener-columns.ts';
import { askedOf, fits, listenerFilters } from '../look/listener-filter.ts';

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
    if (!options.flag('watch')) await runBriefly();
    const [host, asked] = [await openHost(), askedOf(options)];
    // the machine is asked first: what judges and shows its answer is loaded while it is being found
    const first = host.sockets(asked, context.signal);
    const { listListeners } = await import('../look/listener-list.ts');
    return listListeners(context, { host, asked, first, wanted: fits(options), watch: options.flag('watch') });
  },
};
