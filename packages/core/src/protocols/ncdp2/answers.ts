import { parseHex } from '../../bytes/hex.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { Answering, Reply, VirtualDevice, VirtualSupply } from '../../contracts/virtual-device.ts';
import type { Attributes } from '../../formats/attribute-value.ts';
import type { DeviceKind } from '../../model/claim.ts';
import { parseMac } from '../../net/mac-address.ts';
import type { Ncdp2Body } from './codec-body.ts';
import { ANY_NUMBER, DEVICE_TYPE, FUNCTION, GROUP_4, GROUP_6, type Ncdp2Function, PORT } from './codec-tables.ts';
import { attributesOf } from './server/attribute-groups.ts';
import { fittingFrame } from './server/reply-frames.ts';
import { ReplyStock } from './server/reply-stock.ts';
import { asksAny, type DevicesToTell, type Responder, readRequest, repliesTo } from './server/respond.ts';
import type { ServedDevice } from './server/served-devices.ts';

/**
 * The device side over UDP: a server with one device. Silence, sizes and results are those of the server
 * (`server/respond.ts`). Quirks `ncdp2.boot-id` and `ncdp2.revision` set those numbers.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const responder: Responder = {
    devices: oneDevice(device),
    maxAgeSeconds: 1_800,
    tls: false,
    limits: {},
    stock: new ReplyStock(),
  };
  const said = (name: Ncdp2Function, body: Ncdp2Body) => announcement(device, responder.devices, name, body);
  const answer = ({ bytes }: Datagram): readonly Reply[] => {
    const request = readRequest(bytes);
    if (typeof request === 'string') return [];
    const delayMs = asksAny(request) ? delayOf(device) : 0;
    return repliesTo(request, responder).map((reply) => ({ bytes: reply, delayMs }));
  };
  return [
    {
      on: 'udp',
      port: PORT,
      broadcast: true,
      groups: [GROUP_4, GROUP_6],
      groupTtl: 1,
      answer,
      announce: said(FUNCTION.arrive, {
        maxAgeSeconds: responder.maxAgeSeconds,
        attributes: attributesOf('short-identity', attributesOfDevice(device)),
      }),
      farewell: said(FUNCTION.leave, { attributes: { 'printer-uuid': `urn:uuid:${device.uuid}` } }),
    },
  ];
}

/** What it says unasked, once, to the group of its own family: the many repeats are a server's. */
function announcement(device: VirtualDevice, devices: DevicesToTell, said: Ncdp2Function, body: Ncdp2Body) {
  const { bootId, list } = devices;
  const address = device.address.includes(':') ? GROUP_6 : GROUP_4;
  const to = { address, port: device.port(PORT, 'udp'), transport: 'udp' } as const;
  return list.flatMap(({ type, number, revision }) => {
    const about = { letter: said.letter, type, number, function: said.id };
    const bytes = fittingFrame(about, { bootId, revision, ...body });
    return bytes === undefined ? [] : [{ bytes, to }];
  });
}

function oneDevice(device: VirtualDevice): DevicesToTell {
  const served: ServedDevice = {
    key: device.id,
    type: typeOf(device.kind),
    number: 0,
    uuid: `urn:uuid:${device.uuid}`,
    revision: Number(device.quirks['ncdp2.revision'] ?? 1),
    settable: [],
    commands: [],
  };
  return {
    bootId: Number(device.quirks['ncdp2.boot-id'] ?? 1_794_700_000),
    list: [served],
    matching: (type, number) =>
      (type === DEVICE_TYPE.any || type === served.type) && (number === ANY_NUMBER || number === served.number)
        ? [served]
        : [],
    upTime: () => 0,
    read: (_device, group) => attributesOf(group, attributesOfDevice(device)),
  };
}

function attributesOfDevice(device: VirtualDevice): Attributes {
  const mac = parseHex(parseMac(device.mac) ?? '');
  const { supplies } = device;
  const all: Attributes = {
    'printer-make-and-model': `${device.make} ${device.model}`.trim(),
    'printer-uuid': `urn:uuid:${device.uuid}`,
    'printer-serial-number': device.serial,
    'printer-device-id': device.deviceId,
    'printer-name': device.name,
    'printer-location': device.location,
    'printer-firmware-string-version': device.firmware,
    'printer-state': states[device.state],
    'printer-state-reasons': device.stateReasons.length === 0 ? ['none'] : device.stateReasons,
    'printer-impressions-completed': device.impressions,
    'ncdp-implementation': 'virtual/1',
    'ncdp-interfaces': [{ name: 'eth0', addresses: [device.address], ...(mac === undefined ? {} : { mac }) }],
    ...(supplies.length === 0
      ? {}
      : {
          'marker-names': supplies.map(({ name }) => name),
          'marker-types': supplies.map(({ kind }) => markerTypes[kind]),
          'marker-colors': supplies.map(({ rgb }) => rgb),
          'marker-levels': supplies.map(({ level }) => level),
        }),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** Not more than half a second, and another one for each device: so a segment does not answer all at once. */
function delayOf({ address }: VirtualDevice): number {
  let sum = 0;
  for (const letter of address) sum = (sum * 31 + letter.charCodeAt(0)) % LONGEST_DELAY_MS;
  return sum;
}

function typeOf(kind: DeviceKind): number {
  switch (kind) {
    case 'printer':
    case 'mfp':
      return DEVICE_TYPE.printer;
    case 'pos-printer':
      return DEVICE_TYPE.posPrinter;
    case 'scanner':
      return DEVICE_TYPE.scanner;
    case 'projector':
      return DEVICE_TYPE.projector;
    case 'label-printer':
      return DEVICE_TYPE.labelPrinter;
    default:
      return DEVICE_TYPE.other;
  }
}

const LONGEST_DELAY_MS = 500;
const states = { idle: 3, processing: 4, stopped: 5, asleep: 3 } as const;
/** PWG 5100.9, table 8. */
const markerTypes: Readonly<Record<VirtualSupply['kind'], string>> = {
  ink: 'ink-cartridge',
  toner: 'toner-cartridge',
  'waste-ink': 'waste-ink',
  'waste-toner': 'waste-toner',
  drum: 'opc',
  ribbon: 'ribbon-wax',
};
