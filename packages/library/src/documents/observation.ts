import { formatHex, type Hint } from '@quietport/core';
import type { Observed, ObservedMessage } from '../observe/observed.ts';
import { iso } from './device.ts';

/** What was heard on a port as `quietport/observation@1`. Hints are no facts: each says how much it weighs, and why. */
export function observationDocument(observed: Observed): object {
  const { port, transport, by, startedAt, finishedAt, endedBy, messages, hints, notes } = observed;
  return {
    schema: 'quietport/observation@1',
    port,
    transport: transport ?? null,
    by,
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
    endedBy,
    messages: messages.map(messageRecord),
    hints: hints.map(hintRecord),
    notes,
  };
}

/** One message: a line of ndjson. */
export function messageRecord(message: ObservedMessage): object {
  const { number, at, what, from, to, way, bytes, label, likeness, observation } = message;
  return {
    number,
    at: iso(at),
    what,
    transport: from.transport,
    from: { address: from.address, port: from.port },
    to: to === undefined ? null : { address: to.address, port: to.port },
    way: way ?? null,
    interface: message.interface,
    length: bytes.length,
    bytes: formatHex(bytes),
    label: label ?? null,
    likeness: likeness ?? null,
    observation: observation ?? null,
  };
}

/** Messages are named by their numbers, from 1. */
export function hintRecord({ kind, weight, text, because, messages }: Hint): object {
  return { kind, weight, text, because, messages: messages.map((place) => place + 1) };
}
