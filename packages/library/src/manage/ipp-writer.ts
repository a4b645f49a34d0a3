import {
  type Attributes,
  type Device,
  decodeJobAnswer,
  encodeGetQueue,
  encodeIdentifyQueue,
  encodeSetPrinter,
  Fault,
  Gate,
  httpUrl,
  IDENTIFY_PRINTER,
  ippUri,
  isPrintPort,
  type JobAnswer,
  type LedgerRow,
  type QueueRequest,
  SET_PRINTER_ATTRIBUTES,
  textIn,
} from '@quietport/core';
import { planInspect } from '../inspect.ts';
import { LoginLine } from '../login-line.ts';
import { type JobPlace, jobPlaces } from '../print/job-place.ts';
import { demandStillThere } from '../still-there.ts';
import type {
  IdentifyAction,
  ManageWish,
  ManageWorld,
  OpenDevice,
  Property,
  PropertyChange,
  Writer,
} from './writer.ts';

const SETTABLE: readonly Property[] = ['name', 'location', 'info', 'geo-location'];

/** Changes printers by Set-Printer-Attributes (RFC 3380) and makes them show themselves by Identify-Printer (PWG 5100.13). */
export const ippWriter: Writer = {
  protocol: 'ipp',
  properties: SETTABLE,
  open: async (device, world, wish) => {
    const [place] = await ippPlaces(device, world);
    if (place === undefined) return undefined;
    const { house, how, signal } = world;
    const before = await demandStillThere(device, place.address, how, house, signal);
    const { policy } = await planInspect({ ...how, host: place.address }, house, signal);
    const gate = new Gate(house.network, policy, house.clock);
    const permit = { for: 'job', order: 'manage.ipp', address: place.address, port: place.port } as const;
    const line = new LoginLine(gate.jobLine(permit), house);
    const open = new IppDevice(device, place, line, world, () => [...before, ...gate.ledger.rows()]);
    await open.read();
    open.demandOffered(wish);
    return open;
  },
};

/** Where the device told of IPP, inside TLS first. */
async function ippPlaces(device: Device, { how, house }: ManageWorld): Promise<readonly JobPlace[]> {
  try {
    const places = await jobPlaces(device, undefined, how.fleet, house.store);
    // the line would reach a print port as well: an order there would come out on paper
    return places.filter(({ ipp, port }) => ipp !== undefined && !isPrintPort(port, 'tcp'));
  } catch (error) {
    if (error instanceof Fault && error.code === 'print/no-way') return [];
    throw error;
  }
}

class IppDevice implements OpenDevice {
  readonly protocol = 'ipp';
  readonly address: string;
  readonly ledger: () => readonly LedgerRow[];
  readonly #device: Device;
  readonly #place: JobPlace;
  readonly #line: LoginLine;
  readonly #world: ManageWorld;
  #told: Attributes = {};

  constructor(
    device: Device,
    place: JobPlace,
    line: LoginLine,
    world: ManageWorld,
    ledger: () => readonly LedgerRow[],
  ) {
    this.address = place.address;
    this.ledger = ledger;
    this.#device = device;
    this.#place = place;
    this.#line = line;
    this.#world = world;
  }

  async read(): Promise<Readonly<Record<Property, string | null>>> {
    const answer = await this.#ask((request) => encodeGetQueue(request, ASKED));
    this.#demandDone(answer);
    this.#demandSame(answer.printer);
    this.#told = answer.printer;
    const text = (property: Property) => textIn(answer.printer, `printer-${property}`) || null;
    const [name, location, info] = [text('name'), text('location'), text('info')];
    return { name, location, info, 'geo-location': text('geo-location'), contact: null };
  }

  /** What the printer lists is all that it is asked for. */
  demandOffered({ properties: wished }: ManageWish): void {
    if (wished === undefined) {
      if (!this.#does(IDENTIFY_PRINTER)) this.#refuse('it does not list Identify-Printer over IPP');
      return;
    }
    if (!this.#does(SET_PRINTER_ATTRIBUTES)) this.#refuse('it does not list Set-Printer-Attributes over IPP');
    const settable = listIn(this.#told, 'printer-settable-attributes-supported');
    const not = wished.map((property) => `printer-${property}`).filter((name) => !settable.includes(name));
    if (not.length > 0) this.#refuse(`it does not list ${not.join(', ')} among what can be set over IPP`);
  }

  /** IPP has no trial: what the printer lists was compared when the door was opened, and again here. */
  async check(changes: readonly PropertyChange[]): Promise<void> {
    if (changes.length > 0) this.demandOffered({ properties: changes.map(({ property }) => property) });
  }

  async write(changes: readonly PropertyChange[]): Promise<void> {
    await this.check(changes);
    const values = Object.fromEntries(changes.map(({ property, to }) => [`printer-${property}`, to]));
    const { status, unsupported, words } = await this.#ask((request) => encodeSetPrinter(request, values), 'order');
    const not = unsupported.length === 0 ? '' : ` (${unsupported.join(', ')})`;
    if (status >= REFUSED) this.#demandDone({ status, words: `${words}${not}` });
    // whatever it said: what it keeps is what counts
    const now = await this.#readBack();
    const { id } = this.#device;
    for (const { property, to } of changes)
      if (now[property] !== (to === '' ? null : to))
        throw new Fault('manage/not-kept', { id, property, now: shown(now[property]), wanted: shown(to) });
  }

  async identify(actions: readonly IdentifyAction[]): Promise<void> {
    const able = listIn(this.#told, 'identify-actions-supported');
    const not = actions.filter((action) => !able.includes(action));
    if (not.length > 0) this.#refuse(`it does not ${not.join(', ')}; it can ${able.join(', ') || 'choose for itself'}`);
    this.#demandDone(await this.#ask((request) => encodeIdentifyQueue(request, actions), 'order'));
  }

  close(): void {
    // each exchange has a connection of its own
  }

  /** Something was written: where nobody answers now, it is not known what is there. */
  async #readBack(): Promise<Readonly<Record<Property, string | null>>> {
    try {
      return await this.read();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      throw new Fault(
        'manage/lost',
        { id: this.#device.id, detail: `it could not be read back: ${error.text}` },
        error,
      );
    }
  }

  async #ask(encode: (request: QueueRequest) => Uint8Array, what: 'reading' | 'order' = 'reading'): Promise<JobAnswer> {
    const { address, port, ipp } = this.#place;
    if (ipp === undefined) throw new Error('this place is no IPP printer');
    const { house, signal } = this.#world;
    const requestId = new DataView(house.dice.bytes(4).buffer).getUint32(0) >>> 1 || 1;
    const body = encode({ requestId, printerUri: ippUri(address, ipp), user: 'quietport' });
    const headers = { 'content-type': 'application/ipp', accept: 'application/ipp' };
    const outcome = await this.#line.http(
      { url: httpUrl(address, ipp), method: 'POST', headers, body, maxBytes: MOST_BYTES },
      house.clock.timeout(ANSWER_MS, signal),
    );
    const { id } = this.#device;
    if (outcome.is === 'answered') {
      const { response } = outcome;
      if (response.status === 401) {
        const why = ` (${this.#line.trouble ?? 'it wants a login'})`;
        throw new Fault('manage/no-login', { id, address, protocol: 'IPP', why, kind: 'login' });
      }
      if (response.status === 403) this.#refuse(this.#line.trouble ?? 'it forbids that over IPP');
      const decoded = decodeJobAnswer(response.body);
      if (decoded.ok && decoded.value.requestId === requestId) return decoded.value;
    }
    const how = outcome.is === 'answered' ? `HTTP ${outcome.response.status} without an answer` : outcome.is;
    // where no connection was made, nothing was asked
    const reached = !NOT_REACHED.has(outcome.is);
    if (what === 'order' && reached) throw new Fault('manage/lost', { id, detail: how });
    throw new Fault('manage/unreachable', { address, port, how, protocol: 'IPP' });
  }

  #does(operation: number): boolean {
    return listIn(this.#told, 'operations-supported').includes(operation);
  }

  #refuse(why: string): never {
    throw new Fault('manage/refused', { id: this.#device.id, why });
  }

  /** By the UUID, on the way to the change: `demandStillThere` has read all keys when the door was opened. */
  #demandSame(told: Attributes): void {
    const { id, facts } = this.#device;
    const before = facts.uuid?.value;
    const now = textIn(told, 'printer-uuid');
    if (before === undefined || now === undefined) return;
    if ([before, ...(facts.uuid?.against ?? []).map(({ value }) => value)].some((one) => bare(one) === bare(now)))
      return;
    throw new Fault('manage/another-there', { address: this.address, id, what: 'the UUID', now, before });
  }

  #demandDone({ status, words }: Pick<JobAnswer, 'status' | 'words'>): void {
    if (status < REFUSED) return;
    if (status === BUSY) throw new Fault('manage/busy', { id: this.#device.id, seconds: 10 });
    this.#refuse(words);
  }
}

function listIn(attributes: Attributes, name: string): readonly unknown[] {
  const value = attributes[name];
  return value === undefined || value === null ? [] : [value].flat();
}

function bare(uuid: string): string {
  return uuid.toLowerCase().replace(/^urn:uuid:/, '');
}

function shown(value: string | null): string {
  return value === null ? 'not set' : `"${value}"`;
}

const ASKED = [
  ...SETTABLE.map((property) => `printer-${property}`),
  ...['printer-uuid', 'operations-supported', 'printer-settable-attributes-supported', 'identify-actions-supported'],
];
const NOT_REACHED: ReadonlySet<string> = new Set(['refused', 'unreachable', 'forbidden']);
const ANSWER_MS = 15_000;
const MOST_BYTES = 4 * 1024 * 1024;
// RFC 8011, appendix B
const REFUSED = 0x0100;
const BUSY = 0x0507;
