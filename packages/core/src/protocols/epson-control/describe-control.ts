import type { Confidence, Field } from '../../bytes/field.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import { type ControlAnswer, firmwareDate, replyWord } from './codec.ts';
import type { StatusBlock } from './codec-block.ts';
import {
  boxesOf,
  FIELD_HEAD,
  inksOf,
  JOB_HEAD,
  jobOf,
  type NamedField,
  namedFields,
  sourcesOf,
  types,
  wordsOf,
} from './status.ts';
import { boxStates, errors, fieldTypes, inkColours, inkLetters, paperPaths, states } from './status-words.ts';
import { readWarning } from './warnings.ts';

/** The fields of an answer of `size` bytes, from its first byte on. */
export function controlFields(answer: ControlAnswer, size: number): Field[] {
  if (answer.is === 'status') return blockFields(answer.block, size);
  const at = answer.front.length;
  const fields: Field[] = at === 0 ? [] : [field('front', 0, at, formatHex(answer.front), 'multi')];
  switch (answer.is) {
    case 'text-status':
      return [
        ...fields,
        field('magic', at, 9, '@BDC ST', 'one'),
        field('text', at + 9, size - at - 9, answer.text, 'one'),
      ];
    case 'eeprom':
      return [
        ...fields,
        field('magic', at, 9, '@BDC PS', 'multi'),
        field('eeprom.address', at + 12, 4, hex(answer.address, 4), 'multi'),
        field('eeprom.value', at + 16, 2, hex(answer.value, 2), 'multi'),
      ];
    case 'reply': {
      const word = replyWord(answer.text);
      const date = answer.command === 'vi' ? firmwareDate(answer.text.slice(3)) : undefined;
      const text = date === undefined ? answer.text : `${answer.text} (built ${date})`;
      return [
        ...fields,
        field('reply.command', at, 2, answer.command, 'multi'),
        field('reply.text', at + 3, size - at - 5, word === 'text' ? text : `${answer.text} (${word})`.trim(), 'multi'),
      ];
    }
  }
}

/** An answer as plain JSON. */
export function plainControl(answer: ControlAnswer): Readonly<Record<string, unknown>> {
  switch (answer.is) {
    case 'status': {
      const { declared, truncated } = answer.block;
      const fields = namedFields(answer.block);
      return {
        is: 'status',
        front: formatHex(answer.block.front),
        declared,
        truncated,
        fields: fields.map((one) => ({
          type: hex(one.type, 2),
          name: one.path.slice('status.'.length),
          value: formatHex(one.value),
          text: textOf(one, fields),
        })),
      };
    }
    case 'text-status':
      return { is: answer.is, text: answer.text };
    case 'eeprom':
      return { is: answer.is, address: hex(answer.address, 4), value: hex(answer.value, 2) };
    case 'reply': {
      const date = answer.command === 'vi' ? firmwareDate(answer.text.slice(3)) : undefined;
      const { command, text } = answer;
      return { is: answer.is, command, text, word: replyWord(text), ...(date === undefined ? {} : { date }) };
    }
  }
}

function blockFields(block: StatusBlock, size: number): Field[] {
  const { front, declared, truncated, rest } = block;
  const at = front.length;
  const fields = namedFields(block);
  const cut = truncated ? ', cut short' : '';
  return [
    ...(at === 0 ? [] : [field('front', 0, at, formatHex(front), 'multi')]),
    field('status.magic', at, 10, '@BDC ST2', 'multi'),
    field('status.length', at + 10, 2, `${declared} bytes${cut}`, 'multi'),
    ...fields.flatMap((one) => oneField(one, fields)),
    ...(rest.length === 0 ? [] : [field('status.rest', size - rest.length, rest.length, formatHex(rest), 'unknown')]),
  ];
}

/** The field itself, and what stands in it entry by entry. */
function oneField(one: NamedField, fields: readonly NamedField[]): Field[] {
  const confidence = fieldTypes[one.type]?.[1] ?? 'unknown';
  const cut = one.value.length < one.length ? ' (cut short)' : '';
  const own = field(one.path, one.offset, FIELD_HEAD + one.value.length, `${textOf(one, fields)}${cut}`, confidence);
  const job = one.type === types.job ? jobOf(one) : undefined;
  if (job !== undefined)
    return [
      own,
      field('status.job-name', one.offset + FIELD_HEAD + JOB_HEAD, one.value.length - JOB_HEAD, job, 'multi'),
    ];
  return [own, ...entriesOf(one, fields, confidence)];
}

function entriesOf(one: NamedField, fields: readonly NamedField[], confidence: Confidence): Field[] {
  switch (one.type) {
    case types.inks:
      return inksOf(one).map((ink) => field(ink.path, ink.offset, ink.length, inkText(ink), confidence));
    case types.wasteBoxes:
      return boxesOf(one).map(({ path, offset, length, state, resets }) =>
        field(path, offset, length, boxText(state, resets), confidence),
      );
    case types.paperSources:
      return sourcesOf(one).map(({ path, offset, length, feeder }) =>
        field(path, offset, length, paperPaths[feeder] ?? hex(feeder, 4), confidence),
      );
    case types.warnings: {
      const inks = inksIn(fields);
      return [...one.value].map((code, i) =>
        field(`${one.path}[${i}]`, one.offset + FIELD_HEAD + i, 1, readWarning(code, inks).text, confidence),
      );
    }
    case types.pageCounters:
      return wordsOf(one).map((word, i) =>
        field(`${one.path}[${i}]`, one.offset + FIELD_HEAD + 4 * i, 4, wordText(word), confidence),
      );
    default:
      return [];
  }
}

function textOf(one: NamedField, fields: readonly NamedField[]): string {
  const [first] = one.value;
  if (first === undefined) return 'empty';
  const code = hex(first, 2);
  switch (one.type) {
    case types.state:
      return `${code} ${states[first]?.[0] ?? 'unknown'}`;
    case types.error:
      return `${code} ${errors[first]?.[0] ?? 'unknown'}`;
    case types.paperPath: {
      const feeder = first * 256 + (one.value[1] ?? 0);
      return `${hex(feeder, 4)} ${paperPaths[feeder] ?? 'unknown'}`;
    }
    case types.warnings:
      return [...one.value].map((warning) => readWarning(warning, inksIn(fields)).text).join(', ');
    case types.inks:
      return inksOf(one).map(inkText).join(', ');
    case types.wasteBoxes:
      return boxesOf(one)
        .map(({ state, resets }) => boxText(state, resets))
        .join(', ');
    case types.pageCounters:
      return wordsOf(one).map(wordText).join(', ');
    case types.job:
      return jobOf(one) === undefined ? 'none' : 'one';
    case types.serial:
    case SECOND_SERIAL:
      return decodeText(one.value);
    default:
      return formatHex(one.value);
  }
}

function inksIn(fields: readonly NamedField[]) {
  const inks = fields.find(({ type }) => type === types.inks);
  return inks === undefined ? [] : inksOf(inks);
}

function inkText({ cartridge, colour, level }: { cartridge: number; colour: number; level: number }): string {
  const said = level <= 100 ? `${level} %` : (inkLetters[level] ?? `${hex(level, 2)} unknown`);
  return `${inkColours[colour] ?? `colour ${hex(colour, 2)}`} (cartridge ${hex(cartridge, 2)}): ${said}`;
}

function boxText(state: number, resets: number | undefined): string {
  return `${boxStates[state] ?? `${hex(state, 2)} unknown`}${resets === undefined ? '' : `, reset ${resets} times`}`;
}

function wordText(word: number): string {
  return word === 0xffff_ffff ? 'not counted' : String(word);
}

function field(path: string, offset: number, length: number, text: string, confidence: Confidence): Field {
  return { path, offset, length, text, confidence };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

const SECOND_SERIAL = 0x1f;
