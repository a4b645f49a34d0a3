import {
  type Attempt,
  type Conflict,
  type Correction,
  type Device,
  formatHex,
  fuse,
  type LedgerRow,
  type LookNote,
  noteLook,
  type Observation,
  type Refusal,
  type RollEntry,
} from '@quietport/core';
import { correctionsOf } from './corrections/book.ts';
import { type Announced, announcedIn, type Unpublished, unpublishedIn } from './heard-only.ts';
import type { House } from './house.ts';
import { byAddress, remember } from './inventory.ts';
import { type FindPlan, type FindRequest, planFind, type ScopeRow } from './plan.ts';
import { runPlan } from './run.ts';

/** What a look brought. */
export interface Found {
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly scope: readonly ScopeRow[];
  /** The devices that were heard in this look, as the whole evidence shows them. */
  readonly devices: readonly Device[];
  readonly coverage: { readonly asked: number; readonly answered: number; readonly notCovered: readonly string[] };
  readonly ledger: readonly LedgerRow[];
  readonly refused: readonly Refusal[];
  readonly troubles: readonly string[];
  /** What was heard in this look and cannot be true of single devices: nothing was joined by it. */
  readonly conflicts: readonly Conflict[];
  /** Named by announcements alone, and confirmed by nobody. */
  readonly announced: readonly Announced[];
  /** Who spoke on a port whose protocol was never published. */
  readonly unpublished: readonly Unpublished[];
  readonly observations: readonly Observation[];
  /** True where the signal ended the look before its time. */
  readonly interrupted: boolean;
  /** Whether nobody was left to ask, the request's time was over, or the signal came first. */
  readonly endedBy: 'itself' | 'timeout' | 'interrupt';
}

export interface FindProgress {
  /** Before the first packet. */
  planned?(plan: FindPlan): void;
  observed?(observation: Observation): void;
  /** What the look has come to so far, now and then while it runs; ids may still change. */
  devices?(devices: readonly Device[]): void;
}

/** Looks once. Throws `Fault` where it could not look; a look that finds nobody is a result. */
export async function find(
  request: FindRequest,
  house: House,
  signal: AbortSignal,
  progress: FindProgress = {},
): Promise<Found> {
  // a passive look is no longer than its time by itself
  const limit = request.passive === true ? undefined : request.timeoutMs;
  const until = limit === undefined ? signal : house.clock.timeout(limit, signal);
  const plan = await planFind(request, house, until);
  progress.planned?.(plan);
  const preview = previewing(house, progress);
  const run = await runPlan(plan, house, until, (observations, attempts) => {
    progress.observed?.(observations.at(-1)!);
    preview(observations, attempts);
  });
  const { startedAt, observations, attempts, looked, ledger } = run;
  const endedBy = signal.aborted ? 'interrupt' : until.aborted ? 'timeout' : 'itself';
  const note = { at: house.clock.now(), id: formatHex(house.dice.bytes(5)) };
  const fused = await remember(house.store, observations, attempts, (known) => {
    const notes = noteLook(observations, attempts, known, note);
    return request.poll === true ? signsOf(notes) : notes;
  });
  const heard = new Set(observations.map((observation) => observation.id));
  return {
    startedAt,
    finishedAt: house.clock.now(),
    scope: plan.scope,
    devices: byAddress(fused.devices.filter((device) => device.observations.some((id) => heard.has(id)))),
    coverage: { asked: looked.asked, answered: looked.answered, notCovered: plan.notCovered },
    ledger: ledger.rows(),
    refused: ledger.refusals(),
    troubles: looked.troubles.map((fault) => `${fault.text} ${fault.next}`),
    conflicts: fused.conflicts.filter(({ evidence }) => evidence.some((id) => heard.has(id))),
    announced: announcedIn(observations),
    unpublished: unpublishedIn(observations),
    observations,
    interrupted: endedBy === 'interrupt',
    endedBy,
  };
}

function signsOf(notes: readonly LookNote[]): readonly LookNote[] {
  return notes.flatMap(({ blind: _, ...note }) => (note.heard.length === 0 ? [] : [{ ...note, silent: [] }]));
}

/** Fuses what was heard so far, at most every so often: a preview, of which nothing is kept. */
function previewing(
  house: House,
  progress: FindProgress,
): (observations: readonly Observation[], attempts: readonly Attempt[]) => void {
  let next = 0;
  let known: readonly [readonly RollEntry[], readonly Correction[]] | undefined;
  return (observations, attempts) => {
    const now = house.clock.monotonic();
    if (progress.devices === undefined || now < next || observations.length > PREVIEW_UP_TO) return;
    next = now + PREVIEW_EVERY_MS;
    if (known !== undefined) progress.devices(byAddress(fuse(observations, known[0], attempts, [], known[1]).devices));
    else
      void Promise.all([house.store.roll.all(), correctionsOf(house.store)]).then((both) => {
        known = both;
      });
  };
}

const PREVIEW_EVERY_MS = 300;
// fusing a few thousand observations takes tens of milliseconds; a larger look goes without a preview
const PREVIEW_UP_TO = 5_000;
