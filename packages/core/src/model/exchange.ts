/** Bytes that came, and how long after what they answer. */
export interface Arrival {
  readonly afterMs: number;
  readonly bytes: Uint8Array;
}

/** One thing said to a device and what it answered, as a recording keeps it. Ports are the standards'. */
export type Exchange =
  | {
      readonly over: 'udp';
      readonly port: number;
      readonly asked: Uint8Array;
      readonly answers: readonly Arrival[];
    }
  | {
      readonly over: 'http';
      readonly port: number;
      readonly secure: boolean;
      readonly method: string;
      /** Path and query as sent. */
      readonly path: string;
      readonly asked: Uint8Array;
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly answer: Uint8Array;
      readonly afterMs: number;
    }
  | {
      readonly over: 'tcp';
      readonly port: number;
      /** In order; what was heard before anything was said is the first turn's, with nothing said. */
      readonly turns: readonly { readonly said: Uint8Array; readonly heard: readonly Arrival[] }[];
    };

export type UdpExchange = Extract<Exchange, { over: 'udp' }>;
export type HttpExchange = Extract<Exchange, { over: 'http' }>;
export type TcpExchange = Extract<Exchange, { over: 'tcp' }>;
