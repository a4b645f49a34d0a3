import type { Device } from '@quietport/core';
import type { RegistryRow } from '@quietport/knowledge/ports';
import type { Speaker } from '../observe/speakers.ts';
import type { NetworkPort, PortAnswer, PortPart } from '../port-answer.ts';
import { listenerDocument } from './listeners.ts';

/** The answer as `quietport/port@1`. A part that was not asked for is not there. */
export function portDocument(answer: PortAnswer, parts: readonly PortPart[], aged: boolean): object {
  const { query, outcome, why, ranges, snapshot, rows, inferences, practice, here, network, verdict, notKnown } =
    answer;
  const { text, port, portEnd, transport, name } = query;
  const invalid = outcome === 'invalid';
  const wants = (part: PortPart) => invalid || parts.includes(part);
  return {
    schema: 'quietport/port@1',
    query: { text, port, portEnd, transport, name },
    outcome,
    ...(why === null ? {} : { why }),
    ranges,
    ...(wants('registry') ? { registry: { snapshot, aged, rows: rows.map(rowDocument), inferences } } : {}),
    ...(wants('practice') ? { practice } : {}),
    ...(here === undefined && !invalid
      ? {}
      : { listeners: (here?.listeners ?? []).map(listenerDocument), gaps: here?.gaps ?? [] }),
    ...(network === undefined && !invalid
      ? {}
      : {
          network: [...(network?.ports ?? []).map(networkDocument), ...(network?.speakers ?? []).map(speakerDocument)],
          notes: network?.notes ?? [],
        }),
    ...(invalid ? { verdict: notAsked(why ?? '') } : verdict === undefined ? {} : { verdict }),
    ...(notKnown === undefined ? {} : { notKnown }),
  };
}

function rowDocument(row: RegistryRow): object {
  const { contact, contactOrganisation: _, contactDomain, serviceCode, ...said } = row;
  return { ...said, contact, contactDomain, serviceCode };
}

function networkDocument({ device, address, port, transport, state, service, evidence }: NetworkPort): object {
  const place = { ...deviceNamed(device), address, port, transport };
  return { ...place, state, service: service ?? null, heard: null, evidence };
}

/** Nobody asked whether he serves anything there. `heard`: how much he said, and when. */
function speakerDocument({ device, address, port, transport, count, firstAt, lastAt, messages }: Speaker): object {
  return {
    ...{ ...deviceNamed(device), address, port, transport, state: 'untested', service: null },
    heard: { messages: count, first: isoTime(firstAt), last: isoTime(lastAt) },
    evidence: messages.map(({ id }) => id),
  };
}

/** Of its own: the documents' other rooms bring more along than this question should load. */
function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function deviceNamed(device: Device | undefined): object {
  const { make, model: named } = device?.facts ?? {};
  const model = [make?.value, named?.value].filter((part) => part !== undefined).join(' ');
  return { device: device?.id ?? null, model: model === '' ? null : model };
}

function notAsked(why: string): object {
  const next = 'Ask for a number, a range or a service name, each with /tcp or /udp behind it if you like.';
  return { word: 'unknown', reasons: [{ rule: 'port/invalid', text: why, evidence: [] }], next };
}
