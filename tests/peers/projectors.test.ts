import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { at, factsOf, find, quietport, startQuietport } from './quietport.ts';

const PASSWORD = 'ceiling mounted';

describe('projectors on a segment', () => {
  const lab = new Lab();
  const [ours, foreign] = ['10.45.1.2', '10.45.1.3'];
  let looker: Host;
  let peer: Program;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.45.1.1/24');
    const fleet = lab.host('fleet', segment, `${ours}/24`);
    const python = lab.host('python', segment, `${foreign}/24`);
    await startQuietport(fleet, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'projector']).says(
      /Ctrl-C ends them/,
    );
    const script = join(python.folder, 'projector.py');
    writeFileSync(script, SERVER);
    peer = python.start('/usr/bin/python3', ['-u', script, PASSWORD]);
    await python.listens('tcp', 4352, peer);
  }, 60_000);
  afterAll(() => lab.end());

  it('are found by broadcast, in a language that only they understand', async () => {
    const found = await find(looker, ['-i', 'eth0', '--methods', 'escvpnet']);
    expect(at(found, ours)).toMatchObject([{ kind: 'projector', state: { word: 'idle' } }]);
    expect(factsOf(at(found, ours)[0])).toMatchObject({ make: 'EPSON', name: 'Room 4', serial: 'X4YK500123' });
    expect(at(found, foreign)).toEqual([]);
    const searched = await find(looker, ['-i', 'eth0', '--methods', 'pjlink']);
    expect(factsOf(at(searched, ours)[0])).toMatchObject({ make: 'EPSON', model: 'EB-L260F' });
    // the other one is asked as well, and says no more than that it is locked
    expect(at(searched, foreign)).toMatchObject([{ kind: 'unknown', interfaces: [{ mac: '00:0b:97:45:01:03' }] }]);
    expect(peer.said).not.toContain('opened');
  });

  it('that are locked open to a key, and are told apart by what a wrong one comes to', async () => {
    await give('wrong', 'not this one', '1');
    await give('ceiling', PASSWORD, '2');
    const found = await find(looker, [foreign, '--methods', 'pjlink']);
    expect(found.troubles).toEqual([expect.stringContaining('"wrong": its password is another')]);
    expect(factsOf(at(found, foreign)[0])).toMatchObject({
      make: 'Acme',
      model: 'P-1',
      serial: 'ACME0001',
      name: 'Café',
    });
    expect(at(found, foreign)).toMatchObject([
      {
        kind: 'projector',
        state: { word: 'processing', reasons: ['cooling'] },
        counters: [
          { name: 'lamp-hours', value: 812 },
          { name: 'lamp-hours', value: 77 },
        ],
      },
    ]);
    expect(peer.said).toContain('opened');
    const told = peer.said.split('\n').filter((line) => line.startsWith('asked '));
    expect(new Set(told)).toEqual(
      new Set(
        ['CLSS', 'POWR', 'NAME', 'INF1', 'INF2', 'INFO', 'LAMP', 'ERST', 'SNUM', 'SVER'].map((c) => `asked ${c} ?`),
      ),
    );
    const check = await quietport(looker, ['check', foreign]);
    expect(check).toMatchObject({ code: 1, out: expect.stringContaining('filter warning') });
    expect((await quietport(looker, ['credentials', 'test', 'ceiling', foreign])).code).toBe(0);
  });

  async function give(name: string, secret: string, order: string): Promise<void> {
    const file = join(looker.folder, 'secret');
    writeFileSync(file, secret, { mode: 0o600 });
    const kind = ['--kind', 'login', '--user', 'any', '--scope', `${foreign}/32`, '--order', order];
    const ran = await quietport(looker, ['credentials', 'add', name, ...kind, '--from', file]);
    if (ran.code !== 0) throw new Error(`${name}: exit ${ran.code} ${ran.err}`);
  }
});

/** A locked projector of two lamps, in another language than ours, that sends its answers byte by byte. */
const SERVER = `
import hashlib, secrets, socketserver, sys, threading, time
ANSWERS = {'%1CLSS': '2', '%1POWR': '2', '%1NAME': 'Café', '%1INF1': 'Acme', '%1INF2': 'P-1', '%1INFO': 'none',
           '%1LAMP': '812 0 77 0', '%1ERST': '000010', '%2SNUM': 'ACME0001', '%2SVER': '0.9'}
class Session(socketserver.BaseRequestHandler):
    def say(self, text):
        for byte in (text + '\\r').encode():
            self.request.sendall(bytes([byte]))
            time.sleep(0.001)
    def handle(self):
        challenge = secrets.token_hex(4)
        wanted = hashlib.md5((challenge + sys.argv[1]).encode()).hexdigest()
        self.say('PJLINK 1 ' + challenge)
        opened, held = False, b''
        while True:
            more = self.request.recv(4096)
            if not more:
                return
            held += more
            while b'\\r' in held:
                line, held = held.split(b'\\r', 1)
                text = line.decode()
                if not opened:
                    if text[:32] != wanted:
                        self.say('PJLINK ERRA')
                        return
                    print('opened')
                    opened, text = True, text[32:]
                print('asked', text[2:])
                self.say(text[:6] + '=' + (ANSWERS.get(text[:6], 'ERR1') if text[7:] == '?' else 'ERR2'))
class Search(socketserver.BaseRequestHandler):
    def handle(self):
        if self.request[0] == b'%2SRCH\\r':
            self.request[1].sendto(b'%2ACKN=00:0b:97:45:01:03\\r', self.client_address)
socketserver.ThreadingTCPServer.allow_reuse_address = True
threading.Thread(target=socketserver.ThreadingUDPServer(('', 4352), Search).serve_forever, daemon=True).start()
socketserver.ThreadingTCPServer(('', 4352), Session).serve_forever()
`;
