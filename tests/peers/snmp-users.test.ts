import { fileURLToPath } from 'node:url';
import type { Credential, SnmpAuth, SnmpPrivacy } from '@quietport/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { startSnmpd } from './services.ts';

const AUTH_PASSPHRASE = 'who goes there';
const PRIVACY_PASSPHRASE = 'nobody listens';

/** What Debian's snmpd offers, by the names of its `createUser`. */
const auths: Readonly<Record<SnmpAuth, string>> = {
  md5: 'MD5',
  sha1: 'SHA',
  sha224: 'SHA-224',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};
const privacies: Readonly<Record<SnmpPrivacy, string>> = {
  des: 'DES',
  aes128: 'AES',
  aes192: 'AES-192',
  'aes192-c': 'AES-192-C',
  aes256: 'AES-256',
  'aes256-c': 'AES-256-C',
};

interface Pair {
  readonly user: string;
  readonly auth: SnmpAuth;
  readonly privacy?: SnmpPrivacy;
}

const pairs: readonly Pair[] = (Object.keys(auths) as SnmpAuth[]).flatMap((auth) => [
  { user: `${auth}-alone`, auth },
  ...(Object.keys(privacies) as SnmpPrivacy[]).map((privacy) => ({ user: `${auth}-${privacy}`, auth, privacy })),
]);

interface Looked {
  readonly facts: Readonly<Record<string, string>>;
  readonly told: readonly { readonly name: string; readonly worked: boolean; readonly why?: string }[];
  readonly kept: readonly string[];
  readonly troubles: readonly string[];
}

describe("net-snmp's agent, version 3 alone", () => {
  const lab = new Lab();
  let looker: Host;
  let agent: Host;
  let opened: readonly Looked[];

  beforeAll(async () => {
    const segment = lab.segment('near');
    looker = lab.host('looker', segment, '10.33.1.1/24');
    agent = lab.host('agent', segment, '10.33.1.2/24');
    const behind = lab.host('behind', segment, '10.33.1.3/24');
    await startSnmpd(behind, ['sysName BEHIND']);
    await startSnmpd(
      agent,
      [
        'sysDescr EPSON Built-in 11b/g/n Print Server',
        'sysObjectID .1.3.6.1.4.1.1248.1.1.2.1.3',
        'sysName EPSON1A2B3C',
        // by the hardware address, under a printer maker's number (RFC 3411: Brother)
        'exactEngineID 0x80000983030200005e1001',
        ...pairs.flatMap(({ user, auth, privacy }) => {
          const cipher = privacy === undefined ? '' : ` ${privacies[privacy]} "${PRIVACY_PASSPHRASE}"`;
          return [
            `createUser ${user} ${auths[auth]} "${AUTH_PASSPHRASE}"${cipher}`,
            `rouser ${user} ${privacy === undefined ? 'auth' : 'priv'}`,
          ];
        }),
        'createUser anybody',
        'rouser anybody noauth',
        // what is in this context, another agent answers
        `createUser inside SHA-256 "${AUTH_PASSPHRASE}" AES "${PRIVACY_PASSPHRASE}"`,
        'view all included .1',
        'rouser inside priv -V all printer',
        `proxy -Cn printer -v 2c -c public ${behind.address} .1.3.6.1.2.1.1`,
      ],
      'no community',
    );
    opened = await look(pairs.map(({ user, auth, privacy }) => [key(user, auth, privacy)]));
  }, 60_000);
  afterAll(() => lab.end());

  it.each(pairs.map((pair, i) => ({ ...pair, i })))('opens to $user', ({ user, i }) => {
    expect(opened[i]?.told).toEqual([{ name: user, worked: true }]);
    expect(opened[i]?.facts).toMatchObject({ make: 'EPSON', name: 'EPSON1A2B3C' });
    expect(opened[i]?.troubles).toEqual([]);
  });

  it('opens to a user without passphrases', async () => {
    const [looked] = await look([[{ name: 'anybody', secret: { for: 'snmp-user', user: 'anybody' } }]]);
    expect(looked?.told).toEqual([{ name: 'anybody', worked: true }]);
    expect(looked?.facts['name']).toBe('EPSON1A2B3C');
  });

  it('is known by its engine id alone where nobody has a key', async () => {
    const [looked] = await look([[]]);
    expect(looked?.facts).toEqual({ make: 'Brother' });
    expect(looked?.kept).toHaveLength(1);
  });

  it('says why it does not open', async () => {
    const { secret } = key('sha256-aes128', 'sha256', 'aes128');
    if (secret.for !== 'snmp-user') throw new Error('a user');
    const reasons: readonly (readonly [string, Credential['secret'], RegExp])[] = [
      ['unknown user', { ...secret, user: 'nobody' }, /the user is not known there/],
      [
        'wrong passphrase',
        { ...secret, auth: { protocol: 'sha256', passphrase: 'something else' } },
        /of authentication is wrong/,
      ],
      [
        'wrong digest',
        { ...secret, auth: { protocol: 'md5', passphrase: AUTH_PASSPHRASE } },
        /of authentication is wrong/,
      ],
      [
        'wrong encryption',
        { ...secret, privacy: { protocol: 'aes128', passphrase: 'something else' } },
        /of encryption is wrong/,
      ],
      [
        'wrong cipher',
        { ...secret, privacy: { protocol: 'des', passphrase: PRIVACY_PASSPHRASE } },
        /of encryption is wrong/,
      ],
      ['too much', key('sha256-alone', 'sha256', 'aes128').secret, /not at this level of security/],
      ['too little', key('sha256-aes128', 'sha256').secret, /may not read this/],
      ['no such context', { ...secret, context: 'nowhere' }, /no context of that name/],
    ];
    const looks = await look(reasons.map(([name, one]) => [{ name, secret: one }]));
    for (const [i, [name, , why]] of reasons.entries()) {
      expect(looks[i]?.told, name).toEqual([{ name, worked: false, why: expect.stringMatching(why) as string }]);
      expect(looks[i]?.troubles, name).toEqual([expect.stringMatching(why)]);
      expect(looks[i]?.facts['name'], name).toBeUndefined();
    }
  });

  it('lets the second key in where the first does not fit', async () => {
    const wrong = key('nobody', 'sha1', 'des');
    const [looked] = await look([[wrong, key('md5-des', 'md5', 'des')]]);
    expect(looked?.told.map(({ name, worked }) => [name, worked])).toEqual([
      ['nobody', false],
      ['md5-des', true],
    ]);
    expect(looked?.facts['name']).toBe('EPSON1A2B3C');
  });

  it('is read in the context that the key is for', async () => {
    const { name, secret } = key('inside', 'sha256', 'aes128');
    const [looked] = await look([[{ name, secret: { ...secret, context: 'printer' } as Credential['secret'] }]]);
    expect(looked?.told).toEqual([{ name: 'inside', worked: true }]);
    expect(looked?.facts['name']).toBe('BEHIND');
  });

  it('leaves nothing of a key in what is kept', async () => {
    const [looked] = await look([[key('sha512-aes256', 'sha512', 'aes256')]]);
    expect(looked?.kept.length).toBeGreaterThan(3);
    expect(looked?.kept.join()).toContain('EPSON1A2B3C');
    expect(looked?.kept.join()).not.toContain('sha512-aes256');
  });

  async function look(rings: readonly (readonly Credential[])[]): Promise<readonly Looked[]> {
    const script = fileURLToPath(new URL('look-with-keys.mjs', import.meta.url));
    const ran = await looker.run(
      process.execPath,
      [script, JSON.stringify({ host: agent.address, rings })],
      {},
      60_000,
    );
    if (ran.code !== 0) throw new Error(`exit ${ran.code}: ${ran.out}${ran.err}`);
    // a document of the script beside this file
    return JSON.parse(ran.out) as readonly Looked[];
  }
});

function key(user: string, auth: SnmpAuth, privacy?: SnmpPrivacy): Credential {
  return {
    name: user,
    secret: {
      for: 'snmp-user',
      user,
      auth: { protocol: auth, passphrase: AUTH_PASSPHRASE },
      ...(privacy === undefined ? {} : { privacy: { protocol: privacy, passphrase: PRIVACY_PASSPHRASE } }),
    },
  };
}
