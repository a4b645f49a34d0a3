import { type CertificatePin, Fault } from '@quietport/core';
import { listPins, pinCertificate, pinRecord, pinsDocument, unpinCertificate } from '@quietport/library';
import type { Context } from '../command.ts';
import { hostRequest } from '../look/host-request.ts';
import { printRows } from '../output/rows.ts';
import { pinColumns } from './credential-columns.ts';
import type { Desk } from './keep.ts';

export async function pin({ context, options, vault, house }: Desk, target: string): Promise<number> {
  const text = options.text('fingerprint');
  const fingerprint = text === undefined ? undefined : readFingerprint(text);
  const { host: _, ...how } = await hostRequest(context, target, false);
  const request = { ...how, target, ...(fingerprint === undefined ? {} : { fingerprint }) };
  const pins = await pinCertificate(request, vault, house, context.signal, (plan) =>
    context.say(`asking ${plan.order.addresses.join(', ')}: about ${plan.seconds} s`),
  );
  await printPins(context, pins);
  return 0;
}

export async function unpin({ context, vault, house }: Desk, target: string): Promise<number> {
  const removed = await unpinCertificate(target, vault, house);
  if (context.output === 'json') context.printDocument({ schema: 'quietport/unpinned@1', removed });
  else context.print(`removed ${removed} ${removed === 1 ? 'pin' : 'pins'}`);
  return 0;
}

export async function pins({ context, vault }: Desk): Promise<number> {
  const rows = await listPins(vault);
  await printPins(context, rows);
  if (rows.length === 0) context.say('No certificate is pinned.');
  return 0;
}

function printPins(context: Context, rows: readonly CertificatePin[]): Promise<void> {
  // the columns of `--columns` are those of the sets; pins have few, and all are shown
  return printRows({ ...context, columns: undefined }, rows, pinColumns, {
    name: ({ device }) => device,
    record: pinRecord,
    document: pinsDocument,
  });
}

/** With colons as other programs print it, or without. */
function readFingerprint(text: string): string {
  const hex = text.replaceAll(':', '').toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return hex;
  const expected = 'Give the SHA-256 of the certificate: 64 hex digits, with colons or without.';
  throw new Fault('usage/bad-value', { option: '--fingerprint', value: text, expected });
}
