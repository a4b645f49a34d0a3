import type { Device } from '@quietport/core';
import type { Column } from '../output/columns.ts';
import type { Style } from '../output/paint.ts';

/** The columns of every list of devices. */
export const deviceColumns: readonly Column<Device>[] = [
  { key: 'id', title: 'ID', value: (device) => device.id, whole: true },
  { key: 'kind', title: 'KIND', value: (device) => device.kind, whole: true },
  { key: 'model', title: 'MODEL', value: modelOf, whole: true },
  { key: 'address', title: 'ADDRESS', value: placeOf, whole: true },
  { key: 'state', title: 'STATE', value: (device) => device.state.word, style: stateStyle, whole: true },
  { key: 'sources', title: 'KNOWN BY', value: (device) => sourcesOf(device).join(' ') },
  { key: 'name', title: 'NAME', value: (device) => device.facts.name?.value, wide: true },
  { key: 'serial', title: 'SERIAL', value: (device) => device.facts.serial?.value, wide: true },
  {
    key: 'mac',
    title: 'MAC',
    value: (device) => device.interfaces.flatMap((row) => row.mac ?? []).join(' '),
    wide: true,
  },
  { key: 'location', title: 'LOCATION', value: (device) => device.facts.location?.value, wide: true },
  { key: 'seen', title: 'LAST SEEN', value: (device) => new Date(device.seen.last).toISOString(), wide: true },
];

/** Maker and model, the maker not twice. */
export function modelOf(device: Device): string | undefined {
  const make = device.facts.make?.value;
  const model = device.facts.model?.value;
  if (make === undefined || model === undefined) return model ?? make;
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`;
}

/** The protocols that told anything of it. */
export function sourcesOf(device: Device): readonly string[] {
  return [
    ...new Set([
      ...device.ports.flatMap((port) =>
        port.state === 'answered' && port.service !== undefined ? [port.service] : [],
      ),
      ...(device.via ?? []).map(({ protocol }) => protocol),
    ]),
  ];
}

/** Its own addresses; else the server that it stands behind. */
function placeOf(device: Device): string {
  const own = reached(device);
  if (own.length > 0) return own.join(' ');
  const [server] = device.via ?? [];
  return server === undefined ? '' : `via ${server.address}`;
}

export function reached(device: Device): readonly string[] {
  return device.interfaces.flatMap((row) => row.addresses);
}

/** Never red for asleep: only what stands still for a reason is a warning. */
function stateStyle(device: Device): Style | undefined {
  switch (device.state.word) {
    case 'idle':
    case 'processing':
      return 'green';
    case 'stopped':
      return 'yellow';
    case 'asleep':
    case 'off-by-habit':
      return 'blue';
    default:
      return 'dim';
  }
}
