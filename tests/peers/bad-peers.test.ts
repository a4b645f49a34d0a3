import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeMessage } from '../../packages/core/src/formats/dns.ts';
import { dnsType } from '../../packages/core/src/formats/dns-data.ts';
import { type Host, Lab } from './lan.ts';
import type { Program } from './program.ts';
import { at, type FindDocument, factsOf, find, startQuietport, toPrintPorts } from './quietport.ts';
import { endless, flood, giant, multicaster, mute, otherMouth, sink } from './small-servers.ts';

/** A printer in DNS-SD whose service stands at a print port: whoever follows it would print its question. */
function trap(address: string): string {
  const record = (name: string, type: number) => ({ name, type, class: 1, flush: false, ttlSeconds: 120 });
  const service = 'Trap._ipp._tcp.local';
  const text = ['txtvers=1', 'rp=ipp/print', 'ty=Trap 9100', 'usb_MFG=Trap'].map((row) =>
    new TextEncoder().encode(row),
  );
  const message = encodeMessage({
    id: 0,
    flags: 0x8400,
    questions: [],
    answers: [{ ...record('_ipp._tcp.local', dnsType.ptr), data: { is: 'ptr', target: service } }],
    authorities: [],
    additionals: [
      {
        ...record(service, dnsType.srv),
        data: { is: 'srv', priority: 0, weight: 0, port: 9100, target: 'trap.local' },
      },
      { ...record(service, dnsType.txt), data: { is: 'txt', strings: text } },
      { ...record('trap.local', dnsType.a), data: { is: 'address', address } },
    ],
  });
  return Buffer.from(message).toString('hex');
}

/** An answer whose name is a pointer to itself, and one whose two pointers go round. */
const LOOPS = [
  '000084000000000100000000c00c000c000100000078000400000000',
  '000084000000000100000000c00ec00c000c0001000000780002c00c',
];

describe('among peers that behave badly', () => {
  const lab = new Lab();
  const address = (n: number) => `10.35.1.${n}`;
  const good = address(2);
  let looker: Host;
  let mouth: Program;
  let traps: Program;
  let slow: readonly Program[];
  let bySegment: FindDocument;
  let byAddress: FindDocument;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    let hosts = 1;
    const host = (name: string, ...more: readonly string[]) =>
      lab.host(name, segment, `${address(++hosts)}/24`, ...more);
    looker = lab.host('looker', segment, `${address(1)}/24`);
    const served = startQuietport(host('good'), ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'front-desk']);
    const looping = host('looping');
    const trapping = host('trapping');
    const crooked = host('crooked', `${address(14)}/24`);
    traps = trapping.serve(sink, 9100);
    mouth = crooked.serve(otherMouth, crooked.address, address(14));
    const flooding = host('flooding');
    const enormous = host('giant');
    slow = [host('endless').serve(endless, 631), host('mute').serve(mute, 631, 1865)];
    const programs = [
      looping.serve(multicaster, looping.address, ...LOOPS),
      trapping.serve(multicaster, trapping.address, trap(trapping.address)),
      traps,
      mouth,
      flooding.serve(flood, 5000),
      enormous.serve(giant, 3289, 161),
      ...slow,
    ];
    await served.says(/Ctrl-C ends them/);
    await Promise.all(programs.map((program) => program.says(/^ready/m)));
    bySegment = await find(looker);
    byAddress = await find(looker, ['10.35.1.2-14']);
  }, 120_000);
  afterAll(() => lab.end());

  it('a look at the segment ends in its time and finds the good device, whole', () => {
    expect(at(bySegment, good)).toHaveLength(1);
    expect(factsOf(at(bySegment, good)[0])).toMatchObject({ model: 'WF-C5790 Series', serial: 'X3BC004911' });
  });

  it('a look at addresses ends in its time and finds the good device, whole', () => {
    expect(at(byAddress, good)).toHaveLength(1);
    expect(factsOf(at(byAddress, good)[0])).toMatchObject({ model: 'WF-C5790 Series', serial: 'X3BC004911' });
  });

  it('names that loop make no device', () => {
    expect(at(bySegment, address(3))).toEqual([]);
  });

  it('a service at a print port is known and is not asked: no connection, not a byte, and the refusal is told', () => {
    expect(bySegment.refused).toContainEqual(expect.objectContaining({ port: 9100, why: 'print-port' }));
    expect(toPrintPorts(bySegment)).toEqual([]);
    expect(traps.out).toBe('ready\n');
    expect(at(bySegment, address(4))).toHaveLength(1);
  });

  it('an answer from another address than the one that was asked says nothing of the one that was asked', async () => {
    await mouth.says(/answered/);
    const asked = at(byAddress, address(5));
    expect(asked.flatMap((device) => Object.keys(device.facts))).toEqual([]);
  });

  it('thousands of answers from one address stay one device', () => {
    expect(at(bySegment, address(6))).toHaveLength(1);
    expect(bySegment.devices.length).toBeLessThanOrEqual(10);
  });

  it('answers of 64 KiB are heard or let go, and neither invents a fact', () => {
    for (const found of [bySegment, byAddress])
      for (const device of at(found, address(7))) expect(factsOf(device)).not.toHaveProperty('model');
  });

  it('a printer whose answer never ends, and one that says nothing, hold nobody up, and nothing is made up', async () => {
    await slow[0]!.says(/^asked/m);
    await slow[1]!.says(/^connection 631/m);
    for (const n of [8, 9])
      expect(
        at(byAddress, address(n))
          .map((device) => factsOf(device))
          .filter(isNotEmpty),
      ).toEqual([]);
  });
});

const isNotEmpty = (facts: object): boolean => Object.keys(facts).length > 0;
