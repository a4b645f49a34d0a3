import type { Attributes, DeviceCommand } from '../../../contracts/attached-device.ts';
import { FUNCTION, LARGEST_DATAGRAM, type Ncdp2Function, type Ncdp2Way } from '../codec-tables.ts';
import type { ServedDevice, ServedDevices } from './served-devices.ts';

/** Q 0001 of a device: the functions that it takes, by UDP or TLS where the server has that. */
export function capabilitiesOf(device: ServedDevice, ways: readonly Ncdp2Way[]): Attributes {
  const { settable, commands } = device;
  return {
    functions: pairs(
      [
        ...reading,
        ...(settable.length > 0 ? [FUNCTION.setAttributes] : []),
        ...commands.map((command) => functionOfCommand[command]),
        FUNCTION.subscribe,
      ],
      ways,
    ),
  };
}

/** Q 0001 of the server itself (00/00): what it takes, which devices it has, and what bounds an asker. */
export function capabilitiesOfServer(
  devices: Pick<ServedDevices, 'list'>,
  ways: readonly Ncdp2Way[],
  limits: Readonly<Record<string, number>>,
): Attributes {
  return {
    functions: pairs([FUNCTION.capabilities, FUNCTION.authenticate], ways),
    devices: devices.list.map(({ type, number }) => [type, number]),
    limits: { datagram: LARGEST_DATAGRAM, ...limits },
  };
}

function pairs(functions: readonly Ncdp2Function[], ways: readonly Ncdp2Way[]): readonly (readonly [string, number])[] {
  return functions.filter((row) => row.ways.some((way) => ways.includes(way))).map(({ letter, id }) => [letter, id]);
}

const reading: readonly Ncdp2Function[] = [
  FUNCTION.probe,
  FUNCTION.identity,
  FUNCTION.capabilities,
  FUNCTION.status,
  FUNCTION.supplies,
  FUNCTION.counters,
  FUNCTION.everything,
];
const functionOfCommand: Readonly<Record<DeviceCommand, Ncdp2Function>> = {
  identify: FUNCTION.identify,
  restart: FUNCTION.restart,
  'print-test-page': FUNCTION.printTestPage,
};
