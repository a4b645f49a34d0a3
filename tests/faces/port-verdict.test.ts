import { practiceOf } from '@quietport/knowledge';
import { ianaRegistry } from '@quietport/knowledge/ports';
import { describe, expect, it } from 'vitest';
import { fuse } from '../../packages/core/src/engine/fusion/fuse.ts';
import { hostRules } from '../../packages/core/src/engine/verdict/host-rules.ts';
import { judgeHost } from '../../packages/core/src/engine/verdict/judge.ts';
import { judgePort } from '../../packages/core/src/engine/verdict/judge-port.ts';
import { classifyOwner } from '../../packages/core/src/engine/verdict/owner-kind.ts';
import type { Scene } from '../../packages/core/src/engine/verdict/scene.ts';
import { type Claim, type Device, type LocalSocket, told, type Verdict } from '../../packages/core/src/index.ts';
import { systemClaims } from '../../packages/core/src/protocols/snmp/claims-system.ts';
import { judgeSockets } from '../../packages/library/src/listeners.ts';
import { lookUpPort } from '../../packages/library/src/port.ts';
import type { NetworkPort } from '../../packages/library/src/port-answer.ts';
import { judgeLookup, notKnownOf, portScene } from '../../packages/library/src/port-verdict.ts';
import { numberClasses } from '../support/port-verdict-rows.ts';

it.each(Object.entries(numberClasses))('%s is of the class that the truth table gives it', (number, facts) => {
  const [port, transport] = number.split('/');
  const { owners, devices, ...found } = portScene(numbersOf(Number(port), transport === 'udp' ? 'udp' : 'tcp'), [], []);
  expect([owners, devices]).toEqual([[], []]);
  expect(found).toEqual(facts);
});

describe('from what a machine and its network tell to the verdict', () => {
  const epsonsObject = '1.3.6.1.4.1.1248.1.1.2.1.3.5';

  it('3259 open on a laptop without evidence for Epson asks to look into it', () => {
    expect(short(judge(3259, [], [on(laptop(), 3259)]))).toEqual(['look-into-it', 'port/device-no-epson']);
    expect(judgeHost(hostScene(laptop())).reasons.map(({ rule }) => rule)).toContain('port-3259-no-epson');
    expect(judgeHost(hostScene(laptop())).word).toBe('look-into-it');
  });

  it('3259 open on the same host is plausible when its SNMP object id is of Epson', () => {
    const device = laptop(epsonsObject);
    expect(device.facts.make?.value).toMatch(/epson/i);
    expect(short(judge(3259, [], [on(device, 3259)]))).toEqual(['plausible', 'port/device-epson-unpublished']);
    expect(judgeHost(hostScene(device)).word).toBe('plausible');
    expect(hostRules.find(({ id }) => id === 'port-3259-epson')?.when(hostScene(device))).toBeDefined();
  });

  it('the object id of another maker is no evidence for Epson', () => {
    const device = laptop('1.3.6.1.4.1.11.2.3.9.1');
    expect(short(judge(3259, [], [on(device, 3259)]))).toEqual(['look-into-it', 'port/device-no-epson']);
  });

  it("a browser's outgoing connection that took 3259 is called that, and is nothing to look into", () => {
    const browser = { process: 'firefox', executable: '/usr/lib/firefox/firefox', state: 'client' } as const;
    const verdict = judge(3259, [{ ...socket, ...browser, address: '192.0.2.7', exposure: 'address' }]);
    expect(short(verdict)).toEqual(['expected', 'port/client-socket']);
    expect(verdict.reasons[0]?.text).toContain('outgoing connection happened to take the number');
  });

  it('the same browser listening there is another matter', () => {
    const verdict = judge(3259, [{ ...socket, process: 'firefox', executable: '/usr/lib/firefox/firefox' }]);
    expect(short(verdict)).toEqual(['look-into-it', 'port/epson-number-exposed']);
  });

  it('a Node server on 9100 is plausible, until a printer of the network has the same number', () => {
    const server = { ...socket, process: 'node', executable: '/usr/bin/node', script: '/home/eva/shop/server.js' };
    expect(short(judge(9100, [server]))).toEqual(['plausible', 'port/print-port-shared']);
    const printer = laptop(epsonsObject, told('kind', 'printer', 'kind'));
    const verdict = judge(9100, [server], [on(printer, 9100)]);
    expect(short(verdict)).toEqual(['look-into-it', 'port/print-port-mix-up']);
    expect(verdict.reasons.map(({ rule }) => rule)).toContain('port/device-usual');
  });

  it.each([
    ['printer', 'expected', 'port/device-usual'],
    ['mfp', 'expected', 'port/device-usual'],
    ['projector', 'look-into-it', 'port/device-print-port'],
    ['scanner', 'look-into-it', 'port/device-print-port'],
    ['other', 'look-into-it', 'port/device-print-port'],
  ] as const)('a %s with 9100 open is %s', (kind, word, rule) => {
    const device = laptop(epsonsObject, told('kind', kind, 'kind'));
    expect(short(judge(9100, [], [on(device, 9100)]))).toEqual([word, rule]);
  });

  it('a projector with the port of projectors is what one expects', () => {
    const device = laptop(epsonsObject, told('kind', 'projector', 'kind'));
    expect(short(judge(3629, [], [on(device, 3629)]))).toEqual(['expected', 'port/device-usual']);
  });

  it('a port is judged by what its sockets themselves say, as the list of listeners does', () => {
    const listener = judgeSockets({
      sockets: [{ ...socket, port: 9100, process: 'node', executable: '/usr/bin/node', script: '/tmp/server.js' }],
      policy: { clients: null, reserved: [], unprivilegedFrom: 1024 },
      gaps: [],
    }).listeners[0]!;
    expect(short(listener.verdict)).toEqual(['look-into-it', 'listener/temporary-folder']);
    const verdict = judgeLookup({ ...lookUpPort('9100/tcp'), here: { listeners: [listener], gaps: [] } });
    expect(short(verdict)).toEqual(['look-into-it', 'listener/temporary-folder']);
    expect(verdict.next).toBe(listener.verdict.next);
    expect(verdict.reasons.map(({ rule }) => rule)).toContain('port/print-port-taken');
  });

  it('a firewall that nobody read is not known where others may reach the port', () => {
    const told = (exposure: LocalSocket['exposure']) => {
      const policy = { clients: null, reserved: [], unprivilegedFrom: 1024 };
      const here = judgeSockets({ sockets: [{ ...socket, port: 9100, exposure }], policy, gaps: [] });
      return notKnownOf({ ...lookUpPort('9100/tcp'), here }, false);
    };
    expect(told('all')).toEqual(['Whether a firewall keeps others from it: none was read.']);
    expect(told('loopback')).toEqual([]);
  });

  it('a question without a transport is about a print port where something was found on one', () => {
    const found = { ...numbersOf(515, 'tcp'), transport: null };
    const owner = { ...socket, port: 515, ownerKind: 'not-printing', ownerReasons: [] } as const;
    expect(portScene(found, [], []).prints).toBe(true);
    expect(portScene(found, [{ ...owner, transport: 'udp' }], null).prints).toBe(false);
    expect(portScene(found, [{ ...owner, transport: 'tcp' }], null).prints).toBe(true);
    expect(portScene({ ...found, transport: 'sctp' }, [], []).prints).toBe(false);
  });
});

const short = ({ word, reasons }: Verdict) => [word, reasons[0]?.rule];

function judge(port: number, sockets: readonly LocalSocket[], devices: readonly NetworkPort[] = []): Verdict {
  const owners = sockets.map((each) => {
    const { kind, reasons } = classifyOwner({ ...each, port }, { clients: { from: 32_768, to: 60_999 } });
    return { ...each, port, ownerKind: kind, ownerReasons: reasons };
  });
  return judgePort(portScene(numbersOf(port, 'tcp'), owners, devices));
}

function numbersOf(port: number, transport: 'tcp' | 'udp') {
  const rows = ianaRegistry.between(port, port).filter((row) => row.transport === transport);
  return { spans: [[port, port]] as const, transport, rows, practice: practiceOf(port, port, transport) };
}

/** A host that answered over SNMP with this object id, or with that of a plain Linux computer. */
function laptop(objectId?: string, more: readonly Claim[] = []): Device {
  const value = { type: 'ObjectIdentifier', value: objectId ?? '1.3.6.1.4.1.8072.3.2.10' } as const;
  const claims = [...systemClaims([{ oid: '1.3.6.1.2.1.1.2.0', value, path: 'pdu.varbinds[0]' }]), ...more];
  const from = { address: '192.0.2.9', port: 161, transport: 'udp' } as const;
  const heard = { from, protocol: 'snmp', raw: new Uint8Array(), claims };
  const { devices } = fuse([{ ...heard, id: 'heard', at: 1000, vantage: { host: 'here', interface: 'eth0' } }], []);
  return devices[0]!;
}

function on(device: Device, port: number): NetworkPort {
  return { device, address: '192.0.2.9', port, transport: 'tcp', state: 'answered', evidence: ['heard'] };
}

function hostScene(device: Device): Scene {
  const open = { port: 3259, transport: 'tcp', state: 'answered', usualThere: true, prints: false } as const;
  return { device, ports: [{ ...open, evidence: ['heard'] }] };
}

const socket: LocalSocket = {
  transport: 'tcp',
  family: 'ipv4',
  address: '0.0.0.0',
  port: 3259,
  exposure: 'all',
  state: 'listening',
  dualStack: null,
  pid: 700,
  pids: [700],
  process: null,
  executable: null,
  replaced: false,
  script: null,
  user: 'eva',
  uid: 1000,
  package: null,
  unit: null,
  container: null,
  ownerVisible: true,
  ownerGap: null,
  namespace: null,
  forwardsTo: null,
  signer: null,
};
