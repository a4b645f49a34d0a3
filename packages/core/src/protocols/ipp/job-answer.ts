import type { Decoded } from '../../bytes/decode-error.ts';
import type { Attributes } from '../../contracts/attached-device.ts';
import { decodeIpp } from './codec.ts';
import { findAttribute, textOf } from './codec-look.ts';
import { groupTags, type IppMessage } from './codec-message.ts';
import { codeName } from './names.ts';
import { attributesOf } from './queue-values.ts';
import { isAnswer } from './talk.ts';

/** What a printer answered to an operation on jobs. */
export interface JobAnswer {
  readonly requestId: number;
  /** RFC 8011, appendix B: below 0x0100 it was done, 0x04xx is a refusal, 0x05xx a trouble of the printer's. */
  readonly status: number;
  /** `server-error-busy`, and the printer's own sentence where it gives one. */
  readonly words: string;
  readonly printer: Attributes;
  readonly jobs: readonly PrinterJob[];
  /** Names of what it will not do as it was asked. */
  readonly unsupported: readonly string[];
}

/** One job as a printer tells of it. */
export interface PrinterJob {
  readonly id: number;
  readonly name: string | undefined;
  readonly user: string | undefined;
  readonly state: JobState;
  readonly reasons: readonly string[];
  readonly message: string | undefined;
  /** Pages so far, where it counts them. */
  readonly impressions: number | undefined;
}

/** RFC 8011, section 5.3.7. */
export type JobState =
  | 'pending'
  | 'pending-held'
  | 'processing'
  | 'processing-stopped'
  | 'canceled'
  | 'aborted'
  | 'completed'
  | { readonly unknown: number };

export function decodeJobAnswer(bytes: Uint8Array): Decoded<JobAnswer> {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok) return decoded;
  const message = decoded.value;
  if (!isAnswer(message)) return { ok: false, error: { code: 'bad-value', offset: 0, field: 'version' } };
  const sentence = textOf(findAttribute(message, groupTags.operation, 'status-message')?.values[0])?.trim() ?? '';
  const name = codeName(message);
  return {
    ok: true,
    value: {
      requestId: message.requestId,
      status: message.code,
      words: sentence === '' || name.endsWith(sentence) ? name : `${name}: ${sentence}`,
      printer: attributesOf(groupsOf(message, groupTags.printer).flat()),
      jobs: groupsOf(message, groupTags.job).flatMap((attributes) => jobOf(attributesOf(attributes)) ?? []),
      unsupported: groupsOf(message, groupTags.unsupported).flatMap((rows) => rows.map((row) => row.name)),
    },
  };
}

/** True where nothing will come of it any more. */
export function isOver(state: JobState): boolean {
  return state === 'completed' || state === 'aborted' || state === 'canceled';
}

function groupsOf(message: IppMessage, tag: number) {
  return message.groups.filter((group) => group.tag === tag).map(({ attributes }) => attributes);
}

function jobOf(attributes: Attributes): PrinterJob | undefined {
  const id = attributes['job-id'];
  if (typeof id !== 'number') return undefined;
  const state = attributes['job-state'];
  const reasons = attributes['job-state-reasons'];
  return {
    id,
    name: textIn(attributes['job-name']),
    user: textIn(attributes['job-originating-user-name']),
    state: typeof state === 'number' ? (STATES[state] ?? { unknown: state }) : { unknown: 0 },
    reasons: [reasons].flat().flatMap((one) => (typeof one === 'string' && one !== 'none' ? [one] : [])),
    message: textIn(attributes['job-state-message']),
    impressions:
      numberIn(attributes['job-impressions-completed']) ?? numberIn(attributes['job-media-sheets-completed']),
  };
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberIn(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

const STATES: Readonly<Record<number, JobState>> = {
  3: 'pending',
  4: 'pending-held',
  5: 'processing',
  6: 'processing-stopped',
  7: 'canceled',
  8: 'aborted',
  9: 'completed',
};
