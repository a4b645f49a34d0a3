import { encodeText } from '../../bytes/text.ts';
import { type Conversation, chance, type Heard, hearAll, send, tell } from '../../contracts/conversation.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import { isWithin } from '../../formats/oid.ts';
import { withoutPassword } from '../../formats/snmp-community.ts';
import { encodeSnmpMessage } from '../../formats/snmp-message.ts';
import { unspecified, type Varbind } from '../../formats/snmp-varbind.ts';
import { ask, openSession, readResponse, requestIdOf, type Session } from './ask.ts';
import { claimsOf } from './claims.ts';
import { askContext, hidesInContext, JETDIRECT } from './contexts.ts';
import { enterpriseNumber, enterpriseOfMake } from './enterprises.ts';
import { greet, SYSTEM } from './greet.ts';
import { oidOf } from './object-names.ts';
import { privateObjectsOf } from './private-objects.ts';
import { askReadings } from './readings.ts';
import { readSysDescr } from './sys-descr.ts';
import { unlock } from './unlock.ts';
import { getAll, walkColumns } from './walk.ts';

/**
 * Asks a segment by broadcast for the system group alone: an agent of version 1 that lacks a single object of a request
 * tells nothing at all, and these every agent has.
 */
export function* discover(segment: Segment): Conversation {
  const requestId = requestIdOf(yield* chance(4));
  const varbinds = SYSTEM.map((oid) => ({ oid, value: unspecified }));
  const request = encodeSnmpMessage({
    version: 0,
    community: encodeText(segment.community),
    pdu: { is: 'GetRequest', requestId, errorStatus: 0, errorIndex: 0, varbinds },
  });
  const told = new Set<string>();
  const take = function* ({ from, bytes }: Heard): Conversation<undefined> {
    const message = readResponse(bytes);
    const sender = `${from.address} ${from.port}`;
    // the answer to the repeated question says nothing new
    if (message?.pdu.requestId !== requestId || told.has(sender)) return undefined;
    if (told.size < MOST_SENDERS) told.add(sender);
    yield* tell({ from, protocol: 'snmp', raw: withoutPassword(message, bytes), claims: claimsOf(message) });
    return undefined;
  };
  for (const share of [0.4, 0.6]) {
    let sent = false;
    for (const target of segment.targets) sent = (yield* send(request, target)) || sent;
    if (!sent) return { is: 'unreachable' };
    yield* hearAll(share * segment.patienceMs, take);
  }
  return { is: told.size > 0 ? 'answered' : 'silent' };
}

/**
 * Asks one host who it is: the system group, its devices, its printer, its maker's own tree, its interfaces. In version 3
 * where a user's key opens it, else by community.
 */
export function* identify(host: HostTarget): Conversation {
  const session = openSession(host);
  const greeted = yield* greet(session);
  if (greeted === 'unreachable') return { is: greeted };
  const speaks = greeted === 'answered' || session.engine !== undefined;
  if (speaks && (yield* unlock(session, { is: 'GetRequest', oids: SYSTEM }))) {
    session.version = 1;
    yield* getAll(session, [oidOf('sysLocation', '0')]);
  } else if (greeted === 'answered') yield* preferVersion2(session);
  // an engine that answers nobody without a key is there all the same
  else return { is: speaks ? 'answered' : greeted };
  // the rest is worth one question more or less, but not another host's time: whoever falls silent is let go
  const devices = yield* walkColumns(session, DEVICE_COLUMNS, 10);
  if (yield* getAll(session, printerObjects(devices))) {
    if (isNameless(session) && !(yield* getAll(session, DEVICE_IDS))) return { is: 'answered' };
    if ((yield* getAll(session, makersObjects(session))) && (yield* askInterfaces(session)) && session.prints)
      yield* askReadings(session);
    if (hidesInContext(session)) yield* askContext(session, JETDIRECT);
  }
  return { is: 'answered' };
}

/** Version 2c answers a GET part by part, and walks faster. Who does not know it is silent. */
function* preferVersion2(session: Session): Conversation<void> {
  if (session.version === 1) return;
  session.version = 1;
  const answer = yield* ask(session, { is: 'GetRequest', oids: [oidOf('sysLocation', '0')] }, 1);
  if (typeof answer !== 'string') return;
  session.version = 0;
  yield* getAll(session, [oidOf('sysLocation', '0')]);
}

/**
 * All hardware addresses in one packet: a host that names one today and another in the next packet would look like two
 * hosts that take turns at an address.
 */
function* askInterfaces(session: Session): Conversation<boolean> {
  const found = yield* walkColumns(session, INTERFACE_COLUMNS, MOST_INTERFACES);
  const indexes = found.flatMap(({ oid, value }) =>
    isWithin(oidOf('ifType'), oid) && value.value !== LOOPBACK ? [oid.slice(oidOf('ifType').length + 1)] : [],
  );
  return yield* getAll(
    session,
    indexes.slice(0, MOST_ADDRESSES).map((index) => oidOf('ifPhysAddress', index)),
  );
}

function printerObjects(devices: readonly Varbind[]): readonly string[] {
  const printer = devices.find(({ value }) => value.value === oidOf('hrDevicePrinter'));
  const index = printer?.oid.slice(oidOf('hrDeviceType').length + 1) ?? '1';
  return [
    oidOf('hrDeviceStatus', index),
    oidOf('hrPrinterStatus', index),
    oidOf('hrPrinterDetectedErrorState', index),
    oidOf('prtGeneralSerialNumber', '1'),
    oidOf('prtGeneralPrinterName', '1'),
    oidOf('prtMarkerSuppliesDescription', '1.1'),
    oidOf('prtMarkerCounterUnit', '1.1'),
    oidOf('prtMarkerLifeCount', '1.1'),
    oidOf('ppmPrinterIEEE1284DeviceId', '1'),
  ];
}

/** An agent that keeps its system group to itself may have a device ID all the same. */
function isNameless({ sysObjectId, sysDescr }: Session): boolean {
  return sysObjectId === undefined && sysDescr === undefined;
}

/** The maker's own objects, where the host told whose it is: by number, and by name where a card hides in between. */
function makersObjects({ sysObjectId, sysDescr, deviceIdMake }: Session): readonly string[] {
  const make = sysDescr === undefined ? deviceIdMake : readSysDescr(sysDescr)?.make;
  const byName = make === undefined ? undefined : enterpriseOfMake(make)?.number;
  const byNumber = sysObjectId === undefined ? undefined : enterpriseNumber(sysObjectId);
  const numbers = new Set([byNumber, byName].filter((number) => number !== undefined));
  return [...numbers].flatMap((number) => privateObjectsOf(number)).map(({ oid }) => oid);
}

const MOST_SENDERS = 5_000;
/** The objects of HP, Brother and Lexmark that hold a device ID; many others answer the first as well. */
const DEVICE_IDS = ['11.2.3.9.1.1.7.0', '2435.2.3.9.1.1.7.0', '641.2.1.2.1.3.1'].map((tail) => `1.3.6.1.4.1.${tail}`);
const DEVICE_COLUMNS = [oidOf('hrDeviceType'), oidOf('hrDeviceDescr'), oidOf('hrDeviceID')];
const INTERFACE_COLUMNS = [oidOf('ifType'), oidOf('ipAdEntAddr')];
const MOST_INTERFACES = 20;
const MOST_ADDRESSES = 10;
/** IANAifType softwareLoopback. */
const LOOPBACK = 24;
