import { type Attributes, type Device, Fault, type JobTemplate } from '@quietport/core';

/**
 * Compares an order with what the printer says that it can do (RFC 8011, section 5.4). What the printer does not list is
 * left to its own check. Throws `print/cannot` and `device/another-there`.
 */
export function demandAble(
  device: Device,
  address: string,
  printer: Attributes,
  format: string,
  template: JobTemplate,
): { readonly createsJobs: boolean } {
  demandSameUuid(device, address, printer);
  if (printer['printer-is-accepting-jobs'] === false) throw cannot(device, 'it takes no jobs now', reasons(printer));
  const demand = (attribute: string, wanted: string | undefined, noun: string): void => {
    const known = textsIn(printer[attribute]);
    if (wanted === undefined || known.length === 0 || known.includes(wanted)) return;
    throw cannot(device, `it does not take the ${noun} ${wanted}`, known.slice(0, MOST_NAMED).join(', '));
  };
  // who lists octet-stream may find out by itself what it is (RFC 8011, section 5.1.10): a person may say so, we do not guess
  demand('document-format-supported', format, 'format');
  demand('media-supported', template.media, 'medium');
  demand('sides-supported', template.sides, 'sides');
  demand('print-color-mode-supported', template.colorMode, 'colour mode');
  if (template.colorMode === 'color' && printer['color-supported'] === false)
    throw cannot(device, 'it prints no colour', 'monochrome');
  const copies = printer['copies-supported'];
  const most = Array.isArray(copies) && typeof copies[1] === 'number' ? copies[1] : undefined;
  if (most !== undefined && (template.copies ?? 1) > most)
    throw cannot(device, `it makes ${most} copies at most`, `1-${most}`);
  const operations = [printer['operations-supported']].flat();
  return { createsJobs: operations.includes(CREATE_JOB) && operations.includes(SEND_DOCUMENT) };
}

/** The last reading of who is there, on the very connection that the job will take. */
function demandSameUuid({ id, facts }: Device, address: string, printer: Attributes): void {
  const plain = (text: string) => text.toLowerCase().replace(/^urn:uuid:/, '');
  const [before, now] = [facts.uuid?.value, printer['printer-uuid']];
  if (before === undefined || typeof now !== 'string') return;
  const known = [before, ...(facts.uuid?.against ?? []).map(({ value }) => value)].map(plain);
  if (!known.includes(plain(now)))
    throw new Fault('device/another-there', { id, address, what: 'the UUID', before: plain(before), now: plain(now) });
}

function reasons(printer: Attributes): string {
  return textsIn(printer['printer-state-reasons']).join(', ') || 'no reason given';
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((one) => typeof one === 'string');
}

function cannot({ id }: Device, detail: string, known: string): Fault {
  return new Fault('print/cannot', { id, detail, known });
}

const MOST_NAMED = 12;
// RFC 8011, section 5.4.15
const CREATE_JOB = 0x0005;
const SEND_DOCUMENT = 0x0006;
