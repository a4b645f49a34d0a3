/**
 * A value of an IPP attribute as NCDP/2 carries it: integer and enum as number; text, name, keyword, uri and dateTime as
 * string; octetString as bytes; collection as a map; 1setOf, range and resolution as array; no-value and unknown as null.
 */
export type AttributeValue =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly AttributeValue[]
  | { readonly [name: string]: AttributeValue };

/** Attributes by their IPP names (RFC 8011, PWG 5100.x). */
export type Attributes = Readonly<Record<string, AttributeValue>>;
