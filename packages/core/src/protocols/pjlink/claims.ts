import { splitMakeAndModel } from '../../formats/make-and-model.ts';
import { type Claim, derived, told } from '../../model/claim.ts';
import { formatMac, parseMac } from '../../net/mac-address.ts';
import type { PjLine } from './codec.ts';

/** What a line lets us say; `path` is that of its value, as `describe` names it. */
export function claimsOf(line: PjLine): readonly Claim[] {
  switch (line.is) {
    case 'greeting':
      // displays speak it as well: who only greets is not yet a projector
      return line.security === '0' ? [] : [passwordClaim()];
    case 'answer':
      return /^ERR[1-4A]$/.test(line.value) ? [] : answerClaims(line.command, line.value);
    case 'command':
      return [];
  }
}

function passwordClaim(): Claim {
  return {
    ...{ is: 'alert', row: 'session', path: 'greeting.security', severity: 'report', code: 'password-required' },
    text: 'a password is needed to ask by PJLink',
  };
}

function answerClaims(command: string, value: string): readonly Claim[] {
  switch (command) {
    case 'NAME':
      return told('name', value, command);
    case 'INF1':
      return told('make', value, command);
    case 'INF2':
      return told('model', splitMakeAndModel(value).model, command);
    case 'SNUM':
      return told('serial', value, command);
    case 'SVER':
      return told('firmware', value, command);
    case 'POWR': {
      const state = powerStates[value];
      return state === undefined ? [] : [{ is: 'state', ...state, path: command }];
    }
    case 'LAMP':
      return lampClaims(value);
    case 'ERST':
      return errorClaims(value);
    case 'ACKN':
    case 'LKUP': {
      const mac = parseMac(value);
      return mac === undefined ? [] : [{ is: 'mac', value: mac, path: command }];
    }
    default:
      return [];
  }
}

/** For each lamp its hours and whether it burns. What has lamps that count hours is a projector. */
function lampClaims(value: string): readonly Claim[] {
  if (!/^\d{1,5} [01]( \d{1,5} [01]){0,7}$/.test(value)) return [];
  const hours = value.split(' ').filter((_, i) => i % 2 === 0);
  return [
    ...derived('kind', 'projector', 'LAMP'),
    ...hours.map((text, i): Claim => {
      const row = `lamp.${i + 1}`;
      return { is: 'counter', name: 'lamp-hours', value: Number(text), unit: 'hours', row, path: 'LAMP' };
    }),
  ];
}

/** Six digits, one a part: 0 all is well or nobody looks, 1 a warning, 2 an error. */
function errorClaims(value: string): readonly Claim[] {
  if (!/^[0-2]{6}$/.test(value)) return [];
  return errorParts.flatMap((part, i): Claim[] => {
    if (value[i] === '0') return [];
    const [severity, word] = value[i] === '2' ? (['critical', 'error'] as const) : (['warning', 'warning'] as const);
    const code = `${part}-${word}`;
    return [{ is: 'alert', row: `ERST.${i + 1}`, severity, code, text: `${part} ${word} (ERST)`, path: 'ERST' }];
  });
}

/** The parts in the order of the digits. */
export const errorParts = ['fan', 'lamp', 'temperature', 'cover', 'filter', 'other'] as const;

/** A MAC as ACKN writes it. */
export function searchAnswer(mac: Uint8Array): PjLine {
  return { is: 'answer', class: '2', command: 'ACKN', value: formatMac(mac) };
}

/** In standby it sleeps: it is neither stopped nor away. */
const powerStates: Readonly<Record<string, Pick<Extract<Claim, { is: 'state' }>, 'word' | 'reasons'>>> = {
  '0': { word: 'asleep', reasons: ['standby'] },
  '1': { word: 'idle', reasons: ['lamp-on'] },
  '2': { word: 'processing', reasons: ['cooling'] },
  '3': { word: 'processing', reasons: ['warm-up'] },
};
