import type { Conversation } from '../../contracts/conversation.ts';
import { tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { SnmpAnswer, SnmpGet } from '../../contracts/snmp-get.ts';
import { tunnelOid } from '../../formats/epson-tunnel.ts';
import { isWithin } from '../../formats/oid.ts';
import { decodeSnmpMessage, type SnmpRequestPdu, snmpErrors } from '../../formats/snmp-message.ts';
import type { Told } from '../../model/observation.ts';
import { claimsOf } from './claims.ts';
import { withoutJob } from './job.ts';
import { counterNames, epsonTrees, objects } from './objects.ts';

/**
 * Asks a host that speaks SNMP how its printer is, as Epson's own driver does. One question finds out whether it is an
 * Epson at all; nobody else is asked more. Then the status block, by the tunnel only where it has no object of its own;
 * the firmware's id; the pages that business models count. One object or command at a time, each once.
 */
export function* read(host: HostTarget): Conversation {
  const get = host.snmpGet;
  if (get === undefined) return { is: 'unreachable' };
  const whose = yield* answerOf(get, [objects.sysObjectId]);
  if (typeof whose === 'string') return { is: whose };
  const named = whose.varbinds[0]?.value;
  const hidden = whose.errorStatus !== snmpErrors.noError || named?.type !== 'ObjectIdentifier';
  if (!hidden && !isPrinterOfEpson(String(named.value))) return { is: 'answered' };
  const block = yield* ask(get, [objects.status]);
  // an agent that hides whose it is shows it by an object that only Epsons have
  if (hidden && block !== 'told' && (yield* answersOf(get, [objects.mac])) !== true) {
    if (block !== 'silent') yield* ask(get, COUNTERS);
    return { is: 'answered' };
  }
  if (block === 'silent') return { is: 'answered' };
  if (block !== 'told' && (yield* ask(get, [tunnelOid('status')])) === 'silent') return { is: 'answered' };
  if ((yield* ask(get, [tunnelOid('firmware-id')])) === 'silent') return { is: 'answered' };
  yield* ask(get, COUNTERS);
  return { is: 'answered' };
}

/** One question; its answer is told where it lets us say something. */
function* ask(get: SnmpGet, oids: readonly string[]): Conversation<'told' | 'nothing' | 'silent'> {
  const got = yield* get(oids);
  if (typeof got === 'string') return 'silent';
  const told = readAnswer(got);
  if (told === undefined) return 'nothing';
  yield* tell(told);
  return 'told';
}

/** What an answer of the agent tells, if it is of ours at all. */
export function readAnswer(answer: SnmpAnswer): Told | undefined {
  const raw = withoutJob(answer.raw);
  const message = decodeSnmpMessage(raw);
  if (!message.ok) return undefined;
  const claims = claimsOf(message.value);
  return claims.length === 0 ? undefined : { from: answer.from, protocol: 'epson-control', raw, claims };
}

function* answerOf(get: SnmpGet, oids: readonly string[]): Conversation<SnmpRequestPdu | 'silent' | 'garbled'> {
  const got = yield* get(oids);
  if (typeof got === 'string') return 'silent';
  const message = decodeSnmpMessage(got.raw);
  return message.ok && message.value.pdu.is === 'Response' ? message.value.pdu : 'garbled';
}

/** True where all of them are there. */
function* answersOf(get: SnmpGet, oids: readonly string[]): Conversation<boolean> {
  const answer = yield* answerOf(get, oids);
  return (
    typeof answer !== 'string' && answer.errorStatus === 0 && answer.varbinds.every(({ value }) => value.value !== null)
  );
}

function isPrinterOfEpson(sysObjectId: string): boolean {
  return isWithin(epsonTrees.all, sysObjectId) && !epsonTrees.others.some((tree) => isWithin(tree, sysObjectId));
}

const COUNTERS: readonly string[] = counterNames.map(({ oid }) => oid);
