import type { Host, LocalSocket } from '@quietport/core';
import { classifyOwner, judgeListener } from '@quietport/core/listeners';
import { practiceOf } from '@quietport/knowledge';
import { ianaRegistry } from '@quietport/knowledge/ports';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listenersDocument } from './documents/listeners.ts';
import { listeners, listenersOf } from './listeners.ts';
import { portScene } from './port-verdict.ts';

const policy = { clients: { from: 32_768, to: 60_999 }, reserved: [], unprivilegedFrom: 1024 };
const signal = new AbortController().signal;
const socket: LocalSocket = {
  transport: 'tcp',
  family: 'ipv4',
  address: '0.0.0.0',
  port: 22,
  exposure: 'all',
  state: 'listening',
  dualStack: null,
  pid: 70,
  pids: [70],
  process: 'sshd',
  executable: '/usr/sbin/sshd',
  replaced: false,
  script: null,
  user: 'root',
  uid: 0,
  package: 'openssh-server',
  unit: 'ssh.service',
  container: null,
  ownerVisible: true,
  ownerGap: null,
  namespace: null,
  forwardsTo: null,
  signer: null,
};
const host = (sockets: readonly LocalSocket[]): Host => ({
  sockets: async () => ({ sockets, policy, gaps: ['a gap'] }),
});

describe('listeners', () => {
  it('are told in the order of their numbers, own namespace first, with what could not be seen', async () => {
    const rows = [
      { ...socket, port: 80, namespace: 'blue' },
      { ...socket, port: 9100 },
      { ...socket, port: 53, transport: 'udp', state: 'bound' },
      { ...socket, port: 53 },
    ] as const;
    const told = await listeners({}, host(rows), signal);
    expect(told.listeners.map(({ port, transport }) => `${port}/${transport}`)).toEqual([
      '53/tcp',
      '53/udp',
      '9100/tcp',
      '80/tcp',
    ]);
    expect(told.gaps).toEqual(['a gap']);
  });

  it('are what they are known for where name and number agree', async () => {
    const told = await listeners({}, host([socket, { ...socket, port: 3259 }]), signal);
    expect(told.listeners.map(({ ownerKind, verdict }) => [ownerKind, verdict.word])).toEqual([
      ['not-printing', 'expected'],
      ['not-printing', 'look-into-it'],
    ]);
    expect(told.listeners[1]?.verdict.reasons[0]?.evidence).toContain('socket:tcp/0.0.0.0:3259');
  });

  it('are judged in thousands as each is alone', () => {
    const aSocket: fc.Arbitrary<LocalSocket> = fc
      .record({
        transport: fc.constantFrom('tcp', 'udp'),
        port: fc.constantFrom(22, 631, 1900, 3259, 5353, 8080, 9100, 40_000),
        exposure: fc.constantFrom('loopback', 'address', 'all'),
        process: fc.constantFrom('sshd', 'ecbd', 'firefox', 'cupsd', null),
        executable: fc.constantFrom(
          '/usr/sbin/sshd',
          '/tmp/ecbd',
          '/usr/lib/epson-backend/ecbd',
          '/usr/bin/node',
          null,
        ),
        replaced: fc.boolean(),
        package: fc.constantFrom('cups-daemon', 'openssh-server', null),
        unit: fc.constantFrom('ssh.service', null),
        container: fc.constantFrom('docker/0123456789ab', null),
        ownerGap: fc.constantFrom('permission', 'kernel', null),
        forwardsTo: fc.constantFrom('10.0.0.9:80', null),
      })
      .map((facts) => ({
        ...socket,
        ...facts,
        state: facts.transport === 'udp' ? 'bound' : 'listening',
        ownerVisible: facts.ownerGap === null,
      }));
    return fc.assert(
      fc.asyncProperty(fc.array(aSocket, { maxLength: 30 }), async (sockets) => {
        const told = await listeners({}, host(sockets), signal);
        for (const row of told.listeners) {
          const { kind, reasons } = classifyOwner(row, policy);
          expect(row.ownerReasons).toEqual(reasons);
          const span = [row.port, row.port] as const;
          const rows = ianaRegistry.between(...span).filter(({ transport }) => transport === row.transport);
          const numbers = {
            spans: [span],
            transport: row.transport,
            rows,
            practice: practiceOf(...span, row.transport),
          };
          const alone = judgeListener(row, kind, portScene(numbers, [row], null));
          expect([row.verdict.word, row.verdict.next]).toEqual([alone.word, alone.next]);
          expect(row.verdict.reasons.map(({ rule }) => rule)).toEqual(alone.reasons.map(({ rule }) => rule));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stand in a document with every field of the contract', async () => {
    const document = listenersDocument(await listeners({}, host([socket]), signal));
    expect(document).toMatchObject({ schema: 'quietport/listeners@1', gaps: ['a gap'], policy });
    const [row] = (document as { listeners: readonly object[] }).listeners;
    const fields =
      'transport family address port exposure pid process executable user uid package unit container ownerVisible ownerKind';
    expect(Object.keys(row ?? {})).toEqual(expect.arrayContaining([...fields.split(' '), 'verdict']));
  });
});

describe('the listeners of a number', () => {
  it('are asked for with outgoing sockets, and for nothing but TCP and UDP', async () => {
    const asked: object[] = [];
    const asking: Host = {
      sockets: async (what) => {
        asked.push(what);
        return { sockets: [], policy, gaps: [] };
      },
    };
    await listenersOf([[9100, 9102]], 'tcp', asking, signal);
    await listenersOf([[3259, 3259]], null, asking, signal);
    await listenersOf([[3259, 3259]], 'sctp', asking, signal);
    expect(asked).toEqual([
      { ports: [9100, 9101, 9102], clients: true, transport: 'tcp' },
      { ports: [3259], clients: true },
    ]);
  });
});
