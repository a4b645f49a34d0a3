import { type Catalogue, faults } from '../../packages/core/src/index.ts';

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
    const probes = room.probes.map((probe) => `\`${probe.id}\` (${probe.reach})`).join(', ') || 'none';
    const readme = `../packages/core/src/protocols/${room.id}/README.md`;
    return `| [${room.id}](${readme}) | ${room.title} | ${ports} | ${probes} | ${room.decodes === false ? 'no' : 'yes'} | ${room.answers === undefined ? 'no' : 'yes'} |`;
  });
  return [
    `<!-- Generated: ${madeBy} -->`,
    '# Protocols',
    '',
    'Each row is one folder of `packages/core/src/protocols`. A probe touches the ports that it declares and no others; a',
    'print port gets a byte from none of them.',
    '',
    '| room | what | ports | probes | decodes | virtual devices answer |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

const inCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
