import { formatEndpoint, formatHex, PERSON } from '@quietport/core';
import { findDevice, type Proof, why, whyDocument } from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { withHouse } from '../look/open-house.ts';
import { paint } from '../output/paint.ts';

/** `quietport why ID [FACT]` */
export const command: Command = {
  text:
    'Proves what is said of a device: each fact with the rule and the packets behind it, down to the bytes and the field ' +
    'that said so. -v shows every field of those packets.',
  arguments: [
    { name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' },
    {
      name: '[fact]',
      text: 'make, model, serial, uuid, firmware, name, location, adminUrl, kind, supplies, trays, counters, alerts, or one of these: supply.black',
    },
  ],
  options: [],
  outputs: ['table', 'json'],
  examples: [
    { line: 'quietport why 10.0.0.5 model', text: 'why we say what model it is' },
    { line: 'quietport why 10.0.0.5 supply.black', text: 'why we say how much black there is' },
    { line: 'quietport why 10.0.0.5 -o json', text: 'all of it, for a program' },
  ],
  async run(context, [id = '', fact]) {
    return withHouse(context, async ({ store, catalogue }) => {
      const proved = await why(await findDevice(store, id), fact, store, catalogue);
      if (context.output === 'json') {
        context.printDocument(whyDocument(proved));
        return 0;
      }
      for (const row of proved.facts) {
        context.print(paint('bold', `${row.fact}: ${row.known.value}`), `  ${row.known.grade}`);
        for (const proof of row.evidence) printProof(context, proof);
        for (const other of row.against) {
          context.print(paint('yellow', `  against it: ${other.value}`));
          for (const proof of other.evidence) printProof(context, proof);
        }
      }
      for (const merge of proved.merges) context.print(paint('bold', 'one device: '), `${merge.text} (${merge.rule})`);
      if (proved.facts.length === 0) context.say('Nothing is known of this device but that it answered.');
      return 0;
    });
  },
};

function printProof(context: Context, proof: Proof): void {
  const { observation, field, rule } = proof;
  if (observation.protocol === PERSON) {
    context.print('  a person said so', paint('dim', `  ${new Date(observation.at).toISOString()}`));
    return;
  }
  const seen = `${observation.vantage.host}/${observation.vantage.interface}`;
  context.print(
    `  ${observation.protocol} from ${formatEndpoint(observation.from)}`,
    paint('dim', `  ${new Date(observation.at).toISOString()}  at ${seen}  rule ${rule}`),
  );
  if (field === undefined) context.print(`    ${proof.path}`);
  else {
    const hex = formatHex(observation.raw.subarray(field.offset, field.offset + field.length));
    context.print(`    ${field.path} = ${field.text}`, paint('dim', `  ${field.confidence}`));
    context.print(
      paint(
        'dim',
        `    bytes ${field.offset}-${field.offset + field.length - 1} of ${observation.raw.length}: ${shorten(hex)}`,
      ),
    );
  }
  for (const row of proof.fields)
    if (row.path !== proof.path) context.detail(`      ${String(row.offset).padStart(5)} ${row.path} = ${row.text}`);
}

/** Zero padding tells nothing. */
function shorten(hex: string): string {
  const bare = hex.replace(/(00)+$/, '');
  const tail = hex.length - bare.length;
  return tail > 8 ? `${bare} 00 × ${tail / 2}` : hex;
}
