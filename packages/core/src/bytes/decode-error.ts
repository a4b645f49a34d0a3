/** Why bytes could not be decoded. The codes are shared by every codec; a codec may add its own. */
export type DecodeCode =
  | 'truncated' // the packet ends before the field does
  | 'trailing' // bytes follow where nothing may follow
  | 'bad-magic' // this is another protocol
  | 'bad-value' // a field holds what the format does not allow
  | 'bad-length' // a length field contradicts what surrounds it
  | 'bad-letter' // a packet of a kind that the protocol does not know
  | 'bad-body' // what the packet carries has not the form that it must have
  | 'bad-pointer' // a reference leads forward, to itself or outside
  | 'too-deep' // nested beyond our bound
  | 'too-large'; // bigger than our bound

/** Thrown inside a codec, caught in one place (`decoding`), a value outside. Offsets are those of the whole packet. */
export class DecodeError extends Error {
  readonly code: DecodeCode;
  readonly offset: number;
  readonly field: string;

  constructor(code: DecodeCode, offset: number, field: string, detail = '') {
    super(`${code} at ${offset} in ${field}${detail === '' ? '' : `: ${detail}`}`);
    this.name = 'DecodeError';
    this.code = code;
    this.offset = offset;
    this.field = field;
  }
}

export interface DecodeFailure {
  readonly code: DecodeCode;
  readonly offset: number;
  readonly field: string;
}

/** What every decoder returns: a value, or the reason why there is none. */
export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: DecodeFailure };
