import { describe, expect, it } from 'vitest';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Reply, VirtualDevice } from '../../contracts/virtual-device.ts';
import { type DnsMessage, type DnsRecord, decodeMessage, encodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { answers } from './answers.ts';
import { META_TYPE, MOST_BYTES, nothing, question } from './codec.ts';

const device: VirtualDevice = {
  id: 'p',
  kind: 'printer',
  make: 'Lab',
  model: 'Laser 1',
  serial: 'S',
  uuid: 'urn:uuid:01234567-89AB-4cde-8f01-23456789abcd',
  mac: '02:00:00:00:10:01',
  firmware: '',
  name: 'Front desk',
  hostname: 'lab1.local',
  location: 'Lobby',
  deviceId: '',
  address: '192.0.2.9',
  prefixLength: 24,
  gateway: '',
  state: 'idle',
  stateReasons: [],
  supplies: [],
  impressions: 0,
  speaks: ['dns-sd', 'ipp', 'raw'],
  quirks: {},
  recordings: {},
  port: (standard, transport) => (transport === 'tcp' && standard < 1024 ? standard + 20_000 : standard),
};

const behaviour = (changes: Partial<VirtualDevice> = {}) => {
  const [found] = answers({ ...device, ...changes });
  if (found?.on !== 'udp') throw new Error('the device has no UDP side');
  return found;
};
const from = (port: number) => ({ address: '192.0.2.1', port, transport: 'udp' as const });
const query = (message: Partial<DnsMessage>) => encodeMessage({ ...nothing, ...message });
const asking = (name: string, type: number, unicast = false) => query({ questions: [question(name, type, unicast)] });
const messageOf = (reply: Pick<Reply, 'bytes'> | undefined): DnsMessage => {
  const decoded = decodeMessage(reply?.bytes ?? new Uint8Array());
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const named = (records: readonly DnsRecord[], type: number) => records.filter((record) => record.type === type);

describe('a virtual device', () => {
  it('answers the group when it is asked from 5353, and brings what is wanted next', () => {
    const [reply, more] = behaviour().answer({ bytes: asking('_IPP._tcp.local', dnsType.ptr), from: from(5353) });
    const message = messageOf(reply);
    expect(more).toBeUndefined();
    expect(reply?.to).toEqual({ address: '224.0.0.251', port: 5353, transport: 'udp' });
    expect(reply?.delayMs).toBeGreaterThanOrEqual(20);
    expect(reply?.delayMs).toBeLessThan(120);
    expect(message).toMatchObject({ id: 0, flags: 0x8400, questions: [] });
    expect(message.answers.map(({ data }) => data)).toEqual([{ is: 'ptr', target: 'Front desk._ipp._tcp.local' }]);
    expect(message.answers[0]?.flush).toBe(false);
    expect(named(message.additionals, dnsType.srv)[0]).toMatchObject({
      flush: true,
      data: { port: 20631, target: 'lab1.local' },
    });
    expect(named(message.additionals, dnsType.a)[0]?.data).toEqual({ is: 'address', address: '192.0.2.9' });
    const [txt] = named(message.additionals, dnsType.txt);
    const strings = txt?.data.is === 'txt' ? txt.data.strings.map(decodeText) : [];
    expect(strings).toContain('usb_MDL=Laser 1');
    expect(strings).toContain('UUID=01234567-89ab-4cde-8f01-23456789abcd');
  });

  it('answers by unicast when that was asked for', () => {
    const [reply] = behaviour().answer({ bytes: asking('_ipp._tcp.local', dnsType.ptr, true), from: from(5353) });
    expect(reply?.to).toBeUndefined();
    expect(messageOf(reply).answers[0]?.ttlSeconds).toBe(4500);
  });

  it('answers a legacy querier with id and question, short TTL and no cache-flush bit', () => {
    const bytes = query({ id: 0x78ac, questions: [question('_printer._tcp.local', dnsType.ptr, false)] });
    const [reply] = behaviour({ speaks: ['dns-sd', 'lpd'] }).answer({ bytes, from: from(40_000) });
    const message = messageOf(reply);
    expect(reply?.to).toBeUndefined();
    expect(message.id).toBe(0x78ac);
    expect(message.questions).toHaveLength(1);
    const records = [...message.answers, ...message.additionals];
    expect(records.every(({ ttlSeconds, flush }) => ttlSeconds <= 10 && !flush)).toBe(true);
    expect(named(records, dnsType.srv)[0]?.data).toMatchObject({ port: 20515 });
    expect(formatHex(reply!.bytes)).toContain(
      formatHex(Uint8Array.of(0, 0, 0, 0, 0x50, 0x23, 4, 0x6c, 0x61, 0x62, 0x31, 5)),
    );
  });

  it('holds its name at the flagship type with port 0 when it does not speak LPD', () => {
    const [reply] = behaviour().answer({ bytes: asking('_printer._tcp.local', dnsType.ptr), from: from(5353) });
    expect(named(messageOf(reply).additionals, dnsType.srv)[0]?.data).toMatchObject({ port: 0 });
  });

  it('is found by sub-type and lists its types', () => {
    const [sub] = behaviour().answer({
      bytes: asking('_universal._sub._ipp._tcp.local', dnsType.ptr),
      from: from(5353),
    });
    expect(messageOf(sub).answers[0]?.data).toEqual({ is: 'ptr', target: 'Front desk._ipp._tcp.local' });
    const [meta] = behaviour().answer({ bytes: asking(META_TYPE, dnsType.ptr), from: from(5353) });
    const types = messageOf(meta).answers.map(({ data }) => (data.is === 'ptr' ? data.target : ''));
    expect(types.sort()).toEqual(['_ipp._tcp.local', '_pdl-datastream._tcp.local', '_printer._tcp.local']);
  });

  it('is silent to who knows the answer already, for more than half of its time', () => {
    const known = messageOf(
      behaviour().answer({ bytes: asking('_ipp._tcp.local', dnsType.ptr), from: from(5353) })[0],
    ).answers;
    const again = (ttlSeconds: number) =>
      behaviour().answer({
        bytes: query({
          questions: [question('_ipp._tcp.local', dnsType.ptr, false)],
          answers: known.map((record) => ({ ...record, ttlSeconds })),
        }),
        from: from(5353),
      });
    expect(again(4500)).toEqual([]);
    expect(again(2250)).toEqual([]);
    expect(again(2249)).toHaveLength(1);
  });

  it('says that it has no IPv6 address rather than nothing', () => {
    const [reply] = behaviour().answer({ bytes: asking('lab1.local', dnsType.aaaa), from: from(5353) });
    expect(messageOf(reply).answers[0]?.data).toEqual({ is: 'nsec', next: 'lab1.local', types: [dnsType.a] });
  });

  it('is silent about names of others, responses, other operations and noise', () => {
    const { answer } = behaviour();
    expect(answer({ bytes: asking('_airplay._tcp.local', dnsType.ptr), from: from(5353) })).toEqual([]);
    expect(answer({ bytes: asking('other.local', dnsType.a), from: from(5353) })).toEqual([]);
    const questions = [question('_ipp._tcp.local', dnsType.ptr, false)];
    expect(answer({ bytes: query({ flags: 0x8400, questions }), from: from(5353) })).toEqual([]);
    expect(answer({ bytes: query({ flags: 0x2800, questions }), from: from(5353) })).toEqual([]);
    expect(answer({ bytes: Uint8Array.of(1, 2, 3), from: from(5353) })).toEqual([]);
  });

  it('announces all of it twice and takes all of it back', () => {
    const { announce = [], farewell = [] } = behaviour();
    expect(announce.length).toBe(2 * farewell.length);
    const told = announce.slice(0, farewell.length).flatMap((packet) => messageOf(packet).answers);
    const gone = farewell.flatMap((packet) => messageOf(packet).answers);
    expect(gone).toEqual(told.map((record) => ({ ...record, ttlSeconds: 0 })));
    for (const { bytes } of announce) expect(bytes.length).toBeLessThanOrEqual(MOST_BYTES);
  });

  it('with an IPv6 address lives in the IPv6 group', () => {
    const found = behaviour({ address: 'fd00::9' });
    expect(found.groups).toEqual(['ff02::fb']);
    expect(found.announce?.[0]?.to.address).toBe('ff02::fb');
    const [reply] = found.answer({ bytes: asking('lab1.local', dnsType.aaaa), from: from(5353) });
    expect(messageOf(reply).answers[0]?.data).toEqual({ is: 'address', address: 'fd00::9' });
  });

  it('that does not speak DNS-SD has no side here, and one with a name too long shortens it', () => {
    expect(answers({ ...device, speaks: ['ipp'] })).toEqual([]);
    const [packet] = behaviour({ name: 'ü'.repeat(60) }).announce ?? [];
    const [ptr] = messageOf(packet).answers;
    expect(ptr?.data).toEqual({ is: 'ptr', target: `${'ü'.repeat(31)}._ipp._tcp.local` });
  });
});
