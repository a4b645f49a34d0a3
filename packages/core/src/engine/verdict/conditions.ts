import type { DeviceKind, FactKey } from '../../model/claim.ts';
import type { Evidence, Known } from '../../model/device.ts';
import type { Transport } from '../../net/endpoint.ts';
import type { Scene, ScenePort } from './scene.ts';

/** The evidence by which a condition holds; `undefined` where it does not. It may hold without any (an absence). */
export type Condition = (scene: Scene) => readonly string[] | undefined;

export function all(...conditions: readonly Condition[]): Condition {
  return (scene) => {
    const found = new Set<string>();
    for (const condition of conditions) {
      const evidence = condition(scene);
      if (evidence === undefined) return undefined;
      for (const id of evidence) found.add(id);
    }
    return [...found];
  };
}

export function not(condition: Condition): Condition {
  return (scene) => (condition(scene) === undefined ? [] : undefined);
}

/** A port that answered and fits. */
export function open(fits: (port: ScenePort) => boolean): Condition {
  return (scene) => evidenceOfPorts(scene.ports.filter((port) => port.state === 'answered' && fits(port)));
}

export function openNumber(number: number, transport: Transport): Condition {
  return open((port) => port.port === number && port.transport === transport);
}

/** Something answered, and none of it is unusual for a device that prints, scans or projects. */
export const onlyUsualOpen: Condition = all(
  open(() => true),
  not(open((port) => !port.usualThere)),
);

export const refused: Condition = (scene) => evidenceOfPorts(scene.ports.filter((port) => port.state === 'refused'));

/** The kind is known, and is one of these. */
export function kindIs(...kinds: readonly DeviceKind[]): Condition {
  return ({ device }) => {
    const kind = device?.facts.kind;
    return kind !== undefined && (kinds as readonly string[]).includes(kind.value) ? idsOf(kind.evidence) : undefined;
  };
}

/**
 * Two protocols tell the same make, model, serial or UUID in plain words. It asks for the agreement, not for the grade of
 * the value that was chosen: so taking a dissenting voice away never makes an identity that was not there before.
 */
export const proven: Condition = ({ device }) => {
  for (const fact of identity) {
    for (const evidence of tellings(device?.facts[fact])) {
      if (tellersOf(evidence).size > 1) return idsOf(evidence);
    }
  }
  return undefined;
};

/** Several makers are named. */
export const makersDiffer: Condition = ({ device }) => {
  const told = tellings(device?.facts.make);
  return told.length < 2 ? undefined : idsOf(told.flat());
};

/** Several makers are named, and none of them by two protocols. */
export const makersContradict: Condition = ({ device }) => {
  const told = tellings(device?.facts.make);
  if (told.length < 2 || told.some((evidence) => tellersOf(evidence).size > 1)) return undefined;
  return idsOf(told.flat());
};

/** Anything that speaks for this maker: what a protocol tells, what an address or an object id belongs to. */
export function speaksForMaker(maker: RegExp): Condition {
  return ({ device }) => {
    const make = device?.facts.make;
    if (make === undefined) return undefined;
    const found = [make, ...make.against].filter(({ value }) => maker.test(value));
    return found.length === 0 ? undefined : idsOf(found.flatMap(({ evidence }) => evidence));
  };
}

function tellings(known: Known<string> | undefined): readonly (readonly Evidence[])[] {
  return known === undefined ? [] : [known.evidence, ...known.against.map(({ evidence }) => evidence)];
}

/** Protocols in which the device itself says it; what we derive or a server relays is no second voice. */
function tellersOf(evidence: readonly Evidence[]): ReadonlySet<string> {
  return new Set(evidence.filter(({ rule }) => !weakRules.has(rule)).map(({ protocol }) => protocol));
}

function evidenceOfPorts(ports: readonly ScenePort[]): readonly string[] | undefined {
  return ports.length === 0 ? undefined : ports.flatMap(({ evidence }) => evidence);
}

function idsOf(evidence: readonly Evidence[]): readonly string[] {
  return [...new Set(evidence.map(({ observation }) => observation))];
}

const identity: readonly FactKey[] = ['make', 'model', 'serial', 'uuid'];
const weakRules: ReadonlySet<string> = new Set(['derived', 'relayed']);
