import { encodeText } from '../../bytes/text.ts';
import { type IppAttribute, type IppValue, valueTags } from './codec-message.ts';

/** An attribute of text values, all with that tag. */
export function text(name: string, tag: number, ...values: readonly string[]): IppAttribute {
  return { name, values: values.map((value): IppValue => ({ is: 'text', tag, value })) };
}

export function integers(name: string, ...values: readonly number[]): IppAttribute {
  return { name, values: values.map((value): IppValue => ({ is: 'integer', tag: valueTags.integer, value })) };
}

export function enumOf(value: number): IppValue {
  return { is: 'enum', tag: valueTags.enum, value };
}

export function booleanOf(value: boolean): IppValue {
  return { is: 'boolean', tag: valueTags.boolean, value };
}

export function octetsOf(value: string): IppValue {
  return { is: 'octets', tag: valueTags.octetString, value: encodeText(value) };
}

export function resolutionOf(dpi: number): IppValue {
  return { is: 'resolution', tag: valueTags.resolution, value: { across: dpi, along: dpi, units: 3 } };
}

/** Out of band: `valueTags.noValue`, `valueTags.unknown`. */
export function nothing(tag: number): IppValue {
  return { is: 'nothing', tag, value: null };
}

/** DateAndTime of a moment, in UTC. */
export function dateTimeOf(at: number): IppValue {
  const date = new Date(at);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const [hour, minute, second] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const zone = { deciSecond: 0, direction: '+', utcHours: 0, utcMinutes: 0 };
  return { is: 'date-time', tag: valueTags.dateTime, value: { year, month, day, hour, minute, second, ...zone } };
}

export function rangeOf(lower: number, upper: number): IppValue {
  return { is: 'range', tag: valueTags.range, value: { lower, upper } };
}

export function collectionOf(...members: readonly IppAttribute[]): IppValue {
  return { is: 'collection', tag: valueTags.beginCollection, value: members };
}
