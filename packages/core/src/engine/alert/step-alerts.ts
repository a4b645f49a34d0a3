import type { AlertRule } from '../../model/alert-rule.ts';
import type { Device, DeviceId } from '../../model/device.ts';
import type { Millis } from '../../model/observation.ts';
import type { AlertChange, AlertEnd, RaisedAlert } from '../../model/raised-alert.ts';
import { type Beside, findingsOf } from './device-findings.ts';
import { type Finding, type Findings, familyOf } from './finding.ts';
import { graver, gravest, raised, refreshed } from './raise.ts';
import { counted, isEnough, type Tally } from './tally.ts';

/** What is remembered from one step to the next; it lasts, so that a restart goes on where it was. */
export interface AlertMemory {
  /** Open alerts, by device and cause. */
  readonly open: ReadonlyMap<string, OpenAlert>;
  /** What holds, and not yet for long enough: by device, cause and rule. */
  readonly pending: ReadonlyMap<string, PendingAlert>;
}

export interface OpenAlert {
  readonly alert: RaisedAlert;
  /** For how long it has been over, as far as that was observed. */
  readonly ending?: Tally;
}

export interface PendingAlert {
  readonly device?: DeviceId;
  readonly cause: string;
  readonly rule: string;
  readonly tally: Tally;
}

/** Everything as it is now. */
export interface AlertScene {
  readonly at: Millis;
  /** What passed on the monotonic clock since the step before; 0 in the first one. */
  readonly elapsedMs: number;
  readonly devices: readonly Device[];
  readonly rules: readonly AlertRule[];
  /** When the latest look over everybody ended. */
  readonly lookedAt: Millis;
  readonly newSince?: Millis;
  /** Set while we cannot see: since when, and which of our vantage points, in words. */
  readonly blind?: { readonly since: Millis; readonly text: string };
  beside(device: Device): Beside;
}

export interface AlertStep {
  readonly memory: AlertMemory;
  /** What happened, in order. */
  readonly changes: readonly AlertChange[];
}

/**
 * One step: what holds is counted until it has held for long enough, what is over is counted until it has been over for
 * long enough. One cause is one alert: rules that see the same are one, and the gravest that has held counts. What we did
 * not observe neither starts nor ends anything, and while we are blind that is the one alert that starts.
 */
export function stepAlerts(before: AlertMemory, scene: AlertScene, makeId: () => string): AlertStep {
  const step = new Step(before, scene, makeId);
  step.judge(undefined, ofObserver(scene));
  const known = new Set<DeviceId>();
  for (const device of scene.devices) {
    known.add(device.id);
    step.judge(device, findingsOf(device, scene.rules, scene.beside(device), scene));
  }
  step.forget(known);
  return { memory: { open: step.open, pending: step.pending }, changes: step.changes };
}

class Step {
  readonly open: Map<string, OpenAlert>;
  readonly pending: Map<string, PendingAlert>;
  readonly changes: AlertChange[] = [];
  readonly #scene: AlertScene;
  readonly #makeId: () => string;
  readonly #openOf = new Map<DeviceId, Set<string>>();
  readonly #pendingOf = new Map<DeviceId, Set<string>>();

  constructor(before: AlertMemory, scene: AlertScene, makeId: () => string) {
    this.#scene = scene;
    this.#makeId = makeId;
    const { open, pending, merged } = underOwnIds(before, scene.devices);
    this.open = open;
    this.pending = pending;
    for (const alert of merged) this.#end(alert, 'merged');
    for (const [key, { alert }] of open) note(this.#openOf, alert.device, key);
    for (const [key, { device }] of pending) note(this.#pendingOf, device, key);
  }

  judge(device: Device | undefined, { findings, quiet, seenAt }: Findings): void {
    const { elapsedMs } = this.#scene;
    const id = device?.id ?? '';
    const holding = new Map<string, Finding[]>();
    const stays = new Set<string>();
    for (const finding of findings) {
      const key = keyOf(id, finding.cause);
      if (finding.is === 'yes') holding.set(key, [...(holding.get(key) ?? []), finding]);
      // it is the rule of the alert that says when it is over
      else if (finding.is === 'between' && this.open.get(key)?.alert.rule === finding.rule.id) stays.add(key);
    }
    const counting = new Set<string>();
    for (const [key, yes] of holding) {
      const enough = yes.filter((finding) => {
        const own = `${key} ${finding.rule.id}`;
        counting.add(own);
        const was = this.pending.get(own)?.tally;
        const tally = counted(was, finding.seenAt, finding.since, elapsedMs);
        const { cause, rule } = finding;
        this.pending.set(own, { ...(device === undefined ? {} : { device: device.id }), cause, rule: rule.id, tally });
        return isEnough(tally, rule.holdSeconds, rule.inARow);
      });
      this.#holds(key, device, enough);
    }
    // what no longer holds begins anew; what was not observed waits
    for (const own of this.#pendingOf.get(id) ?? [])
      if (!counting.has(own) && !quiet.has(familyOf(this.pending.get(own)!.cause))) this.pending.delete(own);
    for (const key of this.#openOf.get(id) ?? []) {
      const open = this.open.get(key);
      if (open === undefined || holding.has(key) || quiet.has(familyOf(open.alert.cause))) continue;
      if (stays.has(key)) this.open.set(key, { alert: open.alert });
      else this.#isOver(key, open, seenAt);
    }
  }

  /** Alerts of devices that are no more. */
  forget(known: ReadonlySet<DeviceId>): void {
    for (const [key, { alert }] of this.open)
      if (alert.device !== undefined && !known.has(alert.device)) {
        this.open.delete(key);
        this.#end(alert, 'device-gone');
      }
    for (const [own, { device }] of this.pending)
      if (device !== undefined && !known.has(device)) this.pending.delete(own);
  }

  #holds(key: string, device: Device | undefined, enough: readonly Finding[]): void {
    const { at } = this.#scene;
    const open = this.open.get(key);
    const chosen = gravest(enough);
    if (open === undefined) {
      if (chosen === undefined) return;
      const since = this.pending.get(`${key} ${chosen.rule.id}`)!.tally.since;
      const alert = raised(this.#makeId(), chosen, device, since, at);
      this.open.set(key, { alert });
      this.changes.push({ what: 'started', alert });
      return;
    }
    // it holds by some rule, and none that has held for long enough: it goes on as it is
    const alert = chosen === undefined ? open.alert : refreshed(open.alert, chosen, device, at);
    if (alert === open.alert && open.ending === undefined) return;
    this.open.set(key, { alert });
    if (graver(alert.severity, open.alert.severity) !== 0) this.changes.push({ what: 'changed', alert });
  }

  #isOver(key: string, open: OpenAlert, seenAt: Millis): void {
    const { elapsedMs, rules } = this.#scene;
    const rule = rules.find(({ id }) => id === open.alert.rule);
    const asked = rule?.enabled === true;
    const ending = counted(open.ending, seenAt, seenAt, elapsedMs);
    if (asked && !isEnough(ending, rule.endHoldSeconds, 1)) {
      this.open.set(key, { alert: open.alert, ending });
      return;
    }
    this.open.delete(key);
    this.#end(open.alert, asked ? 'over' : 'rule-gone');
  }

  #end(alert: RaisedAlert, ended: AlertEnd): void {
    const { at } = this.#scene;
    this.changes.push({ what: 'ended', alert: { ...alert, changedAt: at, endedAt: at, ended } });
  }
}

/** A device that went into another one takes its alerts along; of two for one cause the older goes on. */
function underOwnIds(
  before: AlertMemory,
  devices: readonly Device[],
): { open: Map<string, OpenAlert>; pending: Map<string, PendingAlert>; merged: readonly RaisedAlert[] } {
  const now = new Map(devices.flatMap(({ id, aliases }) => aliases.map((alias) => [alias, id] as const)));
  const open = new Map<string, OpenAlert>();
  const merged: RaisedAlert[] = [];
  for (const [key, row] of before.open) {
    const id = row.alert.device === undefined ? undefined : now.get(row.alert.device);
    const own = id === undefined ? key : keyOf(id, row.alert.cause);
    const moved = id === undefined ? row : { ...row, alert: { ...row.alert, device: id } };
    const there = open.get(own);
    if (there === undefined) open.set(own, moved);
    else {
      const [older, newer] = there.alert.raisedAt <= moved.alert.raisedAt ? [there, moved] : [moved, there];
      open.set(own, older);
      merged.push(newer.alert);
    }
  }
  const pending = new Map<string, PendingAlert>();
  for (const [key, row] of before.pending) {
    const id = row.device === undefined ? undefined : now.get(row.device);
    if (id === undefined) pending.set(key, row);
    else pending.set(`${keyOf(id, row.cause)} ${row.rule}`, { ...row, device: id });
  }
  return { open, pending, merged };
}

/** We ourselves: the one alert that there is while nothing else can be said. */
function ofObserver({ blind, rules, at, lookedAt }: AlertScene): Findings {
  const findings = rules.flatMap((rule): Finding[] => {
    if (blind === undefined || rule.when.is !== 'observer' || !rule.enabled) return [];
    const { since, text } = blind;
    const next = 'quietport doctor says what is missing.';
    return [
      {
        rule,
        cause: 'observer',
        is: 'yes',
        seenAt: at,
        since,
        text,
        told: ['observer-blind (we looked)'],
        next,
        evidence: [],
      },
    ];
  });
  return { findings, quiet: new Set(), seenAt: lookedAt };
}

export function keyOf(device: DeviceId, cause: string): string {
  return `${device} ${cause}`;
}

function note(of: Map<DeviceId, Set<string>>, device: DeviceId | undefined, key: string): void {
  const keys = of.get(device ?? '') ?? new Set();
  of.set(device ?? '', keys.add(key));
}
