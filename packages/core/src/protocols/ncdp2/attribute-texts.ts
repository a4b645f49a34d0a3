import { decodeText } from '../../bytes/text.ts';
import type { Attributes, AttributeValue } from '../../formats/attribute-value.ts';

/** The attributes of one frame, read with suspicion: what has not the type that IPP gives it says nothing. */
export class ReadAttributes {
  readonly #attributes: Attributes;

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#attributes, name);
  }

  get(name: string): AttributeValue | undefined {
    return this.has(name) ? this.#attributes[name] : undefined;
  }

  text(name: string): string {
    return textOf(this.get(name)) ?? '';
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  /** The values of a 1setOf, which is always an array. */
  list(name: string): readonly AttributeValue[] {
    const value = this.get(name);
    return isList(value) ? value : [];
  }
}

/** The path of an attribute, or of one of its values, as `describe` names it. */
export function pathOf(name: string, index?: number): string {
  return index === undefined ? `body.8.${name}` : `body.8.${name}.${index}`;
}

/** Text, or the text of an octetString. */
export function textOf(value: AttributeValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Uint8Array ? decodeText(value) : undefined;
}

export function isList(value: AttributeValue | undefined): value is readonly AttributeValue[] {
  return Array.isArray(value);
}

export function isCollection(value: AttributeValue | undefined): value is { readonly [name: string]: AttributeValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
