import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { factsOf, find, startQuietport } from './quietport.ts';

/** What `ncdp2-prober.py` prints of a datagram that it heard. */
interface Heard {
  readonly letter: string;
  readonly device: string;
  readonly function: number;
  readonly result: number;
  readonly bytes: number;
  readonly from: string;
  readonly port: number;
  readonly ms: number;
  /** Which of its requests it answers. */
  readonly asked: number | null;
  readonly body: Readonly<Record<string, unknown>>;
}

const PROBER = fileURLToPath(new URL('ncdp2-prober.py', import.meta.url));
const GROUP = '239.255.32.59';
const list = `devices:
  till:
    kind: pos-printer
    make-and-model: EPSON TM-U220
    serial: 0815
    location: bar
  plates:
    kind: label-printer
    make-and-model: EPSON TM-L90
    serial: J5DF001234
`;

/** The built program serves; an asker in another language, which shares no code with it, hears and asks. */
describe('announce, on a segment', () => {
  const lab = new Lab();
  let server: Host;
  let other: Host;

  beforeAll(() => {
    const segment = lab.segment('lan');
    server = lab.host('server', segment, '10.32.59.1/24');
    other = lab.host('other', segment, '10.32.59.2/24');
  });
  afterAll(() => lab.end());

  async function serve(name: string, args: readonly string[] = []): Promise<{ program: Program; folder: string }> {
    const folder = join(server.folder, name);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'devices.yaml');
    writeFileSync(file, list);
    const program = startQuietport(server, ['announce', '--devices', file, '--data', folder, '-i', 'eth0', ...args]);
    await program.says(/announced\. Ctrl-C/, 30_000);
    return { program, folder };
  }

  async function end(program: Program): Promise<number | undefined> {
    program.kill('SIGTERM');
    return (await program.ended(15_000)).code;
  }

  /** `TO LETTER TYPE NUMBER FUNCTION PADDING`, as the prober takes them. */
  async function ask(host: Host, requests: readonly string[], seconds = 1): Promise<readonly Heard[]> {
    const ran = await host.run('python3', [PROBER, String(seconds), '-', ...requests.flatMap((row) => row.split(' '))]);
    expect(ran.err).toBe('asked\n');
    return ran.out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Heard);
  }

  it('answers by group, broadcast and address, from 3259, on another host and on the same', async () => {
    const { program } = await serve('ways');
    for (const host of [other, server])
      for (const to of [GROUP, '10.32.59.255', '255.255.255.255', '10.32.59.1']) {
        const heard = await ask(host, [`${to} P ff ff 0 300`]);
        expect(heard.map(({ letter, device, result }) => `${letter} ${device} ${result}`)).toEqual([
          'p 03/00 0',
          'p 06/00 0',
        ]);
        for (const row of heard) {
          expect([row.from, row.port, row.asked]).toEqual(['10.32.59.1', 3259, 0]);
          expect(row.ms).toBeLessThan(700);
          expect(row.body['10']).toBe(2);
        }
      }
    const overSix = await ask(other, ['ff12::8000:3259%eth0 P ff ff 0 300'], 2);
    expect(overSix.map(({ device, from }) => [device, from.slice(0, 6)])).toEqual([
      ['03/00', 'fe80::'],
      ['06/00', 'fe80::'],
    ]);
    expect(await end(program)).toBe(130);
  });

  it('is found by find, on another host and on the same', async () => {
    const { program } = await serve('found');
    for (const host of [other, server]) {
      const data = join(host.folder, 'inventory');
      const found = await find(host, ['-i', 'eth0', '--data', data]);
      const models = found.devices.map((device) => {
        const { model, serial } = factsOf(device);
        return `${model} ${serial}`;
      });
      // the server's address is not theirs: it is a host of its own, with whatever else it tells
      expect(models.filter((text) => text.startsWith('TM-')).sort()).toEqual(['TM-L90 J5DF001234', 'TM-U220 0815']);
      expect(found.ledger.some(({ port, transport }) => port === 3259 && transport === 'udp')).toBe(true);
    }
    expect(await end(program)).toBe(130);
  });

  it('tells identity, status and abilities, refuses what is not for UDP, and is silent where section 5 says so', async () => {
    const { program } = await serve('rules');
    const requests = [
      '10.32.59.1 Q 03 00 0 400',
      '10.32.59.1 Q 00 00 1 400',
      '10.32.59.1 Q 06 00 1 400',
      '10.32.59.1 Q 03 00 ff 400',
      '10.32.59.1 S 03 00 100 60',
      '10.32.59.1 C 03 00 202 60',
      '10.32.59.1 Q 02 09 0 60',
      '10.32.59.1 Q 03 00 99 60',
      '10.32.59.1 Q ff ff 0 400',
      '10.32.59.1 P 02 ff 0 300',
      '10.32.59.1 P 00 00 0 300',
      '10.32.59.1 p 03 00 0 300',
      '10.32.59.1 N 03 00 0 300',
    ];
    const heard = await ask(other, requests);
    expect(heard.map(({ asked, letter, device, result }) => `${asked} ${letter} ${device} ${result}`).sort()).toEqual([
      '0 q 03/00 0',
      '1 q 00/00 0',
      '2 q 06/00 0',
      '3 q 03/00 3',
      '4 s 03/00 7',
      '5 c 03/00 7',
      '6 q 02/09 2',
      '7 q 03/00 6',
    ]);
    const of = (asked: number) => heard.find((row) => row.asked === asked)?.body;
    expect(of(0)?.['8']).toMatchObject({
      'printer-make-and-model': 'EPSON TM-U220',
      'printer-serial-number': '0815',
      'printer-location': 'bar',
    });
    expect(of(0)).toMatchObject({ 1: 1, 3: 1 });
    expect(of(1)?.['8']).toMatchObject({
      devices: [
        [3, 0],
        [6, 0],
      ],
      functions: [
        ['Q', 1],
        ['C', 0xf000],
      ],
    });
    const padded = 400 + 14 + 16;
    for (const row of heard) expect(row.bytes).toBeLessThanOrEqual(3 * padded);
    expect(await end(program)).toBe(130);
  });

  it('announces three times, and says leave when it ends; a finder on the group of the same host hears both', async () => {
    const far = other.start('python3', [PROBER, '50', GROUP]);
    const { program } = await serve('announcing');
    // one on the server's own host would hold the port: it comes when the server stands
    const beside = server.start('python3', [PROBER, '50', GROUP]);
    await far.saysTimes(/"letter": "N"/, 6, 10_000);
    expect(await ask(server, ['10.32.59.1 P 03 00 0 300'])).toHaveLength(1);
    expect(await end(program)).toBe(130);
    const gone = /"function": 2/;
    await Promise.all([far.saysTimes(gone, 2, 10_000), beside.saysTimes(gone, 2, 10_000)]);
    // they would be in the way of the next server
    await Promise.all([far.end(), beside.end()]);
    const rows = (text: string) =>
      text
        .split('\n')
        .filter((line) => line.includes('"letter": "N"'))
        .map((line) => JSON.parse(line) as Heard);
    const all = rows(far.out);
    const arrivals = all.filter((row) => row.function === 0 && row.device === '03/00');
    expect(arrivals.length).toBe(3);
    const [first, second, third] = arrivals.map(({ ms }) => ms) as [number, number, number];
    expect(second - first).toBeGreaterThan(900);
    expect(second - first).toBeLessThan(1300);
    expect(third - second).toBeGreaterThan(1800);
    expect(arrivals[0]?.body).toMatchObject({ 1: 1, 3: 1, 5: 1800 });
    expect(arrivals[0]?.body).not.toHaveProperty('0');
    const leaves = all.filter((row) => row.function === 2);
    expect(leaves.map(({ device }) => device)).toEqual(['03/00', '06/00']);
    expect(rows(beside.out).filter((row) => row.function === 2)).toHaveLength(2);
  });

  it('keeps devices at their numbers and uuids over a restart, with a greater boot id', async () => {
    const first = await serve('again');
    const before = await ask(other, [`${GROUP} P ff ff 0 300`]);
    await end(first.program);
    const second = await serve('again');
    const after = await ask(other, [`${GROUP} P ff ff 0 300`]);
    await end(second.program);
    const place = (row: Heard) => [row.device, (row.body['8'] as Record<string, unknown>)['printer-uuid']];
    expect(after.map(place)).toEqual(before.map(place));
    expect(Number(after[0]?.body['4'])).toBeGreaterThan(Number(before[0]?.body['4']));
    expect(JSON.parse(readFileSync(join(second.folder, 'announce', 'server.json'), 'utf8'))).toMatchObject({
      bootId: after[0]?.body['4'],
    });
  });

  it('leaves a held port alone with exit 6, says who holds it, and serves where --port says', async () => {
    const holder = server.start('python3', ['-c', HOLD, '3259']);
    await server.listens('udp', 3259, holder);
    const refused = await startQuietport(server, ['announce', '--force', '--data', join(server.folder, 'held')]).ended(
      30_000,
    );
    expect(refused.code).toBe(6);
    expect(refused.err).toMatch(/Port 3259 is held here by python3.* \(pid \d+\)/);
    expect(refused.err).toContain('quietport announce --port 23259');
    const { program } = await serve('elsewhere', ['--port', '23259']);
    const ran = await other.run('python3', [PROBER, '1', '-', GROUP, 'P', 'ff', 'ff', '0', '300'], {
      NCDP2_PORT: '23259',
    });
    expect(ran.out.split('\n').filter((line) => line.includes('"port": 23259'))).toHaveLength(2);
    expect(await end(program)).toBe(130);
    await holder.end();
  });

  it('stops with exit 6 where something else speaks on the port, and says who; --force serves and is logged', async () => {
    const speaker = other.start('python3', ['-c', SPEAK, '10.32.59.255']);
    await speaker.says(/speaking/);
    const refused = await startQuietport(server, ['announce', '--data', join(server.folder, 'foreign')]).ended(30_000);
    expect(refused.code).toBe(6);
    expect(refused.err).toMatch(/10\.32\.59\.2:\d+ said 4550534f4e51/);
    const { program, folder } = await serve('forced', ['--force']);
    expect(await end(program)).toBe(130);
    expect(readFileSync(join(folder, 'announce', 'audit.jsonl'), 'utf8')).toMatch(/"is":"forced".*10\.32\.59\.2/);
    await speaker.end();
  });

  it('lets 20 replies a second out to one source, whatever it is flooded with', async () => {
    const { program } = await serve('flood');
    const ran = await other.run('python3', ['-c', FLOOD, '10.32.59.1']);
    const [sent = 0, most = 0] = ran.out.split(' ').map(Number);
    expect(sent).toBeGreaterThan(5000);
    expect(most).toBeLessThanOrEqual(20);
    expect(await ask(server, ['10.32.59.1 P 03 00 0 300'])).toHaveLength(1);
    expect(await end(program)).toBe(130);
  });
});

const HOLD = `import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("10.32.59.1", int(sys.argv[1])))
time.sleep(60)`;

const SPEAK = `import socket, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
print("speaking", flush=True)
for _ in range(200):
    s.sendto(b"EPSONQ" + bytes(8), (sys.argv[1], 3259))
    time.sleep(0.2)`;

// the most replies that came within any second
const FLOOD = `import os, socket, struct, sys, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setblocking(False)
body = bytes([0xa3, 0, 0x48]) + os.urandom(8) + bytes([1, 1, 2, 0x58, 200]) + bytes(200)
good = b"NCDP2Q" + struct.pack(">BBHHH", 3, 0, 0, 0, len(body)) + body
times, sent, end = [], 0, time.monotonic() + 3
while time.monotonic() < end:
    for _ in range(20):
        bad = bytearray(good)
        bad[sent % len(bad)] ^= 0x55
        for frame in (good, bytes(bad), os.urandom(64)):
            try:
                s.sendto(frame, (sys.argv[1], 3259))
                sent += 1
            except BlockingIOError:
                pass
    try:
        while True:
            s.recv(2000)
            times.append(time.monotonic())
    except BlockingIOError:
        pass
    time.sleep(0.002)
most = max((sum(1 for other in times if at <= other < at + 0.8) for at in times), default=0)
print(sent, most)`;
