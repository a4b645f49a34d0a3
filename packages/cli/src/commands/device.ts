import { type Device, formatEndpoint } from '@quietport/core';
import { deviceDocument, findDevice, macVendorText } from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { modelOf } from '../look/device-columns.ts';
import { line, printFacts } from '../look/facts.ts';
import { withHouse } from '../look/open-house.ts';
import { paint } from '../output/paint.ts';

/** `quietport device ID` */
export const command: Command = {
  text: 'Shows one device of the inventory: each fact with its grade and sources, contradictions, addresses and ports.',
  arguments: [{ name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' }],
  options: [],
  outputs: ['table', 'json'],
  examples: [{ line: 'quietport device 10.0.0.5', text: 'the device that has this address' }],
  async run(context, [id = '']) {
    return withHouse(context, async ({ store }) => {
      const device = await findDevice(store, id);
      if (context.output === 'json') context.printDocument(deviceDocument(device));
      else printDevice(context, device);
      return 0;
    });
  },
};

export function printDevice(context: Context, device: Device): void {
  context.print(paint('bold', modelOf(device) ?? 'unknown device'), `  ${device.kind}, ${device.state.word}`);
  const reasons = device.state.reasons.join(', ');
  if (reasons !== '') context.print(line('reasons'), reasons);
  context.print(
    line('id'),
    device.id,
    device.provisional ? paint('dim', '  provisional: no serial, UUID or MAC known') : '',
  );
  if (device.aliases.length > 0) context.print(line('earlier ids'), device.aliases.join(', '));
  printFacts(context, device);
  for (const { address, protocol } of device.via ?? []) context.print(line('behind'), `${address} (${protocol})`);
  if (device.hostnames.length > 0) context.print(line('host names'), device.hostnames.join(', '));
  for (const row of device.interfaces) {
    context.print(
      line('interface'),
      [row.mac, ...row.addresses].filter((part) => part !== undefined).join('  '),
      paint('dim', row.mac === undefined ? '' : macVendorText(row.mac)),
    );
    if (row.claimed.length > 0) context.print(line(''), paint('dim', `told, never reached: ${row.claimed.join(', ')}`));
  }
  for (const port of device.ports) {
    const at = `${formatEndpoint(port.endpoint)}/${port.endpoint.transport}`;
    context.print(line('port'), at, `  ${port.state}`, port.service === undefined ? '' : `  ${port.service}`);
  }
  for (const merge of device.merges) context.print(line('one device'), merge.text, paint('dim', `  (${merge.rule})`));
  context.print(
    line('seen'),
    `${new Date(device.seen.first).toISOString()} to ${new Date(device.seen.last).toISOString()}`,
  );
}
