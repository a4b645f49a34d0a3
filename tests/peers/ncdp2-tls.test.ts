import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { startQuietport } from './quietport.ts';

// An `announce` on one host; on the others OpenSSL as a foreign client, a good client, and a crowd of bad ones. None of
// them shares code with the server.

/** Q 0010 of 03/00, token 01 02: the frame `query-status` of the profile's vectors. */
const STATUS = '4e43445032510300001000000007a2004201020101';

describe('NCDP/2 over TLS on a segment of its own', () => {
  const lab = new Lab();
  let server: Host;
  let good: Host;
  let crowd: Host;
  let announce: Program;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    server = lab.host('server', segment, '10.30.9.1/24');
    good = lab.host('good', segment, '10.30.9.2/24');
    crowd = lab.host('crowd', segment, ...Array.from({ length: 20 }, (_, i) => `10.30.9.${100 + i}/24`));
    const list = join(server.folder, 'devices.yaml');
    writeFileSync(
      list,
      'devices:\n  bar:\n    kind: pos-printer\n    make-and-model: EPSON TM-U220\n    port: /dev/null\n',
    );
    const args = ['announce', '--devices', list, '-i', 'eth0', '--data', join(server.folder, 'data')];
    announce = startQuietport(server, args, { QUIETPORT_INTERFACES: 'eth0' });
    await server.listens('tcp', 3259, announce);
  });
  afterAll(() => lab.end());

  /** What `openssl s_client` gets for bytes in hex; the connection stays open for a second. */
  async function openssl(hex: string, ...options: readonly string[]) {
    const line = `(printf %s "$1" | xxd -r -p; sleep 1) | timeout 5 openssl s_client -connect 10.30.9.1:3259 -quiet "$\{@:2}" | xxd -p | tr -d "\\n"`;
    return good.run('bash', ['-c', line, 'bash', hex, ...options]);
  }

  it('is served to OpenSSL, which knows its certificate and what it says', async () => {
    const { out } = await openssl(STATUS + STATUS, '-alpn', 'ncdp/2');
    const reply = /^(4e43445032710300001000000[01].*?)\1$/.exec(out)?.[1];
    expect(reply, out).toMatch(/^4e434450327103000010000000..a5004201020101/);
    const shown = await good.run('bash', [
      '-c',
      'openssl s_client -connect 10.30.9.1:3259 -alpn ncdp/2 </dev/null 2>/dev/null | openssl x509 -text -noout',
    ]);
    expect(shown.out).toContain('Public Key Algorithm: id-ecPublicKey');
    expect(shown.out).toContain('ASN1 OID: prime256v1');
    expect(shown.out).toContain('Signature Algorithm: ecdsa-with-SHA256');
    expect(shown.out).toContain('CA:FALSE');
    const verified = await good.run('bash', [
      '-c',
      'openssl s_client -connect 10.30.9.1:3259 -alpn ncdp/2 </dev/null 2>/dev/null | openssl x509 >"$0" && openssl verify -CAfile "$0" -check_ss_sig "$0"',
      join(good.folder, 'c.pem'),
    ]);
    expect(verified.out).toContain('c.pem: OK');
  });

  it.each([
    ['no application protocol', []],
    ['another application protocol', ['-alpn', 'h2']],
    ['TLS 1.2', ['-alpn', 'ncdp/2', '-tls1_2']],
  ])('says no word to %s', async (_what, options) => {
    expect((await openssl(STATUS, ...options)).out).toBe('');
  });

  it('goes on with no session', async () => {
    const { out } = await good.run('bash', [
      '-c',
      'o="-connect 10.30.9.1:3259 -alpn ncdp/2"; (sleep 1) | openssl s_client $o -sess_out "$0" >/dev/null 2>&1; ' +
        '(sleep 1) | openssl s_client $o -sess_in "$0" 2>/dev/null | grep -E "^(New|Reused)"',
      join(good.folder, 's.pem'),
    ]);
    expect(out).not.toContain('Reused');
  });

  it('answers a good client while ten thousand connections come and go', async () => {
    const fuzzing = crowd.serve(badCrowd, '10.30.9.1', 10_000);
    const served = good.serve(goodClient, '10.30.9.1', STATUS);
    const ended = await fuzzing.ended(110_000);
    const counted: Record<string, number> = JSON.parse(ended.out);
    // the crowd has gone: the good client says how it went
    const told = await served.ended(40_000);
    const { answered, worst, median, lost } = JSON.parse(told.out) as Record<string, number>;
    console.info(`crowd: ${ended.out.trim()}; good client: ${told.out.trim()}`);
    expect(counted['opened']).toBe(10_000);
    expect(lost).toBe(0);
    expect(answered).toBeGreaterThan(100);
    expect(worst).toBeLessThan(2_000);
    expect(median).toBeLessThan(200);
    const after = await openssl(STATUS, '-alpn', 'ncdp/2');
    expect(after.out).toMatch(/^4e43445032710300001000000/);
  }, 180_000);
});

/** Asks on one connection again and again for half a minute, and opens another one now and then. */
function goodClient(host: string, hex: string): void {
  const tls = require('node:tls');
  const frame = Buffer.from(hex, 'hex');
  const times: number[] = [];
  let lost = 0;
  const until = Date.now() + 30_000;
  const open = () => tls.connect({ host, port: 3259, ALPNProtocols: ['ncdp/2'], rejectUnauthorized: false });
  const kept = open();
  let asked = 0;
  const ask = () => {
    if (Date.now() > until) {
      times.sort((a, b) => a - b);
      const [worst, median] = [times.at(-1), times[times.length >> 1]];
      process.stdout.write(JSON.stringify({ answered: times.length, worst, median, lost }));
      process.exit(0);
    }
    asked = performance.now();
    kept.write(frame);
  };
  kept.on('secureConnect', ask);
  kept.on('data', () => {
    times.push(Math.round((performance.now() - asked) * 10) / 10);
    setTimeout(ask, 50);
  });
  kept.on('error', () => lost++);
  kept.on('close', () => {
    lost++;
    process.stdout.write(JSON.stringify({ answered: times.length, worst: 99_999, median: 99_999, lost }));
    process.exit(0);
  });
}

/** Opens so many connections, 400 at a time, from all of its addresses, and does on each of them one thing that is wrong. */
function badCrowd(host: string, most: number): void {
  const net = require('node:net');
  const tls = require('node:tls');
  const counted = { opened: 0, closed: 0, shaken: 0, seconds: 0 };
  const began = Date.now();
  const random = (n: number) => Buffer.from(Array.from({ length: n }, () => Math.floor(Math.random() * 256)));
  const head = Buffer.from('4e434450325103000010000000f0', 'hex');
  const command = Buffer.from('4e43445032430300020000000007a2004201020101', 'hex');
  const one = (i: number) => {
    const localAddress = `10.30.9.${100 + (i % 20)}`;
    const at = { host, port: 3259, localAddress };
    counted.opened++;
    const kind = i % 6;
    const secure = kind >= 2;
    const alpn = kind === 2 ? {} : { ALPNProtocols: ['ncdp/2'] };
    const socket = secure ? tls.connect({ ...at, ...alpn, rejectUnauthorized: false }) : net.connect(at);
    socket.on('error', () => undefined);
    socket.on('secureConnect', () => {
      counted.shaken++;
      // half a frame, a frame of chance, a hail of commands without login
      if (kind === 3) socket.write(head);
      if (kind === 4) socket.write(Buffer.concat([head, random(200)]));
      if (kind === 5) for (let n = 0; n < 50; n++) socket.write(command);
    });
    // no TLS at all; a handshake that stops after its first bytes
    if (kind === 0) socket.on('connect', () => socket.write(random(100)));
    if (kind === 1) socket.on('connect', () => socket.write(Buffer.from('1603010200010001fc0303', 'hex')));
    setTimeout(() => socket.destroy(), 1_000);
    socket.on('close', () => {
      counted.closed++;
      if (counted.opened < most) one(counted.opened);
      else if (counted.closed === most) {
        counted.seconds = (Date.now() - began) / 1000;
        process.stdout.write(JSON.stringify(counted));
        process.exit(0);
      }
    });
  };
  for (let i = 0; i < 400; i++) one(i);
}
