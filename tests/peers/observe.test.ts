import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Observation } from '@quietport/core';
import { openSqliteStore } from '@quietport/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCapture } from './capture.ts';
import { type Host, ip, Lab } from './lan.ts';
import type { Ran } from './program.ts';
import { documentOf, startAsNobody, startQuietport } from './quietport.ts';

/** `quietport/observation@1`, as far as the tests read it. */
interface Watched {
  readonly by: string;
  readonly endedBy: string;
  readonly messages: readonly {
    readonly what: string;
    readonly transport: string;
    readonly from: { readonly address: string; readonly port: number };
    readonly way: string | null;
    readonly interface: string;
    readonly bytes: string;
    readonly label: string | null;
    readonly observation: string | null;
  }[];
  readonly hints: readonly { readonly kind: string; readonly weight: string; readonly text: string }[];
}

const PORT = 3259;
const SPEAKER = fileURLToPath(new URL('unknown-speaker.py', import.meta.url));
const ANSWERER = fileURLToPath(new URL('unknown-answerer.py', import.meta.url));
const secrets = ['upstairs-laptop', 'X5ML012345', 'Berenike'];

/** Somebody speaks on 3259 what nobody knows: software that shares nothing with ours, on a segment of its own. */
describe('an unknown speaker on 3259', () => {
  const lab = new Lab();
  const [here, there] = ['10.59.3.1', '10.59.3.2'];
  let watcher: Host;
  let speaker: Host;
  let dataOf: (name: string) => string;

  beforeAll(() => {
    const segment = lab.segment('lan');
    watcher = lab.host('watcher', segment, `${here}/24`);
    speaker = lab.host('speaker', segment, `${there}/24`);
    dataOf = (name) => join(watcher.folder, name);
  });
  afterAll(() => lab.end());

  /** Watches while the speaker says all that it has to say. */
  async function watched(...args: readonly string[]): Promise<{ readonly ran: Ran; readonly said: string }> {
    const program = startQuietport(watcher, ['observe', String(PORT), '-o', 'json', ...args]);
    await program.says(/^(listening on|watching) /m);
    const spoken = await speaker.run('python3', [SPEAKER, here, String(PORT), there]);
    expect(spoken.code, spoken.err).toBe(0);
    const ran = await program.ended();
    return { ran, said: spoken.out };
  }

  describe('heard by sockets', () => {
    let document: Watched;
    let sent: string;
    let packets: string;
    let answered: string;

    beforeAll(async () => {
      packets = dataOf('heard.pcapng');
      const capture = await startCapture(watcher);
      // five datagrams, a connection, three pieces; its end is no message
      const args = ['--accept', '--timeout', '20s', '--count', '9', '--data', dataOf('data'), '--write', packets];
      const { ran, said } = await watched(...args, '--export', dataOf('dossier.json'));
      await capture.program.end('SIGINT');
      document = documentOf(ran);
      answered = said;
      const ours = `ip.src == ${here} && (udp || icmp || tcp.len > 0)`;
      sent = (await watcher.run('tshark', ['-r', capture.path, '-n', '-Y', ours])).out;
      expect(ran.code, ran.err).toBe(0);
    });

    it('gets not a byte of answer', () => {
      expect(answered).toBe('heard nothing\n');
      expect(sent).toBe('');
    });

    it('is written down with bytes, peers and transport, and called unpublished', () => {
      const said = document.messages.filter(({ bytes }) => bytes !== '');
      expect(said.map(({ what, transport }) => `${what}/${transport}`)).toEqual([
        ...Array.from({ length: 5 }, () => 'datagram/udp'),
        ...Array.from({ length: 3 }, () => 'piece/tcp'),
      ]);
      for (const message of said)
        expect(message).toMatchObject({
          from: { address: there },
          interface: 'eth0',
          way: 'in',
          label: 'unpublished protocol',
          bytes: expect.stringMatching(/^51378a0102/),
        });
    });

    it('shows a length, a counter, its magic and its texts as hints', () => {
      const hints = document.hints.map(({ weight, text }) => `${weight}: ${text}`);
      expect(hints).toEqual(
        expect.arrayContaining([
          'seen: unlike anything that is known here',
          expect.stringMatching(/^like: a length at 5, 2 bytes wide.* big-endian, that counts the bytes behind it$/),
          'like: a counter at 7, 4 bytes wide, big-endian, that goes up by 1',
          expect.stringMatching(/^seen: every message begins with 51378a0102/),
          'seen: text "Berenike" in 2 messages',
        ]),
      );
      expect(document.hints.filter(({ kind }) => kind === 'likeness')).toEqual([]);
    });

    it('is evidence, and no device', async () => {
      const store = await openSqliteStore(join(dataOf('data'), 'inventory.sqlite'));
      const kept: readonly Observation[] = await store.observations.all();
      expect(await store.devices.all()).toEqual([]);
      await store.close();
      const bytes = (id: string) => Buffer.from(kept.find((row) => row.id === id)?.raw ?? []).toString('hex');
      for (const { observation, bytes: said, what } of document.messages) {
        if (what === 'end') continue;
        expect(kept.find((row) => row.id === observation)).toMatchObject({
          protocol: 'observe',
          claims: [],
          from: { address: there },
          vantage: { interface: 'eth0' },
        });
        expect(bytes(observation ?? '')).toBe(said);
      }
    });

    it('stands in a pcapng that Wireshark reads without complaint', async () => {
      const fields = ['frame.interface_name', 'frame.packet_flags_direction', 'ip.src', 'udp.payload', 'tcp.payload'];
      const checks = ['-o', 'udp.check_checksum:TRUE', '-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
      const read = (...args: readonly string[]) => watcher.run('tshark', ['-r', packets, '-n', ...checks, ...args]);
      const rows = await read('-T', 'fields', ...fields.flatMap((field) => ['-e', field]));
      expect(rows.err.replace(/^Running as user.*\n/, '')).toBe('');
      const lines = rows.out
        .trimEnd()
        .split('\n')
        .map((line) => line.split('\t'));
      expect(lines.map(([on, way, from]) => `${on} ${way} ${from}`)).toEqual(
        lines.map(() => `eth0 0x00000001 ${there}`),
      );
      const payloads = lines.map(([, , , udp = '', tcp = '']) => udp || tcp).filter((payload) => payload !== '');
      expect(payloads).toEqual(document.messages.map(({ bytes }) => bytes).filter((bytes) => bytes !== ''));
      const wrong = '_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0';
      expect((await read('-Y', wrong)).out).toBe('');
      expect((await watcher.run('capinfos', [packets])).out).toContain(
        'These packets were made from what sockets told',
      );
    });

    it('is nobody in the dossier: no name, number, address or MAC of it in text, hex or base64', async () => {
      const dossier = readFileSync(dataOf('dossier.json'), 'utf8');
      const mac = (await speaker.run('cat', ['/sys/class/net/eth0/address'])).out.trim();
      const packed = Buffer.from(mac.replaceAll(':', ''), 'hex');
      const values = [
        ...secrets.map((text) => Buffer.from(text)),
        packed,
        Buffer.from(there),
        Buffer.from([10, 59, 3, 2]),
      ];
      const messages = (JSON.parse(dossier) as { messages: { bytes: string; length: number }[] }).messages;
      const bytes = messages.map((message) => Buffer.from(message.bytes, 'hex').toString('latin1').toLowerCase());
      for (const value of values) {
        for (const text of [value.toString('hex'), value.toString('base64').replace(/.?=*$/, '')])
          expect(dossier.toLowerCase()).not.toContain(text.toLowerCase());
        expect(bytes.join('|')).not.toContain(value.toString('latin1').toLowerCase());
      }
      for (const text of [...secrets, mac, there]) expect(dossier.toLowerCase()).not.toContain(text.toLowerCase());
      // the same length, and one value always in the same disguise
      expect(messages.map(({ bytes: hex }) => hex.length)).toEqual(
        document.messages.map(({ bytes: hex }) => hex.length),
      );
      expect(messages[6]?.bytes.slice(22)).toBe(messages[0]?.bytes.slice(22));
      expect(dossier).toContain('a length at 5');
    });
  });

  it('is noted, and closed unread, where it connects and nobody said --accept', async () => {
    const { ran } = await watched('--timeout', '20s', '--count', '6', '--data', dataOf('unread'));
    const document = documentOf<Watched>(ran);
    expect(document.messages.filter(({ transport }) => transport === 'tcp')).toMatchObject([
      { what: 'connect', bytes: '', from: { address: there } },
    ]);
  });

  it('is heard by broadcast, by a group that was joined and by IPv6, on the interface that was named', async () => {
    ip(`-n ${watcher.space} addr add fd59:3::1/64 dev eth0 nodad`);
    ip(`-n ${speaker.space} addr add fd59:3::2/64 dev eth0 nodad`);
    const args = [`${PORT}/udp`, '-i', 'eth0', '--group', '239.255.32.59', '--count', '3', '--timeout', '20s'];
    const program = startQuietport(watcher, ['observe', ...args, '-o', 'json', '--data', dataOf('ways')]);
    await program.says(/^listening on /m);
    const script = [
      'import socket, sys',
      'u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
      'u.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)',
      `u.sendto(b"broadcast", ("10.59.3.255", ${PORT}))`,
      `u.sendto(b"group", ("239.255.32.59", ${PORT}))`,
      's = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)',
      `s.sendto(b"six", ("fd59:3::1", ${PORT}))`,
    ];
    expect((await speaker.run('python3', ['-c', script.join('\n')])).err).toBe('');
    const ran = await program.ended();
    expect(ran.code, ran.err).toBe(0);
    const heard = documentOf<Watched>(ran).messages.map((message) => [
      Buffer.from(message.bytes, 'hex').toString(),
      message.from.address,
      message.interface,
    ]);
    expect(heard.sort()).toEqual([
      ['broadcast', there, 'eth0'],
      ['group', there, 'eth0'],
      ['six', 'fd59:3::2', 'eth0'],
    ]);
  });

  it('is heard by an ordinary user, who may not see what passes between others and is told what to do', async () => {
    const heard = startAsNobody(watcher, ['observe', `${PORT}/tcp`, '--count', '1', '--timeout', '15s', '-o', 'json']);
    await heard.says(/^listening on /m);
    await speaker.run('python3', ['-c', `import socket; socket.create_connection(("${here}", ${PORT}), 5)`]);
    expect(await heard.ended()).toMatchObject({ code: 0 });
    for (const tool of ['dumpcap', 'tcpdump']) {
      const refused = await startAsNobody(watcher, ['observe', String(PORT), '--passive', '--tool', tool]).ended();
      expect(refused.code, refused.err).toBe(4);
      expect(refused.err).toMatch(
        new RegExp(`This user may not see packets pass on eth0: ${tool}: .*join the group wireshark`),
      );
    }
  });

  describe('where somebody else holds the port', () => {
    beforeAll(async () => {
      const program = watcher.start('python3', [ANSWERER]);
      await watcher.listens('udp', PORT, program);
      await watcher.listens('tcp', PORT, program);
    });

    it('is left alone: the holder is named, and the passive way', async () => {
      const refused = await startQuietport(watcher, ['observe', String(PORT), '--timeout', '5s']).ended();
      expect(refused.code).toBe(6);
      expect(refused.err).toMatch(
        /UDP port 3259 is held here by python3?\S* \(pid \d+\).*quietport observe 3259 --passive/,
      );
    });

    it.each(['dumpcap', 'tcpdump'])('is seen by %s in both directions, question and answer', async (tool) => {
      const file = dataOf(`${tool}.pcapng`);
      const args = [
        '--passive',
        '--tool',
        tool,
        '-i',
        'eth0',
        '--timeout',
        '8s',
        '--data',
        dataOf(tool),
        '--write',
        file,
      ];
      const { ran, said } = await watched(...args);
      expect(ran.code, ran.err).toBe(0);
      const document = documentOf<Watched>(ran);
      expect(document).toMatchObject({ by: tool, endedBy: 'timeout' });
      expect(said).toMatch(/^heard (51378a0103)/);
      const datagrams = document.messages.filter(({ what }) => what === 'datagram');
      expect(datagrams.map(({ way }) => way)).toEqual(Array.from({ length: 5 }, () => ['in', 'out']).flat());
      const hints = document.hints.map(({ weight, text }) => `${weight}: ${text}`);
      expect(hints).toContainEqual(expect.stringMatching(/^perhaps: [5-8] of 8 messages to the port have an answer/));
      expect(hints).toContainEqual(expect.stringMatching(/^like: the answer repeats \d bytes of the question at/));
      const read = await watcher.run('tshark', ['-r', file, '-n', '-Y', 'udp', '-T', 'fields', '-e', 'udp.payload']);
      expect(read.out.trimEnd().split('\n')).toEqual(datagrams.map(({ bytes }) => bytes));
    });
  });
});
