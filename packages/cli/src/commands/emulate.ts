import { catalogue, Fault, formatPrefix, type Printed } from '@quietport/core';
import { emulateFleet, emulateRecordings, fleetNames, type Recording, recordingOf } from '@quietport/library';
import { systemClock } from '@quietport/node';
import type { Command, Context } from '../command.ts';
import { keepPrinted } from '../emulate/keep-printed.ts';
import { writeFleetNote } from '../look/fleet-note.ts';
import { readBytes } from '../look/read-file.ts';
import type { Options } from '../options.ts';

/** `quietport emulate FILE… | --fleet NAME` */
export const command: Command = {
  text:
    'Starts virtual devices on loopback addresses, on real sockets, until it is interrupted. They need no privilege and ' +
    'answer loopback alone. Ports below 1024 that this user may not bind move up by 20,000 (161 becomes 20161). With -i ' +
    "the devices stand on that interface's own IPv4 addresses instead, one on each, and answer its segment. A file is what " +
    'quietport record wrote, a capture (pcapng or pcap), an SNMP walk (oid|type|value a line), or one answer of a device ' +
    'as it came: the device of it answers what was asked then, and nothing else.',
  arguments: [{ name: '[file...]', text: 'recordings, one device each', completes: 'file' }],
  options: [
    { flags: '--fleet <name>', text: 'which fleet', choices: fleetNames },
    { flags: '--host <address>', text: 'which device of a capture' },
    { flags: '--keep <folder>', text: 'keep what is printed on them, each document as a file' },
    { flags: '--device <ids>', text: 'only these devices of it, in this order', list: true },
  ],
  outputs: ['table', 'json'],
  examples: [
    { line: 'quietport emulate kitchen.json walk.snmprec', text: 'devices as they were recorded' },
    { line: 'quietport emulate office.pcapng --host 10.0.0.5', text: 'one device out of a capture' },
    { line: 'quietport emulate --fleet demo', text: 'a dozen devices to try things on' },
    { line: 'QUIETPORT_INTERFACES=lo quietport find', text: 'finds them, from another terminal' },
    { line: 'quietport emulate --fleet demo --keep printed', text: 'keeps what is printed on them' },
    { line: 'quietport emulate --fleet demo --device office-mfp -i eth1', text: 'puts a printer on a network' },
  ],
  async run(context, files, options) {
    const name = options.text('fleet');
    if ((name === undefined) === (files.length === 0)) {
      const detail = name === undefined ? 'There is nothing to emulate' : 'A fleet and files are two things';
      const next = `Give recordings, or --fleet with one of: ${fleetNames.join(', ')}.`;
      throw new Fault('usage/bad-arguments', { detail, next });
    }
    if (name !== undefined && options.has('host')) {
      const next = 'Give --host with a capture, and --device with a fleet.';
      throw new Fault('usage/bad-arguments', { detail: 'A fleet is no capture', next });
    }
    const request = {
      interfaces: context.interfaces,
      allowedInterfaces: context.settings.interfaces,
      devices: options.list('device'),
      prints: printsOf(context, options),
    };
    const fleet =
      name === undefined
        ? await emulateRecordings(await readRecordings(context, files, options.text('host')), request)
        : await emulateFleet(name, request);
    const note = context.interfaces.length === 0 ? await writeFleetNote(context.settings.data, fleet.scope) : undefined;
    try {
      const devices = fleet.devices.map(({ device }, i) => ({
        ...deviceOf(device),
        ...(name === undefined ? { file: files[i] } : { fleet: name }),
      }));
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
          context.print(
            'file' in device
              ? `${device.address}  ${device.file}`
              : `${device.address}  ${device.kind}  ${device.make} ${device.model}`,
          );
      for (const { standard, actual, transport } of fleet.scope.moved)
        context.say(`${standard}/${transport} is served at ${actual}`);
      for (const { id } of fleet.unplaced) context.say(`${id} found no address: give the interface one more`);
      context.say(
        `${devices.length} virtual ${devices.length === 1 ? 'device' : 'devices'} in ${prefix}. Ctrl-C ends them.`,
      );
      await ended(context.signal);
      return 130;
    } finally {
      await fleet.close();
      await note?.remove();
    }
  },
};

/** What is printed is said as it comes, and kept where somebody wants that. */
function printsOf(context: Context, options: Options): ((printed: Printed) => void) | undefined {
  const folder = options.text('keep');
  if (folder === undefined) return undefined;
  const keep = keepPrinted(folder, (path, { way, bytes, format }) =>
    context.say(`${path}: ${bytes.length} bytes by ${way}, ${format}`),
  );
  return (printed) => {
    try {
      keep(printed);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // a full disk ends no fleet
      context.say(`${error.text} ${error.next}`);
    }
  };
}

async function readRecordings(
  context: Context,
  files: readonly string[],
  host?: string,
): Promise<readonly Recording[]> {
  const house = { catalogue, clock: systemClock };
  return Promise.all(
    files.map(async (name) =>
      recordingOf({ name, bytes: await readBytes(context, name) }, house, context.signal, host),
    ),
  );
}

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
