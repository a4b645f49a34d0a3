import {
  type AttachedDevice,
  type Attributes,
  type AttributeValue,
  type DeviceCommand,
  IDENTIFY_PRINTER,
  PRINT_JOB,
  textIn,
} from '@quietport/core';

/** Why a queue is not served. */
export type LeftOut = 'class' | 'remote' | 'temporary' | 'not-shared';

/** A queue as CUPS tells of it: what is served of it, or why it is not. */
export type QueueRead =
  | { readonly is: 'device'; readonly name: string; readonly device: AttachedDevice }
  | { readonly is: 'left-out'; readonly name: string; readonly why: LeftOut };

/**
 * The queues of one answer; those without a name are passed over. `unshared`: queues that are not shared are served too.
 *
 * The UUID of a queue is the queue's own. Where the device URI holds that of the device behind and no other queue leads to
 * it, that one counts, so that the device is one with what answers for itself on the network.
 */
export function readQueues(queues: readonly Attributes[], unshared: boolean): readonly QueueRead[] {
  const behind = queues.map((queue) => readDeviceUri(textIn(queue, 'device-uri') ?? '').uuid);
  return queues.flatMap((queue, i) => {
    const uuid = behind[i];
    const single = uuid !== undefined && behind.indexOf(uuid) === behind.lastIndexOf(uuid);
    const read = readQueue(single ? { ...queue, 'printer-uuid': uuid } : queue, unshared);
    return read === undefined ? [] : [read];
  });
}

function readQueue(queue: Attributes, unshared: boolean): QueueRead | undefined {
  const name = textIn(queue, 'printer-name');
  if (name === undefined || name === '') return undefined;
  const why = reasonToLeaveOut(queue, unshared);
  if (why !== undefined) return { is: 'left-out', name, why };
  const attributes = servedAttributes(queue);
  const device = { key: `cups:${name}`, kind: 'printer', attributes, settable: settableOf(queue) } as const;
  return { is: 'device', name, device: { ...device, commands: commandsOf(queue) } };
}

function reasonToLeaveOut(queue: Attributes, unshared: boolean): LeftOut | undefined {
  const type = Number(queue['printer-type'] ?? 0);
  if ((type & CLASS) !== 0) return 'class';
  if ((type & REMOTE) !== 0) return 'remote';
  if (queue['printer-is-temporary'] === true) return 'temporary';
  return queue['printer-is-shared'] === false && !unshared ? 'not-shared' : undefined;
}

function servedAttributes(queue: Attributes): Attributes {
  const served: Record<string, AttributeValue> = {};
  for (const name of servedNames) {
    const value = queue[name];
    if (value !== undefined && value !== null && !isEmpty(value)) served[name] = value;
  }
  const behind = readDeviceUri(textIn(queue, 'device-uri') ?? '');
  // words for a queue without a driver, and no model of anything
  if (noModels.has(String(served['printer-make-and-model']))) delete served['printer-make-and-model'];
  if (behind.makeAndModel !== undefined) served['printer-make-and-model'] ??= behind.makeAndModel;
  // the ID in a queue's description is that of the driver; the URI was made of what the device itself said
  if (behind.deviceId !== undefined) served['printer-device-id'] = behind.deviceId;
  if (behind.serial !== undefined) served['printer-serial-number'] = behind.serial;
  if (behind.way !== undefined) served['ncdp-uris'] = [behind.way];
  return served;
}

/** CUPS says an empty text where nothing was set. */
function isEmpty(value: AttributeValue): boolean {
  return value === '' || (Array.isArray(value) && value.every((one) => one === ''));
}

function settableOf(queue: Attributes): readonly string[] {
  const told = listOf(queue['printer-settable-attributes-supported']);
  return settableNames.filter((name) => told.length === 0 || told.includes(name));
}

function commandsOf(queue: Attributes): readonly DeviceCommand[] {
  const operations = listOf(queue['operations-supported']);
  return [
    ...(operations.includes(IDENTIFY_PRINTER) ? ['identify' as const] : []),
    ...(operations.includes(PRINT_JOB) && printsText(queue) ? ['print-test-page' as const] : []),
  ];
}

/** A queue that makes a page of plain text: it has a driver, and a filter for it. A raw one would hand on the bare bytes. */
function printsText(queue: Attributes): boolean {
  const raw = /\braw\b/i.test(textIn(queue, 'printer-make-and-model') ?? 'raw');
  return !raw && listOf(queue['document-format-supported']).includes('text/plain');
}

/** What a device URI of CUPS tells of the device behind the queue. Passwords and options of the backend are never taken. */
export function readDeviceUri(uri: string): {
  readonly serial?: string;
  readonly deviceId?: string;
  readonly makeAndModel?: string;
  /** The device's own, where the backend found it by DNS-SD. */
  readonly uuid?: string;
  /** A way to the device for others. */
  readonly way?: string;
} {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(uri);
  if (match === null) return {};
  const [, scheme = '', authority = '', path = '', query = ''] = match;
  if (scheme.toLowerCase() === 'usb') return readUsbUri(authority, path, query);
  if (!waySchemes.has(scheme.toLowerCase())) return {};
  const uuid = /(?:^|&)uuid=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:&|$)/i.exec(query)?.[1];
  return {
    way: `${scheme}://${authority.replace(/^.*@/, '')}${path}`,
    ...(uuid === undefined ? {} : { uuid: `urn:uuid:${uuid.toLowerCase()}` }),
  };
}

/** `usb://EPSON/XP-432%20435%20Series?serial=X5ML012345`: the backend writes it out of the device's IEEE 1284 ID. */
function readUsbUri(authority: string, path: string, query: string): ReturnType<typeof readDeviceUri> {
  const make = plain(authority);
  const model = plain(path.replace(/^\//, ''));
  const serial = plain(/(?:^|&)serial=([^&]*)/.exec(query)?.[1] ?? '');
  // characters that part the keys of an ID can stand in no value
  const named = make !== '' && model !== '';
  const known = named && ![make, model, serial].some((text) => /[;:]/.test(text));
  return {
    ...(serial === '' || serial === '?' ? {} : { serial }),
    ...(named ? { makeAndModel: `${make} ${model}` } : {}),
    ...(known ? { deviceId: `MFG:${make};MDL:${model};${serial === '' ? '' : `SN:${serial};`}` } : {}),
  };
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text).trim();
  } catch {
    return text;
  }
}

function listOf(value: AttributeValue | undefined): readonly AttributeValue[] {
  return Array.isArray(value) ? (value as readonly AttributeValue[]) : [];
}

// cups_ptype_t: bits of printer-type
const CLASS = 0x0001;
const REMOTE = 0x0002;
const settableNames = ['printer-location', 'printer-info', 'printer-geo-location'];
const waySchemes: ReadonlySet<string> = new Set(['ipp', 'ipps', 'http', 'https', 'socket', 'lpd', 'dnssd']);

const noModels: ReadonlySet<string> = new Set(['Local Raw Printer', 'Local System V Printer', 'Remote Printer']);

/**
 * What is served of a queue: who it is and how it is. Never its users, jobs and accounting, nor its times: CUPS counts them
 * from 1970, and its printer-up-time is the clock.
 */
const servedNames: readonly string[] =
  `printer-make-and-model printer-uuid printer-name printer-location printer-geo-location printer-info
  printer-organization printer-organizational-unit printer-device-id printer-serial-number printer-kind
  printer-firmware-name printer-firmware-string-version printer-state printer-state-reasons printer-state-message
  printer-is-accepting-jobs printer-alert printer-alert-description marker-names marker-types marker-colors
  marker-levels marker-low-levels marker-high-levels marker-message printer-supply printer-supply-description
  printer-input-tray printer-output-tray media-ready printer-impressions-completed printer-media-sheets-completed
  printer-pages-completed color-supported sides-supported pages-per-minute pages-per-minute-color
  printer-resolution-supported document-format-supported`.split(/\s+/);

/** What CUPS is asked for: that, and what it is judged by. */
export const askedNames: readonly string[] = [
  ...servedNames,
  ...['device-uri', 'printer-type', 'printer-is-shared', 'printer-is-temporary'],
  ...['operations-supported', 'printer-settable-attributes-supported'],
];
