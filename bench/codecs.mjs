// How many packets a second each codec decodes, beside the npm packages that decode the same bytes.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHex } from '../packages/core/dist/bytes/hex.js';
import { decodeMessage as decodeDns } from '../packages/core/dist/formats/dns.js';
import { decodeSnmpMessage, encodeSnmpMessage } from '../packages/core/dist/formats/snmp-message.js';
import { decodeEnpc, encodeEnpc } from '../packages/core/dist/protocols/enpc/codec.js';
import { decodeIpp } from '../packages/core/dist/protocols/ipp/codec.js';
import { ROOT } from '../tools/steps/root.mjs';
import { figure, rate, table } from './measure.mjs';
import { netSnmpMessage, opponents } from './opponents.mjs';

export async function codecs({ small }) {
  const seconds = small ? 0.1 : 2;
  const { require, why } = await opponents();
  const rows = packets().flatMap(({ name, bytes, decode, encode, peers }) => {
    const row = (who, work) => ({ packet: name, bytes: bytes.length, who, ...measured(work, seconds) });
    return [
      row('quietport decode', () => demand(decode(bytes))),
      ...(encode === undefined ? [] : [row('quietport encode', encode(demand(decode(bytes))))]),
      ...(require === undefined ? [] : Object.entries(peers(require))).map(([who, work]) => row(who, work)),
    ];
  });
  return {
    name: 'codecs',
    rows,
    missing: why === undefined ? [] : [why],
    broken: rows.flatMap(({ who, packet, error }) =>
      error !== undefined && who.startsWith('quietport') ? [`${who}, ${packet}: ${error}`] : [],
    ),
    markdown: table(
      ['packet', 'bytes', 'who', 'per second'],
      rows.map((row) => [row.packet, figure(row.bytes), row.who, row.error ?? figure(row.perSecond)]),
    ),
  };
}

function packets() {
  return [
    {
      name: 'ENPC status reply',
      bytes: golden('enpc', 'rep-q03-0010-t88v'),
      decode: decodeEnpc,
      encode: (value) => () => encodeEnpc(value),
      peers: () => ({}),
    },
    {
      name: 'SNMP response',
      bytes: golden('snmp', 'response-system-v1'),
      decode: decodeSnmpMessage,
      encode: (value) => () => encodeSnmpMessage(value),
      peers: (require, bytes = buffer('snmp', 'response-system-v1')) => {
        const message = netSnmpMessage(require);
        return { 'net-snmp decode': () => message.createFromBuffer(bytes) };
      },
    },
    {
      name: 'DNS-SD announcement',
      bytes: golden('dns-sd', 'announcement-queue.avahi'),
      decode: decodeDns,
      peers: (require, bytes = buffer('dns-sd', 'announcement-queue.avahi')) => {
        const dns = require('dns-packet');
        return { 'dns-packet decode': () => dns.decode(bytes) };
      },
    },
    {
      name: 'IPP printer attributes',
      bytes: ippAnswer(),
      decode: decodeIpp,
      peers: (require, bytes = Buffer.from(ippAnswer())) => ({
        'ipp decode': () => silently(() => require('ipp').parse(bytes)),
        'ipp-encoder decode': () => require('ipp-encoder').response.decode(bytes),
        '@sealsystems/ipp decode': () => require('@sealsystems/ipp').parse(bytes),
      }),
    },
  ];
}

function measured(work, seconds) {
  try {
    work();
    return { perSecond: rate(work, seconds) };
  } catch (error) {
    return { error: `fails: ${String(error.message).slice(0, 60)}` };
  }
}

function demand(decoded) {
  if (!decoded.ok) throw new Error(`${decoded.error.code} at ${decoded.error.offset}`);
  return decoded.value;
}

/** `ipp` prints a line for each message that it parses. */
function silently(work) {
  const { log } = console;
  console.log = () => undefined;
  try {
    return work();
  } finally {
    console.log = log;
  }
}

/** The 12 KB answer of ippeveprinter where it is at hand, else the largest IPP packet of our own. */
function ippAnswer() {
  const fixture = join(ROOT, '..', 'shared', 'bench', 'fixtures', 'get-printer-attributes.response.ipp');
  return existsSync(fixture) ? new Uint8Array(readFileSync(fixture)) : golden('ipp', 'm2540dn-some-unknown');
}

function golden(room, name) {
  const path = join(ROOT, 'packages', 'core', 'src', 'protocols', room, 'golden', `${name}.hex`);
  return parseHex(readFileSync(path, 'utf8').replace(/^#.*$/gm, ''));
}

const buffer = (room, name) => Buffer.from(golden(room, name));
