import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { connect, TLSSocket } from 'node:tls';

/** What one side of a TLS 1.3 connection put on the wire, in the order of the wire. */
export interface TlsPiece {
  readonly by: 'client' | 'server';
  readonly bytes: Uint8Array;
}

export interface RecordedTls {
  readonly pieces: readonly TlsPiece[];
  /** In the form of a key log file. */
  readonly keys: string;
}

/** A TLS 1.3 connection without a network: what both sides say, each write in a piece of its own, with its keys. */
export async function recordTls(said: readonly TlsPiece[], alpn: string): Promise<RecordedTls> {
  const pieces: TlsPiece[] = [];
  const [near, far] = [new End('client', pieces), new End('server', pieces)];
  [near.peer, far.peer] = [far, near];
  const server = new TLSSocket(far, { isServer: true, minVersion: 'TLSv1.3', ALPNProtocols: [alpn], ...selfSigned() });
  const client = connect({ socket: near, rejectUnauthorized: false, minVersion: 'TLSv1.3', ALPNProtocols: [alpn] });
  let keys = '';
  client.on('keylog', (line) => {
    keys += line.toString();
  });
  await once(client, 'secureConnect');
  for (const { by, bytes } of said) {
    const [from, to] = by === 'client' ? [client, server] : [server, client];
    let left = bytes.length;
    const heard = new Promise<void>((done) => {
      to.on('data', function hear(part: Buffer) {
        left -= part.length;
        if (left > 0) return;
        to.off('data', hear);
        done();
      });
    });
    from.write(bytes);
    await heard;
  }
  client.destroy();
  server.destroy();
  return { pieces, keys };
}

/** One end of a cable: what is written here is read there, and noted. */
class End extends Duplex {
  peer: End | undefined;
  readonly #by: 'client' | 'server';
  readonly #pieces: TlsPiece[];

  constructor(by: 'client' | 'server', pieces: TlsPiece[]) {
    super();
    this.#by = by;
    this.#pieces = pieces;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#pieces.push({ by: this.#by, bytes: new Uint8Array(chunk) });
    this.peer?.push(chunk);
    done();
  }
}

function selfSigned(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'quietport-key-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const how = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=desk',
    ];
    execFileSync('openssl', ['req', '-x509', ...how, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
