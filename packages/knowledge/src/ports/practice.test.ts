import { expect, it } from 'vitest';
import { explainPort, portExplanations, practiceOf } from './practice.ts';

it.each([
  [3259, 'tcp', 'printing', /no use of it was ever published/],
  [3289, 'udp', 'printing', /^ENPC/],
  [9103, 'tcp', 'printing', /becomes paper/],
  [3629, 'udp', 'printing', /projectors/],
  [22, 'tcp', 'general', /^SSH$/],
] as const)('%i/%s is at home in the %s world', (port, transport, world, holder) => {
  const row = explainPort(port, transport);
  expect(row?.world).toBe(world);
  expect(row?.holder).toMatch(holder);
  expect(row?.source).not.toBe('');
});

it('nothing is said of a port on the other transport, and of one that we do not know', () => {
  expect(explainPort(3289, 'tcp')).toBeUndefined();
  expect(explainPort(9108, 'tcp')).toBeUndefined();
});

it('a number that several use has a row for each, the printer world first', () => {
  const holders = practiceOf(9100, 9100).map(({ holder, world }) => `${world}: ${holder}`);
  expect(holders).toEqual([
    'printing: Raw printing: whatever is sent becomes paper',
    'general: Prometheus node_exporter: figures of a computer, no printer',
  ]);
  expect(explainPort(9100, 'tcp')?.holder).toMatch(/becomes paper/);
});

it('a transport that was named leaves the others out', () => {
  expect(practiceOf(2968, 2968).map(({ transport }) => transport)).toEqual(['udp', 'tcp']);
  expect(practiceOf(2968, 2968, 'udp')).toHaveLength(1);
  expect(practiceOf(3259, 3259, 'sctp')).toEqual([]);
});

it('each row says who, how sure and from where, and no row stands twice', () => {
  const keys = portExplanations.map(({ port, transport, holder }) => `${port}/${transport} ${holder}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const row of portExplanations) {
    expect(row.port, row.holder).toBeLessThanOrEqual(row.portEnd);
    expect(row.holder).not.toBe('');
    expect(row.source).not.toBe('');
  }
});

it.each([1865, 2051, 2291, 2968, 2969, 3259, 3289, 3620, 3621, 3629, 4108, 5116])('Epson’s %i is explained', (port) =>
  expect(practiceOf(port, port)).not.toEqual([]),
);
