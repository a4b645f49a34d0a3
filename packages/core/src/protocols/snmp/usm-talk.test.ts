import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemCryptography } from '../../../../../tests/support/cryptography.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { formatHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { Answer, Effect, Heard } from '../../contracts/conversation.ts';
import type { Credential } from '../../contracts/credentials.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { VirtualDevice } from '../../contracts/virtual-device.ts';
import { decodeSnmpV3Message, encodeSnmpV3Message, snmpVersionOf } from '../../formats/snmp-v3-message.ts';
import type { Told } from '../../model/observation.ts';
import { answers } from './answers.ts';
import { describeSnmp } from './describe.ts';
import { identify } from './talk.ts';
import { engineIdOf } from './usm-agent.ts';
import type { SnmpUserSecret } from './usm-keys.ts';

const host: HostTarget = {
  address: '192.0.2.42',
  port: (standard) => standard,
  leads: [],
  waitMs: 500,
  tries: 3,
  community: 'public',
};

const user: SnmpUserSecret = {
  for: 'snmp-user',
  user: 'care',
  auth: { protocol: 'sha256', passphrase: 'authpass-care' },
  privacy: { protocol: 'aes256', passphrase: 'privpass-care' },
};

describe('a host that speaks version 3 alone', () => {
  test('is known by its engine without any key', () => {
    const { result, told, keys } = looked({ secrets: [user], quirks: { 'snmp.version': '3' } });
    expect(result).toEqual({ is: 'answered' });
    expect(told).toHaveLength(1);
    expect(told[0]?.claims).toEqual([
      { is: 'fact', fact: 'make', value: 'EPSON', path: 'security.engineId', basis: 'derived' },
      { is: 'mac', value: '00:00:48:00:53:01', path: 'security.engineId' },
    ]);
    expect(keys).toEqual([]);
  });

  test('tells its owner everything', () => {
    const { result, told, keys } = looked({ secrets: [user], quirks: { 'snmp.version': '3' } }, [
      named('office', user),
    ]);
    expect(result).toEqual({ is: 'answered' });
    expect(valuesOf(told)).toEqual(expect.arrayContaining(['EPSON', 'ET-0042 Series', 'X42', 'Room 42', 'Black']));
    expect(keys).toEqual([{ name: 'office', worked: true, why: undefined }]);
  });

  test.each<[string, SnmpUserSecret]>([
    ['noAuthNoPriv', { for: 'snmp-user', user: 'care' }],
    ['authNoPriv', { for: 'snmp-user', user: 'care', auth: { protocol: 'md5', passphrase: 'authpass-care' } }],
    ['authPriv with DES', { ...user, privacy: { protocol: 'des', passphrase: 'privpass-care' } }],
  ])('at %s', (_, secret) => {
    const { told } = looked({ secrets: [secret], quirks: { 'snmp.version': '3' } }, [named('office', secret)]);
    expect(valuesOf(told)).toContain('X42');
  });

  test('what is kept of it is plain, and holds nothing that a passphrase could be tried on', () => {
    const { told } = looked({ secrets: [user], quirks: { 'snmp.version': '3' } }, [named('office', user)]);
    for (const { raw, claims } of told) {
      const described = describeSnmp(raw);
      expect(described.ok).toBe(true);
      const paths = described.fields.map(({ path }) => path);
      for (const { path } of claims) expect(paths).toContain(path);
      expect(formatHex(raw)).not.toContain(formatHex(encodeText('care')));
      const decoded = decodeSnmpV3Message(raw);
      if (!decoded.ok || decoded.value.security.is !== 'usm') throw new Error('a message of version 3');
      expect([decoded.value.security.auth, decoded.value.security.privacy]).toEqual([
        new Uint8Array(),
        new Uint8Array(),
      ]);
    }
  });
});

describe('a host that answers communities as well', () => {
  test('is asked as the user where there is a key for it, and as everybody where that does not fit', () => {
    const device = { secrets: [user] };
    const asUser = looked(device, [named('office', user)]);
    expect(asUser.told.map(({ raw }) => snmpVersionOf(raw))).toContain(3);
    expect(valuesOf(asUser.told)).toContain('X42');
    const stranger = looked(device, [named('office', { ...user, user: 'nobody' })]);
    expect(stranger.keys).toEqual([{ name: 'office', worked: false, why: 'the user is not known there' }]);
    expect(valuesOf(stranger.told)).toContain('X42');
  });

  test('without version 3 loses nothing by the question for it', () => {
    const { told, keys } = looked({}, [named('office', user)]);
    expect(valuesOf(told)).toContain('X42');
    expect(keys).toEqual([]);
  });

  test('is not asked for its engine where nobody has a key', () => {
    const { sent } = looked({ secrets: [user] });
    expect(sent.map(snmpVersionOf)).not.toContain(3);
  });
});

describe('communities that a person keeps', () => {
  const secret = { for: 'snmp-community', community: 'geheim' } as const;

  test('are tried before the one of everybody, and are not kept with what they opened', () => {
    const { told, keys } = looked({ secrets: [secret] }, [
      named('wrong', { ...secret, community: 'x' }),
      named('right', secret),
    ]);
    expect(valuesOf(told)).toContain('X42');
    expect(keys).toEqual([{ name: 'right', worked: true, why: undefined }]);
    for (const { raw } of told) {
      expect(formatHex(raw)).not.toContain(formatHex(encodeText('geheim')));
      expect(describeSnmp(raw).ok).toBe(true);
    }
  });
});

describe('why a key does not fit', () => {
  const wrong = (part: 'auth' | 'privacy') => ({ ...user, [part]: { ...user[part], passphrase: 'something else' } });

  test.each<[string, SnmpUserSecret, string]>([
    ['another user', { ...user, user: 'other' }, 'the user is not known there'],
    ['another passphrase', wrong('auth'), 'the passphrase or the protocol of authentication is wrong'],
    ['another passphrase of encryption', wrong('privacy'), 'the passphrase or the protocol of encryption is wrong'],
    ['no authentication', { for: 'snmp-user', user: 'care' }, 'the user is known there and may not read this'],
    ['an unknown context', { ...user, context: 'nowhere' }, 'it has no context of that name'],
    ['an empty passphrase', { ...user, auth: { protocol: 'sha256', passphrase: '' } }, 'its passphrase is empty'],
  ])('%s', (_, secret, why) => {
    const { keys, told } = looked({ secrets: [user], quirks: { 'snmp.version': '3' } }, [named('office', secret)]);
    expect(keys).toEqual([{ name: 'office', worked: false, why: expect.stringContaining(why) as string }]);
    expect(valuesOf(told)).not.toContain('X42');
  });

  test('more protection than the user has', () => {
    const secrets: SnmpUserSecret[] = [{ for: 'snmp-user', user: 'care' }];
    const { keys } = looked({ secrets, quirks: { 'snmp.version': '3' } }, [named('office', user)]);
    expect(keys[0]?.why).toContain('not at this level of security');
  });

  test('a clock that never fits', () => {
    const quirks = { 'snmp.version': '3', 'snmp.v3': 'out-of-time' };
    const { keys, sent } = looked({ secrets: [user], quirks }, [named('office', user)]);
    expect(keys[0]?.why).toContain('too old or too new');
    expect(sent.length).toBeLessThan(10);
  });

  test('silence to what cannot be decrypted is told from silence', () => {
    // net-snmp does so: it drops what it cannot parse behind AES
    const mute = (bytes: Uint8Array) => !formatHex(bytes).includes('060a2b060106030f01010600');
    const secret = { ...user, privacy: { protocol: 'aes256' as const, passphrase: 'something else' } };
    const { keys } = looked({ secrets: [user], quirks: { 'snmp.version': '3' } }, [named('office', secret)], mute);
    expect(keys[0]?.why).toContain('only what is signed alone is answered');
  });

  test('whoever is silent altogether has not said that the key is wrong', () => {
    const engineAlone = (bytes: Uint8Array) => formatHex(bytes).includes('060a2b060106030f01010400');
    const { keys, result } = looked(
      { secrets: [user], quirks: { 'snmp.version': '3' } },
      [named('office', user)],
      engineAlone,
    );
    expect(keys).toEqual([]);
    expect(result).toEqual({ is: 'answered' });
  });

  test('three keys are tried at one host in one conversation, and no more', () => {
    const ring = Array.from({ length: 9 }, (_, i) => named(`key ${i}`, { ...user, user: `user ${i}` }));
    const { keys } = looked({ secrets: [user], quirks: { 'snmp.version': '3' } }, ring);
    expect(keys).toHaveLength(3);
  });
});

describe('answers that prove nothing', () => {
  test.each(['wrong-digest', 'unsigned'])('%s: nothing of it is believed', (fault) => {
    const quirks = { 'snmp.version': '3', 'snmp.v3': fault };
    const { told } = looked({ secrets: [user], quirks }, [named('office', user)]);
    expect(told).toHaveLength(1);
    expect(valuesOf(told)).toEqual(['EPSON', '00:00:48:00:53:01']);
  });

  test('a recorded answer to an earlier question answers no other', () => {
    const device = { secrets: [user], quirks: { 'snmp.version': '3' } };
    let first: Uint8Array | undefined;
    const replayed = looked(
      device,
      [named('office', user)],
      (bytes) => {
        const decoded = decodeSnmpV3Message(bytes);
        if (decoded.ok && decoded.value.data.is === 'encrypted') first ??= bytes;
        return first === undefined || bytes === first;
      },
      () => (first === undefined ? [] : [first]),
    );
    expect(valuesOf(replayed.told)).not.toContain('X42');
  });

  test('another engine does not answer for this one, even where nothing is signed', () => {
    const plain: SnmpUserSecret = { for: 'snmp-user', user: 'care' };
    const other = engineIdOf({ make: 'HP', mac: '', id: 'other' });
    const device = { secrets: [plain], quirks: { 'snmp.version': '3' } };
    const changed = (changes: { engineId?: Uint8Array; msgId?: number }) => (bytes: Uint8Array) => {
      const decoded = decodeSnmpV3Message(bytes);
      if (isReport(bytes) || !decoded.ok || decoded.value.security.is !== 'usm') return [];
      const { engineId = decoded.value.security.engineId, msgId = decoded.value.msgId } = changes;
      return [encodeSnmpV3Message({ ...decoded.value, msgId, security: { ...decoded.value.security, engineId } })];
    };
    const heard = (changes: { engineId?: Uint8Array; msgId?: number }) =>
      valuesOf(looked(device, [named('office', plain)], isReport, changed(changes)).told);
    expect(heard({})).toContain('X42');
    expect(heard({ engineId: other })).not.toContain('X42');
    expect(heard({ msgId: 7 })).not.toContain('X42');
  });
});

describe('wounded packets', () => {
  const wound = fc.array(fc.tuple(fc.nat({ max: 180 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
  const wounded = (bytes: Uint8Array, wounds: readonly (readonly [number, number])[]) => {
    const copy = bytes.slice();
    for (const [at, octet] of wounds) if (at < copy.length) copy[at] = octet;
    return copy;
  };
  const locked = { secrets: [user], quirks: { 'snmp.version': '3' }, cryptography: systemCryptography };

  test('end no conversation but by its own rules, and bring nothing that was not said', () => {
    const honest = new Set(looked(locked, [named('office', user)]).told.flatMap(({ claims }) => claims.map(plainly)));
    fc.assert(
      fc.property(wound, (wounds) => {
        // the honest answer is lost, the wounded one arrives
        const { told } = looked(locked, [named('office', user)], isReport, (bytes) =>
          isReport(bytes) ? [] : [wounded(bytes, wounds)],
        );
        for (const { claims } of told) for (const claim of claims) expect(honest).toContain(plainly(claim));
      }),
      { numRuns: 60 },
    );
  });

  test('crash no agent', () => {
    const [agent] = answers({ ...device, ...locked });
    if (agent?.on !== 'udp') throw new Error('an agent answers datagrams');
    const { sent } = looked(locked, [named('office', user)]);
    const from = { address: '192.0.2.1', port: 40000, transport: 'udp' as const };
    fc.assert(
      fc.property(fc.constantFrom(...sent), wound, (bytes, wounds) => {
        expect(agent.answer({ from, bytes: wounded(bytes, wounds) }).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('contexts', () => {
  test("what stands in a user's context is read there", () => {
    const quirks = { 'snmp.version': '3', 'snmp.context': 'printer' };
    const inside = looked({ secrets: [user], quirks }, [named('office', { ...user, context: 'printer' })]);
    expect(valuesOf(inside.told)).toContain('X42');
    expect(valuesOf(looked({ secrets: [user], quirks }, [named('office', user)]).told)).not.toContain('X42');
  });

  const card = [
    '1.3.6.1.2.1.1.1.0|4|HP ETHERNET MULTI-ENVIRONMENT,SN:TEST000042,PID:HP LaserJet',
    '1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.11.2.3.9.1',
    '1.3.6.1.2.1.1.5.0|4|NPI000042',
  ].join('\n');
  const inside = [
    '1.3.6.1.2.1.43.11.1.1.4.1.1|2|3',
    '1.3.6.1.2.1.43.11.1.1.5.1.1|2|3',
    '1.3.6.1.2.1.43.11.1.1.6.1.1|4|Black Cartridge',
    '1.3.6.1.2.1.43.11.1.1.7.1.1|2|19',
    '1.3.6.1.2.1.43.11.1.1.8.1.1|2|100',
    '1.3.6.1.2.1.43.11.1.1.9.1.1|2|61',
    '1.3.6.1.4.1.11.2.3.9.1.1.7.0|4|MFG:HP;MDL:Color LaserJet 42;CLS:PRINTER;',
  ].join('\n');

  test.each<[string, Partial<VirtualDevice>, readonly Credential[]]>([
    ['by community', {}, []],
    ['by community in version 1', { quirks: { 'snmp.version': '1' } }, []],
    ['as a user', { secrets: [user], quirks: { 'snmp.version': '3' } }, [named('office', user)]],
  ])('an HP card that keeps its printer in the context Jetdirect is asked there, %s', (_, device, ring) => {
    const recordings = { snmp: card, 'snmp@Jetdirect': inside };
    const { told } = looked({ ...device, recordings }, ring);
    expect(valuesOf(told)).toEqual(expect.arrayContaining(['Color LaserJet 42', 'Black Cartridge']));
  });

  test('no other host is asked for that context', () => {
    const { sent } = looked({});
    expect(sent.some((bytes) => formatHex(bytes).includes(formatHex(encodeText('@Jetdirect'))))).toBe(false);
  });
});

function named(name: string, secret: Credential['secret']): Credential {
  return { name, secret };
}

interface Looked {
  readonly result: unknown;
  readonly told: readonly Told[];
  readonly sent: readonly Uint8Array[];
  readonly keys: readonly { readonly name: string; readonly worked: boolean; readonly why: string | undefined }[];
}

/** `identify` against a virtual device on a wire of our own; `passes` says which answers arrive, `more` what comes with each. */
function looked(
  changes: Partial<VirtualDevice>,
  ring: readonly Credential[] = [],
  passes: (bytes: Uint8Array) => boolean = () => true,
  more: (bytes: Uint8Array) => readonly Uint8Array[] = () => [],
): Looked {
  const [agent] = answers({ ...device, cryptography: systemCryptography, ...changes });
  if (agent?.on !== 'udp') throw new Error('an agent answers datagrams');
  const waiting: Uint8Array[] = [];
  const sent: Uint8Array[] = [];
  const keys: { name: string; worked: boolean; why: string | undefined }[] = [];
  let rolled = 0;
  const world = (effect: Effect): Answer => {
    switch (effect.do) {
      case 'chance':
        return Uint8Array.from({ length: effect.count }, (_, i) => (i === effect.count - 1 ? ++rolled : i));
      case 'cryptography':
        return systemCryptography;
      case 'take-key':
        return ring.find(({ name, secret }) => secret.for === effect.kind && !effect.tried.includes(name));
      case 'key-told':
        keys.push({ name: effect.name, worked: effect.worked, why: effect.why });
        return undefined;
      case 'send': {
        sent.push(effect.bytes);
        const from = { address: '192.0.2.1', port: 40000, transport: 'udp' as const };
        for (const { bytes } of agent.answer({ from, bytes: effect.bytes })) {
          if (passes(bytes)) waiting.push(bytes);
          waiting.push(...more(bytes));
        }
        return true;
      }
      case 'hear': {
        const bytes = waiting.shift();
        const heard: Heard | undefined = bytes && {
          from: { address: host.address, port: 161, transport: 'udp' },
          bytes,
          leftMs: 100,
        };
        return heard;
      }
      default:
        throw new Error(`this conversation does not ${effect.do}`);
    }
  };
  return { ...perform(identify(host), world), sent, keys };
}

function isReport(bytes: Uint8Array): boolean {
  const decoded = decodeSnmpV3Message(bytes);
  return decoded.ok && decoded.value.data.is === 'plain' && decoded.value.data.scoped.pdu.is === 'Report';
}

function plainly(claim: unknown): string {
  return JSON.stringify(claim);
}

function valuesOf(told: readonly Told[]): readonly unknown[] {
  return told.flatMap(({ claims }) =>
    claims.map((claim) => ('value' in claim ? claim.value : 'name' in claim ? claim.name : claim.is)),
  );
}

const device: VirtualDevice = {
  id: 'et',
  kind: 'mfp',
  make: 'EPSON',
  model: 'ET-0042',
  serial: 'X42',
  uuid: '',
  mac: '00:00:48:00:53:01',
  firmware: '1.0',
  name: 'Office',
  hostname: 'EPSON005301',
  location: 'Room 42',
  deviceId: 'MFG:EPSON;CMD:ESCPL2,BDC;MDL:ET-0042 Series;CLS:PRINTER;DES:EPSON ET-0042 Series;',
  address: host.address,
  prefixLength: 24,
  gateway: '192.0.2.1',
  state: 'idle',
  stateReasons: [],
  supplies: [{ name: 'Black', kind: 'ink', colorant: 'black', rgb: '#000000', level: 42 }],
  impressions: 4242,
  speaks: ['snmp'],
  quirks: {},
  recordings: {},
  port: (standard) => standard,
};
