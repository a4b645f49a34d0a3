import type {
  AttachedDevice,
  AttachedSource,
  Attributes,
  CarriedOut,
  Clock,
  SecureStream,
} from '../../packages/core/src/index.ts';
import { encodeNcdp2, type Ncdp2Frame, readNcdp2 } from '../../packages/core/src/protocols/ncdp2/codec.ts';
import { ServedDevices } from '../../packages/core/src/protocols/ncdp2/server/served-devices.ts';
import type { AuditEntry } from '../../packages/core/src/protocols/ncdp2/session/audit.ts';
import { serveSession } from '../../packages/core/src/protocols/ncdp2/session/session.ts';
import { type DeskOptions, SessionDesk } from '../../packages/core/src/protocols/ncdp2/session/session-desk.ts';
import { seededDice } from '../../packages/virtual/src/index.ts';
import { systemCryptography } from './cryptography.ts';

export const TOKEN = 'example-token-of-24-byte';
export const FINGERPRINT: Uint8Array = Uint8Array.from({ length: 32 }, (_, i) => i);

/** A source of devices that does what a test says, and keeps what it was told to do. */
export class ToldSource implements AttachedSource {
  readonly id = 'told';
  devices: AttachedDevice[];
  readonly done: string[] = [];
  answer: () => Promise<CarriedOut> | CarriedOut = () => ({ is: 'done' });

  constructor(...devices: AttachedDevice[]) {
    this.devices = devices;
  }

  read(): Promise<readonly AttachedDevice[]> {
    return Promise.resolve(this.devices);
  }

  async set(key: string, changes: Attributes): Promise<CarriedOut> {
    this.done.push(`set ${key} ${JSON.stringify(changes)}`);
    const carried = await this.answer();
    if (carried.is === 'done') this.change(key, changes);
    return carried;
  }

  async command(key: string, command: string, attributes: Attributes): Promise<CarriedOut> {
    this.done.push(`${command} ${key} ${JSON.stringify(attributes)}`);
    return this.answer();
  }

  change(key: string, changes: Attributes): void {
    this.devices = this.devices.map((each) => {
      if (each.key !== key) return each;
      const attributes = Object.entries({ ...each.attributes, ...changes }).filter(([, value]) => value !== null);
      return { ...each, attributes: Object.fromEntries(attributes) };
    });
  }
}

export const till: AttachedDevice = {
  key: 'usb:till',
  kind: 'pos-printer',
  attributes: {
    'printer-make-and-model': 'EPSON TM-L90',
    'printer-serial-number': 'J5DF001234',
    'printer-location': 'Bar 1',
    'printer-state': 3,
    'printer-state-reasons': ['none'],
  },
  settable: ['printer-name', 'printer-location', 'printer-info'],
  commands: ['identify', 'restart', 'print-test-page'],
};

export const label: AttachedDevice = { ...till, key: 'usb:label', kind: 'label-printer', settable: [], commands: [] };

export interface DeskWorld {
  readonly desk: SessionDesk;
  readonly devices: ServedDevices;
  readonly source: ToldSource;
  readonly audit: AuditEntry[];
  /** Makes the audit log unwritable. */
  breakAudit(): void;
}

export async function openDesk(
  clock: Clock,
  source: ToldSource = new ToldSource(till),
  more: Partial<DeskOptions> = {},
  audited: readonly AuditEntry[] = [],
): Promise<DeskWorld> {
  const dice = seededDice(4);
  const devices = new ServedDevices({
    sources: [source],
    implementation: 'quietport/test',
    bootId: 1_794_700_000,
    clock,
    dice,
    places: [],
    keepPlaces: () => Promise.resolve(),
  });
  await devices.refresh(new AbortController().signal);
  const audit: AuditEntry[] = [];
  let broken = false;
  const desk = new SessionDesk(
    {
      devices,
      token: TOKEN,
      fingerprint: FINGERPRINT,
      clients: [],
      readsNeedLogin: false,
      maxAgeSeconds: 1800,
      limits: { connections: 100 },
      audit: {
        append: async (entry) => {
          if (broken) throw new Error('the disk is full');
          audit.push(entry);
        },
      },
      clock,
      dice,
      cryptography: systemCryptography,
      ...more,
    },
    audited,
  );
  return {
    desk,
    devices,
    source,
    audit,
    breakAudit: () => {
      broken = true;
    },
  };
}

/** A client at the other end of a session, in memory. */
export class ToldClient {
  readonly heard: Ncdp2Frame[] = [];
  readonly over: Promise<void>;
  closed = false;
  destroyed = false;
  keptAlive = false;
  /** True: it takes nothing any more. */
  deaf = false;
  #unread = 0;
  #pieces: Uint8Array[] = [];
  #ended = false;
  #wake: (() => void) | undefined;

  constructor(desk: SessionDesk, address = '192.0.2.7', fingerprint?: Uint8Array) {
    this.over = serveSession(this.#stream(address, fingerprint), desk);
  }

  say(...frames: (Partial<Ncdp2Frame> | Uint8Array)[]): void {
    for (const frame of frames) this.#pieces.push(frame instanceof Uint8Array ? frame : encodeNcdp2(request(frame)));
    this.#wake?.();
  }

  hangUp(): void {
    this.#ended = true;
    this.#wake?.();
  }

  #stream(address: string, fingerprint: Uint8Array | undefined): SecureStream {
    const unread = () => this.#unread;
    return {
      remote: { address, port: 40_000, transport: 'tcp' },
      local: { address: '192.0.2.1', port: 3259, transport: 'tcp' },
      ...(fingerprint === undefined ? {} : { fingerprint }),
      get unread() {
        return unread();
      },
      finish: async () => {
        this.hangUp();
        return 'ended';
      },
      read: (signal) => this.#next(signal),
      write: (bytes) => {
        if (this.deaf) this.#unread += bytes.length;
        else this.#take(bytes);
        return Promise.resolve();
      },
      keepAlive: () => {
        this.keptAlive = true;
      },
      close: () => {
        this.closed = true;
      },
      destroy: () => {
        this.destroyed = true;
        this.hangUp();
      },
    };
  }

  async #next(signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) return piece;
      if (this.#ended || signal?.aborted === true) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  #take(bytes: Uint8Array): void {
    const read = readNcdp2(bytes);
    if (read.is !== 'frame' || read.size !== bytes.length) throw new Error('the server wrote no whole frame');
    this.heard.push(read.frame);
  }
}

/** A request to the one POS printer of the desk, less what is said otherwise. */
export function request(change: Partial<Ncdp2Frame> = {}): Ncdp2Frame {
  return {
    letter: 'Q',
    deviceType: 3,
    deviceNumber: 0,
    function: 0x10,
    result: 0,
    ...change,
    body: { token: Uint8Array.of(5), version: 1, ...change.body },
  };
}

export const toServer = { deviceType: 0, deviceNumber: 0 } as const;
export { encodeNcdp2, type Ncdp2Frame };
