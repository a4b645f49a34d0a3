// What one finder costs that holds 10,000 announced NCDP/2 devices: its memory, and the CPU time for what it hears.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { decodeNcdp2, encodeNcdp2 } from '../packages/core/dist/protocols/ncdp2/codec.js';
import { Finder } from '../packages/core/dist/protocols/ncdp2/finder.js';
import { SegmentMemory } from '../packages/core/dist/protocols/ncdp2/segment-memory.js';
import { discover } from '../packages/core/dist/protocols/ncdp2/talk.js';
import { figure, table } from './measure.mjs';

const OWN = fileURLToPath(import.meta.url);
const MAX_AGE_S = 1_800;

/** Each run in a process of its own, so that its memory is its own. */
export async function ncdp2Finder({ small, runs }) {
  const devices = small ? 200 : 10_000;
  const measured = Array.from({ length: runs }, () =>
    JSON.parse(execFileSync(process.execPath, ['--expose-gc', OWN, String(devices)], { encoding: 'utf8' })),
  ).sort((a, b) => a.bytesEach - b.bytesEach);
  const row = measured[measured.length >> 1];
  // each device announces itself every max-age / 3
  const perSecond = devices / (MAX_AGE_S / 3);
  const percent = (row.knownUs * perSecond) / 10_000;
  return {
    name: 'ncdp2-finder',
    rows: measured,
    missing: [],
    broken: row.held === devices && row.told === devices ? [] : [`held ${row.held}, told ${row.told} of ${devices}`],
    markdown: table(
      ['what', 'figure'],
      [
        ['devices held', figure(row.held)],
        ['memory for all, MiB', figure((row.bytesEach * devices) / 2 ** 20, 1)],
        ['memory a device, bytes', figure(row.bytesEach)],
        ['an answered probe read and kept, µs', figure(row.answeredUs, 1)],
        ['an announcement of a known device, µs', figure(row.knownUs, 1)],
        [`announcements of all at max-age ${MAX_AGE_S} s, percent of a core`, figure(percent, 3)],
        ['a look at a segment where all answer twice, ms of CPU', figure(row.lookMs)],
      ],
    ),
  };
}

function measure(devices) {
  const replies = Array.from({ length: devices }, (_, i) => frame('p', i, 8));
  const announcements = Array.from({ length: devices }, (_, i) => frame('N', i));
  const froms = replies.map((_, i) => ({ address: addressOf(i), port: 3259, transport: 'udp' }));
  // the code is compiled before it is measured
  hold(new Finder(), replies.slice(0, 2_000), froms);
  const finder = new Finder();
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  const answered = timed(() => hold(finder, replies, froms));
  globalThis.gc();
  const bytesEach = Math.round((process.memoryUsage().heapUsed - before) / devices);
  let known = 0;
  const heard = timed(() => {
    for (let i = 0; i < devices; i++)
      if (finder.notified(froms[i], decodeNcdp2(announcements[i]).value, 1_000) === 'known') known++;
  });
  const look = timed(() => lookAt(replies, froms));
  return {
    held: known,
    bytesEach,
    answeredUs: (answered.ms * 1_000) / devices,
    knownUs: (heard.ms * 1_000) / devices,
    lookMs: look.ms,
    told: look.value,
  };
}

function hold(finder, replies, froms) {
  for (let i = 0; i < replies.length; i++) finder.answered(froms[i], decodeNcdp2(replies[i]).value, 0);
}

/** The conversation by hand: after each round of probes everybody answers with its token. Gives how many were told. */
function lookAt(replies, froms) {
  const target = { address: '239.255.32.59', port: 3259, transport: 'udp' };
  const segment = { interface: 'eth0', family: 4, targets: [target], patienceMs: 4_000, own: [], community: '' };
  const talk = discover(segment, new SegmentMemory());
  let token = new Uint8Array(8);
  let next = 0;
  let told = 0;
  let count = 0;
  let step = talk.next();
  while (!step.done) {
    const effect = step.value;
    let answer;
    if (effect.do === 'chance') {
      token = new Uint8Array(8).fill(++count);
      answer = token;
      next = 0;
    } else if (effect.do === 'send') answer = true;
    else if (effect.do === 'tell') told++;
    else if (effect.do === 'hear' && next < replies.length) {
      const bytes = replies[next].slice();
      bytes.set(token, TOKEN_AT);
      answer = { from: froms[next], bytes, leftMs: effect.waitMs };
      next++;
    }
    step = talk.next(answer);
  }
  return told;
}

function frame(letter, i, token = 0) {
  const uuid = `8f6bc5a0-1f0e-4a53-9a64-${i.toString(16).padStart(12, '0')}`;
  const mac = Uint8Array.of(0x00, 0x26, 0xab, i >> 16, (i >> 8) & 0xff, i & 0xff);
  return encodeNcdp2({
    ...{ letter, deviceType: 3, deviceNumber: 0, function: 0, result: 0 },
    body: {
      ...(token === 0 ? {} : { token: new Uint8Array(token) }),
      ...{ version: 1, revision: 7, bootId: 1_794_700_000, maxAgeSeconds: MAX_AGE_S },
      attributes: {
        'printer-make-and-model': 'EPSON TM-L90',
        'printer-uuid': `urn:uuid:${uuid}`,
        'printer-serial-number': `J5DF${String(i).padStart(6, '0')}`,
        'ncdp-implementation': 'example/1.0',
        'ncdp-interfaces': [{ name: 'eth0', mac, addresses: [addressOf(i)] }],
      },
    },
  });
}

function addressOf(i) {
  return `10.${i >> 16}.${(i >> 8) & 0xff}.${i & 0xff}`;
}

/** CPU time of this process: other work on the machine does not count. */
function timed(work) {
  const start = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1_000, value };
}

// 14 bytes of head, the map, key 0, the head of the token
const TOKEN_AT = 17;

if (process.argv[1] === OWN) console.log(JSON.stringify(measure(Number(process.argv[2]))));
