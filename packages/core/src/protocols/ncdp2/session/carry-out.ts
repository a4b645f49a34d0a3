import { formatHex } from '../../../bytes/hex.ts';
import type { CarriedOut } from '../../../contracts/attached-device.ts';
import { encodeNcdp2, type Ncdp2Frame } from '../codec.ts';
import { RESULT, VERSION } from '../codec-tables.ts';
import type { ServedDevice } from '../server/served-devices.ts';
import type { AuditedRequest } from './audit.ts';
import { isKept } from './key-book.ts';
import { type Order, orderName, readOrder } from './order.ts';
import { type About, type Request, replyTo, what } from './reply.ts';
import type { SessionDesk } from './session-desk.ts';

/** Who asks, logged in. */
export interface Caller {
  readonly who: string;
  readonly address: string;
}

/**
 * Carries out a setup or a command of somebody logged in (open profile, section 6): the same key does nothing twice, what
 * is asked for is checked, then written down, then done, and what came of it written down again.
 */
export async function carryOut(request: Request, caller: Caller, desk: SessionDesk): Promise<Ncdp2Frame> {
  const { idempotencyKey: key, dryRun } = request.body;
  // a dry run does not use up its key
  if (key === undefined || dryRun === true) return checkAndDo(request, caller, undefined, desk);
  const asked = fingerprintOf(request, desk);
  for (;;) {
    const state = desk.keys.state(caller.who, key, asked);
    if (state.is === 'under-way') await state.done;
    else if (state.is === 'answered') return withTokenOf(request, state.reply);
    else if (state.is === 'other-request')
      return replyTo(request, RESULT.conflict, what('key 7'), soleDevice(request, desk));
    else if (state.is === 'outcome-unknown') return replyTo(request, RESULT.internal, what('outcome unknown'));
    else break;
  }
  const fullFor = desk.keys.fullFor();
  if (fullFor > 0) return replyTo(request, RESULT.busy, { attributes: { 'retry-after': fullFor } });
  const finish = desk.keys.begin(caller.who, key, asked);
  let reply: Ncdp2Frame | undefined;
  try {
    reply = await checkAndDo(request, caller, asked, desk);
    return reply;
  } finally {
    finish(reply);
  }
}

/** The one device that a request means, as it is now. */
export function soleDevice(
  request: Pick<Request, 'deviceType' | 'deviceNumber'>,
  desk: SessionDesk,
): About | undefined {
  const { devices } = desk.options;
  const found = devices.matching(request.deviceType, request.deviceNumber);
  return found.length === 1 ? { device: found[0]!, bootId: devices.bootId } : undefined;
}

async function checkAndDo(
  request: Request,
  caller: Caller,
  asked: string | undefined,
  desk: SessionDesk,
): Promise<Ncdp2Frame> {
  const sole = soleDevice(request, desk);
  if (sole === undefined) return refuse(request, caller, desk, replyTo(request, RESULT.noSuchDevice));
  return desk.inTurn(sole.device.key, async () => {
    const about = aboutNow(sole.device, desk);
    if (about === undefined) return refuse(request, caller, desk, replyTo(request, RESULT.noSuchDevice));
    const { devices } = desk.options;
    const order = readOrder(request, about.device, devices.read(about.device, 'everything'));
    if (order.is === 'wrong') {
      const body = order.what === undefined ? {} : what(order.what);
      return refuse(request, caller, desk, replyTo(request, order.result, body, about));
    }
    const { revision, bootId, dryRun } = request.body;
    // revisions compare within one boot id only
    const moved = bootId !== undefined && bootId !== about.bootId;
    if (revision !== undefined && (moved || revision !== about.device.revision))
      return refuse(request, caller, desk, replyTo(request, RESULT.conflict, {}, about));
    if (dryRun === true) return done(request, order, about);
    return writeAndDo(request, order, about, caller, asked, desk);
  });
}

async function writeAndDo(
  request: Request,
  order: Exclude<Order, { is: 'wrong' }>,
  about: About,
  caller: Caller,
  asked: string | undefined,
  desk: SessionDesk,
): Promise<Ncdp2Frame> {
  const { audit, clock, dice } = desk.options;
  const { key, type, number, uuid } = about.device;
  const entry: AuditedRequest = {
    is: 'request',
    id: formatHex(dice.bytes(8)),
    at: clock.now(),
    ...caller,
    device: { key, type, number, uuid },
    what: orderName(request),
    ...(order.is === 'set' ? { changes: order.entries } : { attributes: order.attributes }),
    ...(request.body.idempotencyKey === undefined || asked === undefined
      ? {}
      : { key: formatHex(request.body.idempotencyKey), request: asked }),
  };
  try {
    await audit.append(entry);
  } catch {
    return replyTo(request, RESULT.internal, what('the audit log cannot be written: nothing was done'), about);
  }
  const carried = await perform(order, about.device, desk);
  const after = aboutNow(about.device, desk) ?? about;
  const reply = answerTo(request, order, carried, after);
  const kept = asked !== undefined && isKept(reply.result);
  await audit
    .append({
      is: 'result',
      id: entry.id,
      at: clock.now(),
      result: reply.result,
      ...('why' in carried ? { text: carried.why } : {}),
      ...(kept ? { reply: formatHex(encodeNcdp2(withoutToken(reply))) } : {}),
    })
    // what was done cannot be undone for that: without a result the key says after a restart that nobody knows
    .catch(() => undefined);
  return reply;
}

async function perform(
  order: Exclude<Order, { is: 'wrong' }>,
  device: ServedDevice,
  { options: { devices, clock } }: SessionDesk,
): Promise<CarriedOut> {
  const signal = clock.timeout(CARRY_OUT_MS);
  try {
    if (order.is === 'command') return await devices.command(device, order.command, order.attributes, signal);
    if (order.entries.length === 0) return { is: 'done' };
    const changes = Object.fromEntries(order.entries.map(([name, , after]) => [name, after]));
    return await devices.set(device, changes, signal);
  } catch (error) {
    return { is: 'failed', why: error instanceof Error ? error.message : String(error) };
  }
}

function answerTo(request: Request, order: Order, carried: CarriedOut, about: About): Ncdp2Frame {
  switch (carried.is) {
    case 'done':
      return done(request, order, about);
    case 'refused':
      return replyTo(request, RESULT.refused, what(sayable(carried.why)), about);
    case 'busy':
      return replyTo(
        request,
        RESULT.busy,
        { attributes: { 'retry-after': wholeSeconds(carried.retryAfterSeconds) } },
        about,
      );
    case 'failed':
      return replyTo(request, RESULT.internal, what(sayable(carried.why)), about);
  }
}

function done(request: Request, order: Order, about: About): Ncdp2Frame {
  const plan = order.is === 'set' ? { changes: order.entries.map((entry) => [...entry]) } : {};
  return replyTo(request, RESULT.done, plan, about);
}

/** Not carried out: noted as far as the log can be written, and answered. A dry run is no order. */
async function refuse(
  request: Request,
  { who, address }: Caller,
  { options: { audit, clock } }: SessionDesk,
  reply: Ncdp2Frame,
): Promise<Ncdp2Frame> {
  if (request.body.dryRun === true) return reply;
  const entry = {
    is: 'refusal',
    at: clock.now(),
    who,
    address,
    device: { type: request.deviceType, number: request.deviceNumber },
    what: orderName(request),
    result: reply.result,
  } as const;
  await audit.append(entry).catch(() => undefined);
  return reply;
}

function aboutNow(device: ServedDevice, { options: { devices } }: SessionDesk): About | undefined {
  const now = devices.list.find(({ key }) => key === device.key);
  return now === undefined ? undefined : { device: now, bootId: devices.bootId };
}

/** What a key stands for: everything that is asked for, without what differs between two tries. */
function fingerprintOf(request: Request, { options: { cryptography } }: SessionDesk): string {
  const { revision, bootId, attributes, unknown } = request.body;
  const body = {
    version: VERSION,
    ...(revision === undefined ? {} : { revision }),
    ...(bootId === undefined ? {} : { bootId }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(unknown === undefined ? {} : { unknown }),
  };
  return formatHex(cryptography.hash('sha256', encodeNcdp2({ ...request, result: 0, body })));
}

function withTokenOf(request: Request, reply: Ncdp2Frame): Ncdp2Frame {
  return { ...reply, body: { ...reply.body, token: request.body.token } };
}

function withoutToken({ body: { token: _, ...body }, ...frame }: Ncdp2Frame): Ncdp2Frame {
  return { ...frame, body };
}

/** What a device said, as far as a frame can carry it. */
function sayable(text: string): string {
  return text.slice(0, 500).replace(/[\ud800-\udfff]/gu, '\ufffd');
}

function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.ceil(Number.isFinite(seconds) ? seconds : 1));
}

/** Devices are slow; one that says nothing for so long will not. */
const CARRY_OUT_MS = 60_000;
