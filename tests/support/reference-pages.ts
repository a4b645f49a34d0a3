import { hostRules } from '../../packages/core/src/engine/verdict/host-rules.ts';
import { listenerRules } from '../../packages/core/src/engine/verdict/listener-rules.ts';
import { portRules } from '../../packages/core/src/engine/verdict/port-rules.ts';
import { type Catalogue, faults, type VerdictWord } from '../../packages/core/src/index.ts';

/** Every error code with what it says, what to do and its exit code. */
export function errorsPage(madeBy: string): string {
  const rows = Object.entries(faults)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, row]) => `| \`${code}\` | ${row.exit} | ${inCell(row.text)} | ${inCell(row.next)} |`);
  return [
    `<!-- Generated: ${madeBy} -->`,
    '# Errors',
    '',
    'Every error that is ours or our caller’s has a code; codes are never reused. With `-o json` a failure is the document',
    '`quietport/error@1` with `code`, `text` and `next`. What the network does (silence, refusal, garbage) is no error.',
    '',
    '| code | exit | says | what to do |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Every room: what it may touch, how it asks, whether it decodes and answers. */
export function protocolsPage(catalogue: Catalogue, madeBy: string): string {
  const rows = catalogue.map((room) => {
    const ports = [...new Set(room.ports.map((use) => `${use.port}/${use.transport}`))].join(', ') || '-';
    const asked = room.probes.map((probe) => `\`${probe.id}\` (${probe.reach})`);
    const probes = [...asked, ...(room.orders ?? []).map(({ id }) => `\`${id}\` (order)`)].join(', ') || 'none';
    const readme = `../packages/core/src/protocols/${room.id}/README.md`;
    return `| [${room.id}](${readme}) | ${room.title} | ${ports} | ${probes} | ${room.decodes === false ? 'no' : 'yes'} | ${room.answers === undefined && room.snmpObjects === undefined ? 'no' : 'yes'} |`;
  });
  return [
    `<!-- Generated: ${madeBy} -->`,
    '# Protocols',
    '',
    'Each row is one folder of `packages/core/src/protocols`. A probe touches the ports that it declares and no others; a',
    'print port gets a byte from none of them. An order is no probe: it is performed for one device that a person named.',
    '',
    '| room | what | ports | probes | decodes | virtual devices answer |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Every rule of the verdicts: its word, what it says, and the step that it gives. */
export function verdictsPage(madeBy: string): string {
  return [
    `<!-- Generated: ${madeBy} -->`,
    '# Verdicts',
    '',
    'A verdict is one word of five: `expected` and `unexpected` are sure, `plausible` and `look-into-it` lean, `unknown`',
    'says nothing. Every rule that holds is a reason; the gravest word counts (unexpected, look-into-it, plausible,',
    'expected, unknown), and its first rule gives the next step. Taking evidence away never makes a verdict surer:',
    '[decision 0009](decisions/0009-verdicts.md). A number alone is never evidence for Epson or for a printer.',
    '',
    '## A port',
    '',
    'By its number, who holds it on this machine, who reaches it, and which devices of the network have it:',
    '`quietport port`, `quietport listeners`. The rules are tried by a',
    '[truth table](../tests/support/port-verdict-rows.ts).',
    '',
    ...rulesTable(portRules),
    '## A listener',
    '',
    'By what the socket itself says, beside the rules for its port: `quietport listeners`.',
    '',
    ...rulesTable(listenerRules),
    '## A host',
    '',
    'By what it tells of itself and which of its ports answer: `quietport inspect`.',
    '',
    ...rulesTable(hostRules),
  ].join('\n');
}

interface RuleShown {
  readonly id: string;
  readonly word: VerdictWord;
  readonly text: string;
  readonly next: string;
}

function rulesTable(rules: readonly RuleShown[]): string[] {
  const rows = rules.map(({ id, word, text, next }) => `| \`${id}\` | ${word} | ${inCell(text)} | ${inCell(next)} |`);
  return ['| rule | word | says | next |', '| --- | --- | --- | --- |', ...rows, ''];
}

const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
