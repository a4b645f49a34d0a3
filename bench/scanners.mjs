// The scanners: what to call, and how to read whom it found.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/steps/root.mjs';

const IPV4 = /\b\d+\.\d+\.\d+\.\d+\b/;

/** Ourselves: who answers SNMP, who answers ENPC, and (in full runs) everything that SNMP tells. */
export function quietport({ prefix, folder, refscan }, small) {
  const data = join(folder, 'data');
  const find = (methods, ...more) => ({
    command: [
      process.execPath,
      join(ROOT, 'packages', 'cli', 'bin', 'quietport.js'),
      'find',
      prefix,
      '--rate',
      '200000',
    ].concat(['--methods', methods, '--data', data, '-q', '-o', 'json', ...more]),
    before: [data],
    found: readFindings,
  });
  const list = join(folder, 'list');
  const reference = (like, ...more) => ({
    like,
    command: (passes) => [refscan, prefix, '--passes', String(passes), '--list', list, ...more],
    before: [list],
    found: () => fromFile(list),
  });
  return [
    { name: 'quietport --sweep-only', ...find('snmp', '--sweep-only') },
    { name: 'C reference', ...reference('quietport --sweep-only') },
    ...(small
      ? []
      : [
          { name: 'quietport --sweep-only, ENPC', ...find('enpc', '--sweep-only') },
          { name: 'C reference, ENPC', ...reference('quietport --sweep-only, ENPC', '--enpc') },
          { name: 'quietport, everything SNMP tells', share: 0.4, ...find('snmp') },
        ]),
  ];
}

/** The others, told to be as fast as they can be without losing what they find. */
export function competitors({ prefix, folder }, gateway) {
  const out = join(folder, 'out.txt');
  const [first, last] = endsOf(prefix);
  const tuned = ['-T4', '--min-hostgroup', '4096', '--min-rate', '20000', '--max-retries', '1'];
  const zmap = [
    'zmap',
    '-q',
    '-v1',
    '-i',
    'eth0',
    '-G',
    gateway,
    '-S',
    '10.99.0.1',
    '-M',
    'udp',
    '-p',
    '161',
    '-b',
  ].concat(['/dev/null', `--probe-args=hex:${GET}`, '-r', '100000', '-c', '2', '-o', out]);
  const written = { before: [out], found: (_said, test) => fromFile(out, test) };
  return [
    { name: 'zmap', share: 0.6, command: [...zmap, prefix], ...written },
    { name: 'zmap, three probes', share: 0.6, command: [...zmap, '-P', '3', prefix], ...written },
    {
      name: 'masscan',
      share: 0.6,
      command: ['masscan', prefix, '-pU:161', '--rate', '100000', '--wait', '2', '-oL', out],
      // it ends only when one more packet comes in
      poke: true,
      before: [out],
      found: () => fromFile(out, /^open udp 161/),
    },
    {
      name: 'onesixtyone',
      share: 0.6,
      command: ['onesixtyone', '-w', '0', prefix, 'public'],
      found: (said) => addressesIn(said, /\[public\]/),
    },
    {
      name: 'nmap, tuned',
      share: 0.2,
      command: ['nmap', '-sU', '-Pn', '-n', '-p161', ...tuned, '--open', '-oG', out, prefix],
      before: [out],
      found: () => fromFile(out, /161\/open\//),
    },
    {
      name: 'braa',
      share: 0.2,
      command: ['braa', '-t', '2', '-r', '1', '-d', '0', `public@${first}-${last}:.1.3.6.1.2.1.1.1.0`],
      found: (said) => addressesIn(said, /EPSON/),
    },
  ];
}

function readFindings(said) {
  try {
    const { devices, ledger, startedAt, finishedAt } = JSON.parse(said);
    const rows = ledger.packets ?? ledger;
    return {
      addresses: devices.flatMap((device) => device.interfaces.flatMap((row) => row.addresses)).map(addressText),
      ledger: rows.reduce((sum, row) => sum + row.packets, 0),
      engineSeconds: (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000,
    };
  } catch (error) {
    return { addresses: [], ledger: Number.NaN, engineSeconds: Number.NaN, error: String(error) };
  }
}

const addressText = (address) => (typeof address === 'string' ? address : address.address);

function fromFile(path, test) {
  return addressesIn(existsSync(path) ? readFileSync(path, 'utf8') : '', test);
}

function addressesIn(text, test = IPV4) {
  const lines = text.split('\n').filter((line) => test.test(line));
  return { addresses: lines.flatMap((line) => line.match(IPV4)?.[0] ?? []) };
}

function endsOf(prefix) {
  const [base, length] = prefix.split('/');
  const number = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const text = (value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
  return [text(number + 1), text(number + 2 ** (32 - length) - 2)];
}

/** A GET of sysDescr, community public, for zmap. */
const GET = '302902010104067075626c6963a01c020401020304020100020100300e300c06082b060102010101000500';
