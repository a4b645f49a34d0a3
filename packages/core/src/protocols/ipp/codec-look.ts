import { decodeText } from '../../bytes/text.ts';
import type { IppAttribute, IppMessage, IppValue } from './codec-message.ts';

/** The attribute of that name in the groups with that tag. Of doubled groups and attributes the first counts. */
export function findAttribute(message: IppMessage, group: number, name: string): IppAttribute | undefined {
  for (const { tag, attributes } of message.groups) {
    if (tag !== group) continue;
    for (const attribute of attributes) if (attribute.name === name) return attribute;
  }
  return undefined;
}

/**
 * A value as text, whatever tag it was sent with: keywords come as names, device IDs with a language, `printer-alert`
 * as octets with zero bytes behind. `undefined` where it is no text.
 */
export function textOf(value: IppValue | undefined): string | undefined {
  switch (value?.is) {
    case 'text':
      return value.value;
    case 'localized':
      return value.value.text;
    case 'octets':
      return decodeText(withoutTrailingZeros(value.value));
    default:
      return undefined;
  }
}

/** A number, sent as integer or as enum. */
export function numberOf(value: IppValue | undefined): number | undefined {
  return value?.is === 'integer' || value?.is === 'enum' ? value.value : undefined;
}

function withoutTrailingZeros(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes.subarray(0, end);
}
