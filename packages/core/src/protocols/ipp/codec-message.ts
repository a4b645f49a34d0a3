/** An IPP message (RFC 8010 section 3), request or answer, in the order of the wire. */
export interface IppMessage {
  /** `0x0200` is 2.0. */
  readonly version: number;
  /** The operation of a request, the status code of an answer. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** False where the end-of-attributes tag is missing: some devices leave it out. */
  readonly ended: boolean;
  /** What follows the attributes: a document. Shared with the packet. */
  readonly data: Uint8Array;
}

export interface IppGroup {
  /** Delimiter tag: 01 operation, 02 job, 04 printer, 05 unsupported … (`groupTags`). */
  readonly tag: number;
  readonly attributes: readonly IppAttribute[];
}

/** An attribute, or a member of a collection: both are a name with values. */
export interface IppAttribute {
  readonly name: string;
  readonly values: readonly IppValue[];
}

/** A value keeps its tag: devices send other tags than the registered one, and encode gives back what was there. */
export type IppValue =
  | { readonly is: 'integer' | 'enum'; readonly tag: number; readonly value: number }
  | { readonly is: 'boolean'; readonly tag: number; readonly value: boolean }
  | { readonly is: 'text'; readonly tag: number; readonly value: string }
  | { readonly is: 'localized'; readonly tag: number; readonly value: LocalizedText }
  /** octetString: bytes that are often text (`printer-alert`). Shared with the packet. */
  | { readonly is: 'octets'; readonly tag: number; readonly value: Uint8Array }
  | { readonly is: 'date-time'; readonly tag: number; readonly value: IppDateTime }
  | { readonly is: 'resolution'; readonly tag: number; readonly value: IppResolution }
  | { readonly is: 'range'; readonly tag: number; readonly value: IppRange }
  | { readonly is: 'collection'; readonly tag: number; readonly value: readonly IppAttribute[] }
  /** Out of band: unsupported, unknown, no-value … */
  | { readonly is: 'nothing'; readonly tag: number; readonly value: null }
  /** A tag that we do not know, or a known one with a length that it cannot have. Shared with the packet. */
  | { readonly is: 'unknown'; readonly tag: number; readonly value: Uint8Array };

export interface LocalizedText {
  readonly language: string;
  readonly text: string;
}

/** RFC 2579 DateAndTime, 11 bytes, as they stand. */
export interface IppDateTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly deciSecond: number;
  /** The character `+` or `-`. */
  readonly direction: string;
  readonly utcHours: number;
  readonly utcMinutes: number;
}

export interface IppResolution {
  readonly across: number;
  readonly along: number;
  /** 3 dots per inch, 4 dots per centimetre. */
  readonly units: number;
}

export interface IppRange {
  readonly lower: number;
  readonly upper: number;
}

/** Delimiter tags (RFC 8010 section 3.5.1, IANA IPP registrations). */
export const groupTags = {
  operation: 0x01,
  job: 0x02,
  end: 0x03,
  printer: 0x04,
  unsupported: 0x05,
  subscription: 0x06,
  eventNotification: 0x07,
  resource: 0x08,
  document: 0x09,
  system: 0x0a,
} as const;

/** Value tags (RFC 8010 section 3.5.2). */
export const valueTags = {
  unsupported: 0x10,
  unknown: 0x12,
  noValue: 0x13,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  octetString: 0x30,
  dateTime: 0x31,
  resolution: 0x32,
  range: 0x33,
  beginCollection: 0x34,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
  endCollection: 0x37,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  language: 0x48,
  mimeMediaType: 0x49,
  memberName: 0x4a,
  extension: 0x7f,
} as const;

/** Bodies beyond this are refused (protocols page, section 3). */
export const MOST_BYTES: number = 4 * 1024 * 1024;
/** Collections within collections. */
export const MOST_DEPTH = 64;
