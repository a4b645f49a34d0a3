import type { PortLookup, PortPart, PortSources } from '@quietport/library/port';
import type { Context } from '../command.ts';
import type { Options } from '../options.ts';

/** Where `port` looks beyond the tables: this machine's sockets, the inventory, and a host that a person named. */
export async function portSources(
  context: Context,
  lookup: PortLookup,
  parts: readonly PortPart[],
  options: Options,
): Promise<PortSources> {
  const host = options.text('probe');
  // what opens the inventory brings the engine along: who asks for this machine alone does without
  const house = host === undefined && !parts.includes('network') ? undefined : await import('./port-house.ts');
  return {
    ...(parts.includes('here') ? { here } : {}),
    ...(parts.includes('network') && house !== undefined
      ? { devices: () => house.devicesOf(context), speakers: () => house.speakersOf(context) }
      : {}),
    ...(host === undefined || house === undefined
      ? {}
      : { probed: await house.probe(context, lookup, host, options.flag('print-ports')) }),
  };
}

/** Who listens here, from the machine itself. */
export const here: NonNullable<PortSources['here']> = async (spans, transport, signal) => {
  const [{ listenersOf }, { openHost }] = await Promise.all([
    import('@quietport/library/listeners'),
    import('@quietport/node/listeners'),
  ]);
  return listenersOf(spans, transport, await openHost(), signal);
};
