import { describe, expect, test } from 'vitest';
import { type Claim, derived, type FactKey, told } from '../../model/claim.ts';
import type { Device } from '../../model/device.ts';
import type { Attempt, Observation } from '../../model/observation.ts';
import { fuse } from './fuse.ts';

const vantage = { host: 'here', interface: 'eth0' };
const ports: Readonly<Record<string, number>> = { enpc: 3289, snmp: 161, ipp: 631, 'dns-sd': 5353 };
const mac = (value: string): Claim => ({ is: 'mac', value, path: 'mac' });
const address = (value: string): Claim => ({ is: 'address', value, path: 'address' });
const hostname = (value: string): Claim => ({ is: 'hostname', value, path: 'hostname' });
const fact = (key: FactKey, value: string): Claim[] => told(key, value, key);

/** `hear(seconds, protocol, address, …claims)`; the id is the time and the protocol. */
function hear(at: number, protocol: string, from: string, ...claims: (Claim | Claim[])[]): Observation {
  const transport = protocol === 'ipp' ? 'tcp' : 'udp';
  return {
    ...{ id: `${at}-${protocol}`, at: at * 1000, vantage, protocol, raw: Uint8Array.of(at & 255) },
    from: { address: from, port: ports[protocol] ?? 80, transport },
    claims: claims.flat(),
  };
}

function only(observations: readonly Observation[]): Device {
  const { devices } = fuse(observations, []);
  expect(devices).toHaveLength(1);
  return devices[0]!;
}

const idsOf = (devices: readonly Device[]) => devices.map(({ observations }) => [...observations]);
const u1 = 'cfe92100-67c4-11d4-a45f-0026ab7ce831';
const u2 = 'e3248000-80ce-11db-8000-b42200415baa';

describe('keys that identify nothing', () => {
  test('an all-zero MAC joins no two devices and is not shown', () => {
    const { devices } = fuse(
      [hear(1, 'enpc', '192.0.2.1', mac('00:00:00:00:00:00')), hear(2, 'enpc', '192.0.2.2', mac('00:00:00:00:00:00'))],
      [],
    );
    expect(devices).toHaveLength(2);
    expect(devices[0]).toMatchObject({ provisional: true, interfaces: [{ addresses: ['192.0.2.1'], claimed: [] }] });
  });

  test.each(['00:11:22:33:44:55', '12:34:56:78:9a:bc', 'ff:ff:ff:ff:ff:ff'])(
    'the sample MAC %s joins nobody',
    (sample) => {
      expect(
        fuse([hear(1, 'enpc', '192.0.2.1', mac(sample)), hear(2, 'enpc', '192.0.2.2', mac(sample))], []).devices,
      ).toHaveLength(2);
    },
  );

  test.each(['00000000', 'XXXXXXXXXX', '----', 'unknown', 'N/A', '1234567890', '20050718'])(
    'the serial number %s joins nobody and is no fact',
    (sample) => {
      const claims = [...fact('make', 'EPSON'), ...fact('serial', sample)];
      const { devices } = fuse([hear(1, 'ipp', '192.0.2.1', claims), hear(2, 'ipp', '192.0.2.2', claims)], []);
      expect(devices).toHaveLength(2);
      expect(devices[0]!.facts.serial).toBeUndefined();
    },
  );

  test.each([
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'cfe92100-67c4-11d4-a45f-000000000000',
    'not-a-uuid',
  ])('the UUID %s joins nobody', (sample) => {
    const { devices } = fuse(
      [hear(1, 'ipp', '192.0.2.1', fact('uuid', sample)), hear(2, 'ipp', '192.0.2.2', fact('uuid', sample))],
      [],
    );
    expect(devices).toHaveLength(2);
  });

  test('a serial number without any maker identifies nothing', () => {
    const claims = fact('serial', 'W2AP010552');
    const { devices } = fuse([hear(1, 'snmp', '192.0.2.1', claims), hear(2, 'snmp', '192.0.2.2', claims)], []);
    expect(devices.map(({ provisional }) => provisional)).toEqual([true, true]);
  });

  test('a serial number takes the maker that another protocol names at the same address', () => {
    const device = only([
      hear(1, 'snmp', '192.0.2.1', fact('serial', 'W2AP010552')),
      hear(2, 'dns-sd', '192.0.2.1', fact('make', 'EPSON')),
      hear(3, 'ipp', '192.0.2.2', fact('make', 'SEIKO EPSON CORP.'), fact('serial', 'W2AP010552')),
    ]);
    expect(device.merges.map(({ rule }) => rule)).toEqual(['same-address', 'same-serial']);
  });

  test('names, hostnames and models join nobody', () => {
    const claims = [...fact('name', 'Office'), hostname('printer.local'), ...fact('model', 'XP-6000')];
    expect(fuse([hear(1, 'ipp', '192.0.2.1', claims), hear(2, 'ipp', '192.0.2.2', claims)], []).devices).toHaveLength(
      2,
    );
  });
});

describe('addresses', () => {
  test.each(['192.168.223.1', '192.168.233.1'])(
    'the phantom address %s of direct wireless joins nobody and stays claimed',
    (phantom) => {
      const { devices } = fuse(
        [
          hear(1, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31'), address('192.0.2.1'), address(phantom)),
          hear(2, 'enpc', '192.0.2.2', mac('00:26:ab:7c:e8:32'), address(phantom)),
        ],
        [],
      );
      expect(devices.map(({ interfaces }) => interfaces)).toEqual([
        [{ mac: '00:26:ab:7c:e8:31', addresses: ['192.0.2.1'], claimed: [phantom] }],
        [{ mac: '00:26:ab:7c:e8:32', addresses: ['192.0.2.2'], claimed: [phantom] }],
      ]);
    },
  );

  test('wired and wireless of one device are one device by its serial number', () => {
    const own = [...fact('make', 'EPSON'), ...fact('serial', 'W2AP010552')];
    const device = only([
      hear(1, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31'), own),
      hear(2, 'enpc', '192.0.2.2', mac('00:26:ab:7c:e8:40'), own),
    ]);
    expect(device.interfaces).toEqual([
      { mac: '00:26:ab:7c:e8:31', addresses: ['192.0.2.1'], claimed: [] },
      { mac: '00:26:ab:7c:e8:40', addresses: ['192.0.2.2'], claimed: [] },
    ]);
    expect(device.merges).toEqual([
      {
        rule: 'same-serial',
        text: 'The serial number w2ap010552 (epson) was told at 192.0.2.1 on eth0, 192.0.2.2 on eth0.',
        evidence: ['1-enpc', '2-enpc'],
      },
    ]);
  });

  test('wired and wireless of one device are one device by an interface table that names both MACs', () => {
    const device = only([
      hear(1, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31')),
      hear(2, 'enpc', '192.0.2.2', mac('00:26:ab:7c:e8:40')),
      hear(3, 'snmp', '192.0.2.1', mac('00:26:ab:7c:e8:31'), mac('00:26:ab:7c:e8:40')),
    ]);
    expect(device.interfaces.map((entry) => entry.mac)).toEqual(['00:26:ab:7c:e8:31', '00:26:ab:7c:e8:40']);
  });

  test('packets of one protocol that name another MAC each, in fields of their own, are one device', () => {
    const device = only([
      hear(1, 'snmp', '192.0.2.1', { is: 'mac', value: '00:26:ab:7c:e8:31', path: 'varbind[0].ifPhysAddress.1' }),
      hear(2, 'snmp', '192.0.2.1', { is: 'mac', value: '00:26:ab:7c:e8:40', path: 'varbind[0].ifPhysAddress.2' }),
      hear(3, 'snmp', '192.0.2.1', { is: 'mac', value: '00:26:ab:7c:e8:31', path: 'varbind[5].ifPhysAddress.1' }),
    ]);
    expect(device.interfaces.map((entry) => entry.mac)).toHaveLength(2);
  });

  test('a lease that goes to another device in mid-watch cuts the address in time', () => {
    const { devices, conflicts } = fuse(
      [
        hear(10, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31')),
        hear(12, 'dns-sd', '192.0.2.1', hostname('OLD')),
        hear(14, 'ipp', '192.0.2.1', fact('uuid', u1)),
        hear(90, 'dns-sd', '192.0.2.1', hostname('NEW')),
        hear(99, 'ipp', '192.0.2.1', fact('uuid', u2)),
        hear(100, 'enpc', '192.0.2.1', mac('b4:22:00:41:5b:aa')),
        hear(110, 'enpc', '192.0.2.7', mac('00:26:ab:7c:e8:31')),
      ],
      [],
    );
    expect(idsOf(devices)).toEqual([
      ['10-enpc', '12-dns-sd', '14-ipp', '110-enpc'],
      ['90-dns-sd', '99-ipp', '100-enpc'],
    ]);
    expect(devices.map(({ interfaces }) => interfaces[0]!.addresses)).toEqual([['192.0.2.7'], ['192.0.2.1']]);
    expect(devices[0]!.ports.map(({ endpoint }) => endpoint.address)).toEqual(['192.0.2.7']);
    expect(conflicts).toEqual([]);
  });

  test('two printers on two ports of one computer are two devices, not one that changes its mind', () => {
    const at = (o: Observation, port: number) => ({ ...o, id: `${o.id}-${port}`, from: { ...o.from, port } });
    const { devices, conflicts } = fuse(
      [
        ...[1, 3, 5].map((t) => at(hear(t, 'ipp', '192.0.2.1', fact('uuid', u1)), 631)),
        ...[2, 4, 6].map((t) => at(hear(t, 'ipp', '192.0.2.1', fact('uuid', u2)), 8631)),
        at(hear(7, 'ipp', '192.0.2.1', fact('name', 'first')), 631),
        at(hear(3, 'ipp', '192.0.2.1', fact('name', 'second')), 8631),
      ],
      [],
    );
    expect(devices.map((device) => [device.observations.length, device.facts.name?.value])).toEqual([
      [4, 'first'],
      [4, 'second'],
    ]);
    expect(conflicts.map(({ rule }) => rule)).toEqual(['shared-address']);
  });

  test('one address on two interfaces of ours is two places', () => {
    const other = { ...hear(2, 'ipp', '192.0.2.1', hostname('b')), vantage: { host: 'here', interface: 'wlan0' } };
    expect(fuse([hear(1, 'ipp', '192.0.2.1', hostname('a')), other], []).devices).toHaveLength(2);
  });

  test('addresses whose MAC nobody told stand apart from those whose MAC is known', () => {
    const device = only([
      hear(1, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31')),
      hear(2, 'dns-sd', '192.0.2.1', fact('uuid', u1), address('127.0.0.1'), address('0.0.0.0')),
      hear(3, 'dns-sd', 'fe80::1%eth0', fact('uuid', u1), address('fe80::1')),
    ]);
    expect(device.interfaces).toEqual([
      { mac: '00:26:ab:7c:e8:31', addresses: ['192.0.2.1'], claimed: [] },
      { addresses: ['fe80::1%eth0'], claimed: [] },
    ]);
  });
});

describe('UUIDs', () => {
  test('a maker that gives another UUID by each protocol still makes one device, and both are shown', () => {
    const device = only([
      hear(1, 'dns-sd', '192.0.2.1', fact('uuid', u1)),
      hear(2, 'ipp', '192.0.2.1', fact('uuid', u2)),
      hear(3, 'dns-sd', '192.0.2.1', fact('uuid', u1)),
    ]);
    expect(device.facts.uuid).toMatchObject({ value: u2, grade: 'claimed', against: [{ value: u1 }] });
  });

  test('twin UUIDs with different serial numbers are two devices and a conflict', () => {
    const one = (serial: string) => [...fact('make', 'EPSON'), ...fact('serial', serial), ...fact('uuid', u1)];
    const { devices, conflicts } = fuse(
      [hear(1, 'ipp', '192.0.2.1', one('W2AP010552')), hear(2, 'ipp', '192.0.2.2', one('W2AP010553'))],
      [],
    );
    expect(devices).toHaveLength(2);
    expect(conflicts).toEqual([
      {
        rule: 'twin-uuid',
        text: `The UUID ${u1} is on two devices (192.0.2.1 on eth0, 192.0.2.2 on eth0): ipp tells the serial number w2ap010552 of one and w2ap010553 of the other.`,
        evidence: ['1-ipp', '2-ipp'],
      },
    ]);
  });

  test('twin UUIDs of devices without serial numbers are told apart by the MACs that one protocol tells', () => {
    const { devices, conflicts } = fuse(
      [
        hear(1, 'ipp', '192.0.2.1', fact('uuid', u1)),
        hear(2, 'enpc', '192.0.2.1', mac('00:26:ab:7c:e8:31')),
        hear(3, 'ipp', '192.0.2.2', fact('uuid', u1)),
        hear(4, 'enpc', '192.0.2.2', mac('00:26:ab:7c:e8:32')),
        hear(5, 'ipp', '192.0.2.3', fact('uuid', u1)),
      ],
      [],
    );
    expect(idsOf(devices)).toEqual([['1-ipp', '2-enpc'], ['3-ipp', '4-enpc'], ['5-ipp']]);
    expect(conflicts.map(({ rule }) => rule)).toEqual(['twin-uuid']);
  });

  test('one serial number on two boards that differ in MAC and UUID joins nobody', () => {
    const own = (m: string, u: string) => [
      ...fact('make', 'Clone'),
      ...fact('serial', 'SN10001'),
      mac(m),
      ...fact('uuid', u),
    ];
    const { devices, conflicts } = fuse(
      [
        hear(1, 'ipp', '192.0.2.1', own('00:26:ab:7c:e8:31', u1)),
        hear(2, 'ipp', '192.0.2.2', own('00:26:ab:7c:e8:32', u2)),
      ],
      [],
    );
    expect(devices).toHaveLength(2);
    expect(conflicts.map(({ rule }) => rule)).toEqual(['twin-serial']);
  });

  test('a bridge MAC that many hosts carry joins no hosts whose real MACs differ', () => {
    const bridge = mac('02:42:ac:11:00:01');
    const { devices, conflicts } = fuse(
      [
        hear(1, 'snmp', '192.0.2.1', mac('00:26:ab:7c:e8:31'), bridge),
        hear(2, 'snmp', '192.0.2.2', mac('00:26:ab:7c:e8:32'), bridge),
      ],
      [],
    );
    expect(devices).toHaveLength(2);
    expect(conflicts.map(({ rule }) => rule)).toEqual(['twin-mac']);
  });
});

describe('facts', () => {
  test('a third-party receipt printer that answers ENPC is neither an Epson nor a printer by that', () => {
    const device = only([hear(1, 'enpc', '192.0.2.1', mac('00:15:94:00:12:34'), fact('model', 'POS-80'))]);
    expect(device).toMatchObject({ kind: 'unknown', facts: { model: { value: 'POS-80', grade: 'claimed' } } });
    expect(device.facts.make).toBeUndefined();
  });

  test('spellings of one maker and of one model agree and confirm each other', () => {
    const { facts } = only([
      hear(1, 'snmp', '192.0.2.1', fact('make', 'SEIKO EPSON'), fact('model', 'EPSON XP-6000 Series')),
      hear(2, 'ipp', '192.0.2.1', told('make', 'EPSON', 'printer-device-id.MFG'), fact('model', 'XP-6000')),
    ]);
    expect(facts.make).toEqual({
      value: 'EPSON',
      grade: 'confirmed',
      evidence: [
        { observation: '2-ipp', protocol: 'ipp', path: 'printer-device-id.MFG', rule: 'device-id' },
        { observation: '1-snmp', protocol: 'snmp', path: 'make', rule: 'told' },
      ],
      against: [],
    });
    expect(facts.model).toMatchObject({ value: 'XP-6000', grade: 'confirmed', against: [] });
  });

  test('the device ID is believed before IPP, SNMP, announcements and ENPC, and the others stay visible', () => {
    const { facts } = only([
      hear(1, 'enpc', '192.0.2.1', fact('model', 'by ENPC')),
      hear(2, 'dns-sd', '192.0.2.1', fact('model', 'by DNS-SD')),
      hear(
        3,
        'snmp',
        '192.0.2.1',
        told('model', 'by device ID', 'ppmPrinterIEEE1284DeviceId.MDL'),
        fact('model', 'by SNMP'),
      ),
      hear(4, 'ipp', '192.0.2.1', fact('model', 'by IPP'), derived('model', 'by rule', 'x')),
    ]);
    expect([facts.model!.value, ...facts.model!.against.map(({ value }) => value)]).toEqual([
      ...['by device ID', 'by IPP', 'by SNMP', 'by DNS-SD', 'by ENPC', 'by rule'],
    ]);
  });

  test('the newest word of one source counts, and a word of old that is said again is new', () => {
    const named = (at: number, name: string) => hear(at, 'ipp', '192.0.2.1', fact('name', name));
    expect(only([named(1, 'a'), named(2, 'b')]).facts.name?.value).toBe('b');
    expect(only([named(1, 'a'), named(2, 'b'), named(3, 'a')]).facts.name?.value).toBe('a');
  });

  test('what only a rule of ours says is inferred, however many packets it reads', () => {
    const make = derived('make', 'EPSON', 'mac');
    const { facts } = only([hear(1, 'enpc', '192.0.2.1', make), hear(2, 'snmp', '192.0.2.1', make)]);
    expect(facts.make?.grade).toBe('inferred');
  });

  test('a relayed word confirms nothing', () => {
    const relayed = { ...hear(2, 'dns-sd', '192.0.2.9', fact('uuid', u1), fact('model', 'XP-6000')), relayed: true };
    const { facts } = only([hear(1, 'ipp', '192.0.2.1', fact('uuid', u1), fact('model', 'XP-6000')), relayed]);
    expect(facts.model).toMatchObject({ grade: 'claimed', evidence: [{ rule: 'told' }, { rule: 'relayed' }] });
  });

  test('an MFP that one protocol calls a printer is an MFP, and that is no contradiction', () => {
    const device = only([
      hear(1, 'ipp', '192.0.2.1', fact('kind', 'printer')),
      hear(2, 'dns-sd', '192.0.2.1', fact('kind', 'mfp')),
    ]);
    expect(device).toMatchObject({ kind: 'mfp', facts: { kind: { grade: 'claimed', against: [] } } });
    expect(device.facts.kind!.evidence.map(({ rule }) => rule)).toEqual(['told', 'less-specific']);
  });

  test('what prints by one word and scans by another is inferred to be an MFP', () => {
    const device = only([
      hear(1, 'ipp', '192.0.2.1', fact('kind', 'printer')),
      hear(2, 'dns-sd', '192.0.2.1', fact('kind', 'scanner')),
    ]);
    expect(device).toMatchObject({ kind: 'mfp', facts: { kind: { grade: 'inferred', against: [] } } });
  });

  test('the state is the newest word, since the time when that word began', () => {
    const says = (at: number, word: 'idle' | 'processing' | 'unknown', ...reasons: string[]) =>
      hear(at, 'ipp', '192.0.2.1', { is: 'state', word, reasons, path: 'printer-state' });
    const device = only([
      says(1, 'idle'),
      says(2, 'processing'),
      says(3, 'processing', 'media-low'),
      says(4, 'unknown'),
    ]);
    expect(device.state).toEqual({ word: 'processing', reasons: ['media-low'], since: 2000 });
    expect(only([says(1, 'unknown')]).state).toEqual({ word: 'unknown', reasons: [], since: 1000 });
  });
});

describe('what a server relays', () => {
  const relayed = (at: number, ...claims: (Claim | Claim[])[]) => ({
    ...hear(at, 'dns-sd', '192.0.2.9', ...claims),
    relayed: true,
  });

  test('queues of one server are devices of their own, and the address is not theirs', () => {
    const { devices } = fuse(
      [
        relayed(1, fact('name', 'Front desk'), fact('kind', 'printer')),
        relayed(2, fact('name', 'Back office')),
        relayed(3, fact('name', 'front desk'), fact('model', 'XP-6000')),
        hear(4, 'snmp', '192.0.2.9', hostname('server')),
      ],
      [],
    );
    expect(idsOf(devices)).toEqual([['1-dns-sd', '3-dns-sd'], ['2-dns-sd'], ['4-snmp']]);
    expect(devices[0]).toMatchObject({ kind: 'printer', provisional: true, interfaces: [], ports: [] });
  });

  test('a queue joins its device by a strong key', () => {
    const device = only([
      relayed(1, fact('name', 'Queue'), fact('uuid', u1)),
      hear(2, 'ipp', '192.0.2.1', fact('uuid', u1)),
    ]);
    expect(device.interfaces).toEqual([{ addresses: ['192.0.2.1'], claimed: [] }]);
    expect(device.merges.map(({ rule }) => rule)).toEqual(['same-uuid']);
  });

  test('what names nobody is unplaced, and says why', () => {
    const { devices, unplaced } = fuse([relayed(1), hear(2, 'enpc', '0.0.0.0')], []);
    expect(devices).toEqual([]);
    expect(unplaced.map(({ observation }) => observation)).toEqual(['1-dns-sd', '2-enpc']);
    expect(unplaced[0]!.why).toBe('It was relayed by a server and names no device.');
  });
});

describe('ports', () => {
  const ask = (at: number, port: number, outcome: Attempt['outcome']): Attempt => ({
    ...{ at: at * 1000, vantage, probe: 'knock', outcome },
    target: { address: '192.0.2.1', port, transport: 'tcp' },
  });
  const service = (port: number): Claim => ({ is: 'service', service: 'raw', port, transport: 'tcp', path: 'srv' });

  test('a port is what it was last: answered, refused, silent, or told of and untested', () => {
    const heard = [hear(1, 'ipp', '192.0.2.1', service(9100), service(515))];
    const asked = [ask(2, 515, 'refused'), ask(2, 80, 'silent'), ask(3, 443, 'forbidden')];
    const [device] = fuse(heard, [], asked).devices;
    expect(device!.ports.map(({ endpoint, state, service }) => [endpoint.port, state, service])).toEqual([
      [80, 'silent', undefined],
      [515, 'refused', 'raw'],
      [631, 'answered', 'ipp'],
      [9100, 'untested', 'raw'],
    ]);
  });

  test('silence within the run that had an answer is no news, later it is', () => {
    const heard = [hear(1, 'ipp', '192.0.2.1')];
    const stateAfter = (...asked: Attempt[]) => fuse(heard, [], asked).devices[0]!.ports[0]!.state;
    expect(stateAfter(ask(5, 631, 'silent'))).toBe('answered');
    expect(stateAfter(ask(500, 631, 'silent'))).toBe('silent');
    expect(stateAfter(ask(500, 631, 'silent'), ask(600, 631, 'answered'))).toBe('answered');
    expect(stateAfter(ask(3, 631, 'refused'))).toBe('refused');
  });

  test('an announcement from a dynamic UDP port opens no port', () => {
    const heard = hear(1, 'enpc', '192.0.2.1');
    expect(only([{ ...heard, from: { ...heard.from, port: 51234 } }]).ports).toEqual([]);
  });

  test('an answered connect says that somebody listens, not what is spoken', () => {
    const heard = hear(1, 'knock', '192.0.2.1');
    expect(only([{ ...heard, from: { ...heard.from, port: 80, transport: 'tcp' } }]).ports[0]).toEqual({
      endpoint: { address: '192.0.2.1', port: 80, transport: 'tcp' },
      state: 'answered',
      evidence: ['1-knock'],
    });
  });
});

test('the state of a scanner counts only where nothing says how the whole device is', () => {
  const state = (word: 'idle' | 'stopped', more: object = {}): Claim => ({
    is: 'state',
    word,
    reasons: [],
    path: 's',
    ...more,
  });
  const whole = hear(1, 'ipp', '192.0.2.1', fact('serial', 'X8DE001742'), state('stopped'));
  const scanner = hear(2, 'escl', '192.0.2.1', fact('serial', 'X8DE001742'), state('idle', { of: 'scanner' }));
  expect(only([whole, scanner]).state).toMatchObject({ word: 'stopped', since: 1000 });
  expect(only([scanner]).state).toMatchObject({ word: 'idle', since: 2000 });
});

test('a port is called after its web server, not after those that are served below a path of it', () => {
  const serviceOf = (...protocols: readonly string[]) => {
    const heard = protocols.map((protocol, i) => hear(i, protocol, '192.0.2.1'));
    return only(heard.map((row) => ({ ...row, from: { ...row.from, port: 80, transport: 'tcp' as const } }))).ports[0]
      ?.service;
  };
  expect(serviceOf('escl', 'web', 'epos')).toBe('web');
  expect(serviceOf('web', 'escl')).toBe('web');
  expect(serviceOf('escl', 'epos')).toBe('escl');
});
