import type { Decoded } from '../../bytes/decode-error.ts';
import type { Attributes } from '../../contracts/attached-device.ts';
import { decodeIpp } from './codec.ts';
import { findAttribute, textOf } from './codec-look.ts';
import { groupTags } from './codec-message.ts';
import { codeName } from './names.ts';
import { attributesOf } from './queue-values.ts';

/** What a print server answered. */
export interface QueueAnswer {
  readonly requestId: number;
  /** RFC 8011 appendix B: below 0x0100 it was done, 0x04xx is a refusal, 0x05xx a trouble of the server's. */
  readonly status: number;
  /** `0x0403 client-error-not-authorized`, and the server's own sentence where it gives one. */
  readonly words: string;
  /** One a queue, in the order of the answer. */
  readonly queues: readonly Attributes[];
}

export function decodeQueueAnswer(bytes: Uint8Array): Decoded<QueueAnswer> {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok) return decoded;
  const message = decoded.value;
  const sentence = textOf(findAttribute(message, groupTags.operation, 'status-message')?.values[0])?.trim() ?? '';
  const name = codeName(message);
  const queues = message.groups
    .filter((group) => group.tag === groupTags.printer && group.attributes.length > 0)
    .map((group) => attributesOf(group.attributes));
  return {
    ok: true,
    value: {
      requestId: message.requestId,
      status: message.code,
      words: sentence === '' || name.endsWith(sentence) ? name : `${name}: ${sentence}`,
      queues,
    },
  };
}
