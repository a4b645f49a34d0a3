import { Fault, formatPrefix } from '@quietport/core';
import { emulateFleet, fleetNames } from '@quietport/library';
import type { Command } from '../command.ts';
import { writeFleetNote } from '../look/fleet-note.ts';

/** `quietport emulate --fleet NAME` */
export const command: Command = {
  text:
    'Starts virtual devices on loopback addresses, on real sockets, until it is interrupted. They need no privilege and ' +
    'answer loopback alone. Ports below 1024 that this user may not bind move up by 20,000 (161 becomes 20161). With -i ' +
    "the devices stand on that interface's own IPv4 addresses instead, one on each, and answer its segment.",
  arguments: [],
  options: [
    { flags: '--fleet <name>', text: 'which fleet', choices: fleetNames },
    { flags: '--device <ids>', text: 'only these devices of it, in this order', list: true },
  ],
  outputs: ['table', 'json'],
  examples: [
    { line: 'quietport emulate --fleet demo', text: 'a dozen devices to try things on' },
    { line: 'QUIETPORT_INTERFACES=lo quietport find', text: 'finds them, from another terminal' },
    { line: 'quietport emulate --fleet demo --device office-mfp -i eth1', text: 'puts a printer on a network' },
  ],
  async run(context, _args, options) {
    const name = options.text('fleet');
    if (name === undefined) throw new Fault('usage/no-such-fleet', { fleet: '', known: fleetNames.join(', ') });
    const fleet = await emulateFleet(name, {
      interfaces: context.interfaces,
      allowedInterfaces: context.settings.interfaces,
      devices: options.list('device'),
    });
    const note = context.interfaces.length === 0 ? await writeFleetNote(context.settings.data, fleet.scope) : undefined;
    try {
      const devices = fleet.devices.map(({ device }) => ({ ...deviceOf(device), fleet: name }));
      const prefix = formatPrefix(fleet.scope.prefix);
      if (context.output === 'json')
        context.printDocument({
          schema: 'quietport/fleet@1',
          prefix,
          moved: fleet.scope.moved,
          devices,
          unplaced: fleet.unplaced.map(({ id }) => id),
        });
      else
        for (const device of devices)
          context.print(`${device.address}  ${device.kind}  ${device.make} ${device.model}`);
      for (const { standard, actual, transport } of fleet.scope.moved)
        context.say(`${standard}/${transport} is served at ${actual}`);
      for (const { id } of fleet.unplaced) context.say(`${id} found no address: give the interface one more`);
      context.say(`${devices.length} virtual devices in ${prefix}. Ctrl-C ends them.`);
      await ended(context.signal);
      return 130;
    } finally {
      await fleet.close();
      await note?.remove();
    }
  },
};

function deviceOf(device: { id: string; address: string; kind: string; make: string; model: string }) {
  const { id, address, kind, make, model } = device;
  return { id, address, kind, make, model };
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
