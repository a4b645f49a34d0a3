import { describe, expect, it } from 'vitest';
import type { DeviceKind, FactKey } from '../../model/claim.ts';
import type { Device, Evidence, Known } from '../../model/device.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import { hostRules } from './host-rules.ts';
import { judgeHost } from './judge.ts';
import type { Scene, ScenePort } from './scene.ts';

/** What is told of a host: by whom which maker, which kind by how many, and which ports answered. */
interface Told {
  readonly makers?: Readonly<Record<string, readonly string[]>>;
  readonly derivedMaker?: string;
  readonly kind?: DeviceKind;
  readonly open?: readonly string[];
  readonly refused?: readonly string[];
}

const agreedEpson = { EPSON: ['snmp', 'ipp'] };
const claimedEpson = { EPSON: ['snmp'] };

const rows: readonly [rule: string, word: VerdictWord, holds: Told, nearMiss: Told][] = [
  [
    'print-port-no-printer',
    'unexpected',
    { makers: agreedEpson, kind: 'projector', open: ['tcp/9100'] },
    { makers: agreedEpson, kind: 'mfp', open: ['tcp/9100'] },
  ],
  [
    'odd-port-proven-device',
    'unexpected',
    { makers: agreedEpson, kind: 'printer', open: ['tcp/631 ipp', 'tcp/4444'] },
    { makers: agreedEpson, kind: 'printer', open: ['tcp/631 ipp'] },
  ],
  [
    'print-port-doubtful-kind',
    'look-into-it',
    { makers: claimedEpson, kind: 'scanner', open: ['tcp/9100'] },
    { makers: claimedEpson, kind: 'printer', open: ['tcp/9100'] },
  ],
  ['print-port-nobody-knows', 'look-into-it', { open: ['tcp/9100'] }, { open: ['tcp/80'] }],
  [
    'odd-port-claimed-device',
    'look-into-it',
    { makers: claimedEpson, kind: 'printer', open: ['tcp/4444'] },
    { makers: agreedEpson, kind: 'printer', open: ['tcp/4444'] },
  ],
  [
    'makers-contradict',
    'look-into-it',
    { makers: { EPSON: ['snmp'], KYOCERA: ['ipp'] }, kind: 'printer', open: ['tcp/631 ipp'] },
    { makers: { EPSON: ['snmp', 'enpc'], KYOCERA: ['ipp'] }, kind: 'printer', open: ['tcp/631 ipp'] },
  ],
  ['port-3259-no-epson', 'look-into-it', { open: ['tcp/3259'] }, { derivedMaker: 'EPSON', open: ['tcp/3259'] }],
  [
    'port-3259-epson',
    'plausible',
    { makers: claimedEpson, open: ['tcp/3259'] },
    { makers: claimedEpson, open: ['udp/3259'] },
  ],
  [
    'maker-outvoted',
    'plausible',
    { makers: { EPSON: ['snmp', 'ipp'], KYOCERA: ['dns-sd'] }, open: ['tcp/80'] },
    { makers: { EPSON: ['snmp'], KYOCERA: ['dns-sd'] }, open: ['tcp/80'] },
  ],
  [
    'enpc-proves-little',
    'plausible',
    { kind: 'pos-printer', open: ['udp/3289 enpc'] },
    { kind: 'pos-printer', derivedMaker: 'EPSON', open: ['udp/3289 enpc'] },
  ],
  [
    'enpc-of-epson',
    'plausible',
    { derivedMaker: 'EPSON', open: ['udp/3289 enpc'] },
    { makers: agreedEpson, kind: 'printer', open: ['udp/3289 enpc'] },
  ],
  [
    'claimed-device',
    'plausible',
    { makers: claimedEpson, kind: 'printer', open: ['udp/161 snmp'] },
    { makers: agreedEpson, kind: 'printer', open: ['udp/161 snmp'] },
  ],
  [
    'proven-printer',
    'expected',
    { makers: agreedEpson, kind: 'printer', open: ['udp/161 snmp', 'tcp/9100'] },
    { makers: agreedEpson, kind: 'scanner', open: ['udp/161 snmp'] },
  ],
  [
    'proven-other-device',
    'expected',
    { makers: agreedEpson, kind: 'scanner', open: ['tcp/1865 scan'] },
    { makers: claimedEpson, kind: 'scanner', open: ['tcp/1865 scan'] },
  ],
  [
    'proven-no-printer',
    'plausible',
    { makers: agreedEpson, kind: 'other', open: ['tcp/80'] },
    { makers: agreedEpson, kind: 'projector', open: ['tcp/80'] },
  ],
  ['open-without-identity', 'unknown', { open: ['tcp/80'] }, { kind: 'printer', open: ['tcp/80'] }],
  ['only-refusals', 'unknown', { refused: ['tcp/80'] }, { refused: ['tcp/80'], open: ['tcp/631'] }],
  ['nobody-answered', 'unknown', {}, { refused: ['tcp/80'] }],
];

describe('the verdict on a host', () => {
  it.each(rows)('%s makes it %s, and a neighbouring case does not', (rule, word, holds, nearMiss) => {
    const verdict = judgeHost(sceneOf(holds));
    expect(verdict.word).toBe(word);
    expect(verdict.reasons.map((reason) => reason.rule)).toContain(rule);
    expect(judgeHost(sceneOf(nearMiss)).reasons.map((reason) => reason.rule)).not.toContain(rule);
  });

  it('has a row for each rule', () => {
    expect(rows.map(([rule]) => rule).sort()).toEqual(hostRules.map(({ id }) => id).sort());
  });

  it('gives the reasons for its word first, each with its evidence, and the step of the first', () => {
    const told: Told = { makers: agreedEpson, kind: 'printer', open: ['tcp/631 ipp', 'tcp/3259'] };
    const verdict = judgeHost(sceneOf(told));
    expect(verdict.word).toBe('plausible');
    expect(verdict.reasons.map(({ rule }) => rule)).toEqual(['port-3259-epson', 'proven-printer']);
    expect(verdict.reasons[0]?.evidence).toEqual(['tcp/3259', 'snmp makes EPSON', 'ipp makes EPSON']);
    expect(verdict.next).toMatch(/^If nobody needs it, block it\./);
  });

  it('says something of every scene', () => {
    for (const told of everything()) expect(judgeHost(sceneOf(told)).reasons, JSON.stringify(told)).not.toEqual([]);
  });

  it('is never surer when somebody told less', () => {
    for (const told of everything()) {
      const before = judgeHost(sceneOf(told));
      for (const less of withOneTellingLess(told)) {
        const after = judgeHost(sceneOf(less));
        const changed = `${JSON.stringify(told)}: ${before.word}, then ${JSON.stringify(less)}: ${after.word}`;
        expect(certainty[after.word], changed).toBeLessThanOrEqual(certainty[before.word]);
      }
    }
  });
});

const certainty: Readonly<Record<VerdictWord, number>> = {
  unknown: 0,
  'look-into-it': 1,
  plausible: 1,
  expected: 2,
  unexpected: 2,
};

/** Every combination of who tells which maker, of kinds, and of open ports that matter. */
function* everything(): Generator<Told> {
  const tellers: (readonly string[])[] = [[], ['snmp'], ['snmp', 'ipp']];
  const dissenters: (readonly string[])[] = [[], ['enpc'], ['enpc', 'dns-sd']];
  const kinds: (DeviceKind | undefined)[] = [undefined, 'printer', 'scanner', 'print-server', 'other'];
  const ports = ['udp/3289 enpc', 'tcp/3259', 'tcp/9100', 'tcp/4444'];
  for (const EPSON of tellers)
    for (const KYOCERA of dissenters)
      for (const kind of kinds)
        for (const derivedMaker of [undefined, 'EPSON'])
          for (let mask = 0; mask < 2 ** ports.length; mask++) {
            const open = ports.filter((_, i) => (mask & (1 << i)) !== 0);
            yield {
              makers: { EPSON, KYOCERA },
              open,
              ...(kind && { kind }),
              ...(derivedMaker && { derivedMaker }),
            };
          }
}

function* withOneTellingLess(told: Told): Generator<Told> {
  const { kind, derivedMaker, ...rest } = told;
  if (kind !== undefined) yield derivedMaker === undefined ? rest : { ...rest, derivedMaker };
  if (derivedMaker !== undefined) yield kind === undefined ? rest : { ...rest, kind };
  for (const [maker, tellers] of Object.entries(told.makers ?? {}))
    for (const gone of tellers)
      yield { ...told, makers: { ...told.makers, [maker]: tellers.filter((teller) => teller !== gone) } };
}

function sceneOf({ makers = {}, derivedMaker, kind, open = [], refused = [] }: Told): Scene {
  const ports = [...open.map((text) => port(text, 'answered')), ...refused.map((text) => port(text, 'refused'))];
  const told = Object.entries(makers).flatMap(([value, tellers]) =>
    tellers.length === 0 ? [] : [{ value, evidence: tellers.map((teller) => evidence(teller, 'told', value)) }],
  );
  if (derivedMaker !== undefined) {
    const row = told.find(({ value }) => value === derivedMaker);
    if (row) row.evidence.push(evidence('arp', 'derived', derivedMaker));
    else told.push({ value: derivedMaker, evidence: [evidence('arp', 'derived', derivedMaker)] });
  }
  const facts: { [K in FactKey]?: Known<string> } = {};
  const [first, ...against] = told;
  if (first !== undefined) facts.make = { ...first, grade: 'claimed', against };
  if (kind !== undefined)
    facts.kind = { value: kind, grade: 'claimed', evidence: [evidence('snmp', 'told', kind)], against: [] };
  if (Object.keys(facts).length === 0) return { ports };
  return { device: { ...nobody, kind: kind ?? 'unknown', facts }, ports };
}

function port(text: string, state: ScenePort['state']): ScenePort {
  const [place = '', service] = text.split(' ');
  const [transport, number] = place.split('/');
  const shape = { port: Number(number), transport: transport === 'udp' ? 'udp' : 'tcp', state } as const;
  const usual = { usualThere: number !== '4444', prints: number === '9100', evidence: [place] };
  return service === undefined ? { ...shape, ...usual } : { ...shape, ...usual, service };
}

function evidence(protocol: string, rule: string, value: string): Evidence {
  return { observation: `${protocol} makes ${value}`, protocol, path: 'a.b', rule };
}

const nobody: Device = {
  id: 'aaaaaaaa',
  provisional: true,
  aliases: [],
  kind: 'unknown',
  facts: {},
  hostnames: [],
  interfaces: [],
  ports: [],
  state: { word: 'unknown', reasons: [], since: 0 },
  supplies: [],
  trays: [],
  counters: [],
  alerts: [],
  merges: [],
  observations: [],
  seen: { first: 0, last: 0 },
};
