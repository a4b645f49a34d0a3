// npm run truth: every recording of ../shared/corpus is emulated on real loopback sockets, found and asked as any device
// is, and the device record is compared with what the bytes plainly hold.   [--all] [--path TEXT]
import { parseArgs } from 'node:util';
import type { Device } from '@quietport/core';
import { type EmulatedFleet, emulateRecordings, find, loopbackHouse } from '@quietport/library';
import { corpusIsThere, type Recorded, readCorpus } from './corpus.ts';
import { doubts } from './doubts.ts';
import { recordingOf } from './dumps.ts';
import { type Expected, expectedOf } from './expected.ts';
import { type Finding, judge } from './judge.ts';
import { printTable } from './table.ts';

interface Judged {
  readonly recorded: Recorded;
  readonly findings: readonly Finding[];
}

// so few addresses are asked everything, without a sweep before
const AT_ONCE = 16;

const { values } = parseArgs({ options: { all: { type: 'boolean', default: false }, path: { type: 'string' } } });

if (!corpusIsThere) {
  console.log('There is no ../shared/corpus beside the project: nothing can be compared.');
  console.log('0 passed, 1 failed');
  process.exit(1);
}
const judged = await judgeAll(readCorpus().filter(({ path }) => path.includes(values.path ?? '')));
printTable(judged.map(({ recorded, findings }) => ({ maker: recorded.maker, findings })));
const bad = judged.flatMap(({ recorded, findings }) =>
  findings.filter(({ word }) => word !== 'right').map((finding) => ({ path: recorded.path, ...finding })),
);
for (const { path, field, word, expected, said } of bad)
  console.log(
    `${path}: ${field} ${word}${expected === '' ? '' : `, expected ${expected}`}${said === '' ? '' : `, said ${said}`}`,
  );
if (values.all)
  for (const { recorded, findings } of judged)
    for (const { field, said, word } of findings) console.log(`${recorded.path}: ${field} ${word}: ${said}`);
const rows = judged.flatMap(({ findings }) => findings);
console.log(`${doubts.length} expected values are doubted, with reasons: tests/truth/doubts.ts`);
console.log(`${rows.length - bad.length} passed, ${bad.length} failed`);
process.exitCode = bad.length === 0 ? 0 : 1;

async function judgeAll(corpus: readonly Recorded[]): Promise<readonly Judged[]> {
  const all = corpus.flatMap((recorded) => {
    const expected = expectedOf(recorded);
    return expected === undefined ? [] : [{ recorded, expected }];
  });
  const result: Judged[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const rows = all.slice(at, at + AT_ONCE);
    const devices = await devicesOf(rows.map(({ recorded }) => recorded));
    for (const [i, { recorded, expected }] of rows.entries())
      result.push({
        recorded,
        findings: doubted(recorded, judge(recorded, corrected(recorded, expected), devices[i])),
      });
  }
  return result;
}

/** What `find` makes of the recordings, in their order. */
async function devicesOf(recordings: readonly Recorded[]): Promise<readonly (Device | undefined)[]> {
  const readable = recordings.map((recorded) => recordingOf(recorded));
  const fleet = await emulateRecordings(readable.filter((recording) => recording !== undefined));
  try {
    const served = fleet.devices.map(({ device }) => device.address);
    const addresses = readable.map((recording) => (recording === undefined ? undefined : served.shift()));
    // each by itself: identities that were masked at the source are the same on several
    return await Promise.all(addresses.map((address) => deviceAt(address, fleet)));
  } finally {
    await fleet.close();
  }
}

async function deviceAt(address: string | undefined, fleet: EmulatedFleet): Promise<Device | undefined> {
  if (address === undefined) return undefined;
  const request = { targets: [address], fleet: fleet.scope, waitMs: 1_500 };
  const { devices } = await find(request, await loopbackHouse(), new AbortController().signal);
  return devices.find(({ interfaces }) => interfaces.some((row) => row.addresses.includes(address)));
}

/** The index's words, but for those that the table of doubts replaces. */
function corrected(recorded: Recorded, expected: Expected): Expected {
  const cells: Record<string, unknown> = { ...expected };
  for (const { path, field, instead } of doubts)
    if (path === recorded.path && field in cells) {
      if (instead === undefined) delete cells[field];
      else cells[field] = instead;
    }
  return cells as Expected;
}

/** Where nothing is to be said, something that is said is invented. */
function doubted(recorded: Recorded, findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    ({ field }) =>
      !doubts.some((row) => row.path === recorded.path && row.field === field && row.instead === undefined),
  );
}
