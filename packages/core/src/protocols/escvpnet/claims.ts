import { decodePadded } from '../../bytes/text.ts';
import { type Claim, derived, told } from '../../model/claim.ts';
import { ASCII, ESC_VP21, type VpMessage, vpHeaderIds, vpStatus, vpTypes } from './codec.ts';
import type { Vp21Line } from './codec-vp21.ts';
import { readError } from './errors.ts';

/**
 * What a reply lets us say. The protocol is one of projectors alone; that Epson made it follows from the command set that
 * it names. The name is the user's: the model is not in any reply.
 */
export function claimsOf({ type, status, headers }: VpMessage): readonly Claim[] {
  if (status === 0) return [];
  const claims = [...derived('kind', 'projector', 'head.protocol')];
  for (const [i, { id, attribute, information }] of headers.entries()) {
    if (id === vpHeaderIds.name && attribute === ASCII)
      claims.push(...told('name', decodePadded(information), `header[${i}].information`));
    if (id === vpHeaderIds.commandType && attribute === ESC_VP21)
      claims.push(...derived('make', 'EPSON', `header[${i}].attribute`));
  }
  if (type === vpTypes.connect && status === vpStatus.unauthorized)
    claims.push({
      ...{ is: 'alert', row: 'session', path: 'head.status', severity: 'report', code: 'password-required' },
      text: 'a password is needed to ask by ESC/VP.net',
    });
  return claims;
}

/** What one line of an answer lets us say. */
export function lineClaims({ name, value = '' }: Vp21Line, path: string): readonly Claim[] {
  switch (name) {
    case 'PWR': {
      const state = powerStates[value];
      return state === undefined ? [] : [{ is: 'state', ...state, path }];
    }
    case 'LAMP':
      return hoursClaims(value, path);
    case 'ERR': {
      const error = /^[0-9A-F]{2}$/.test(value) ? readError(value) : undefined;
      return error === undefined ? [] : [{ is: 'alert', row: 'ERR', severity: 'critical', ...error, path }];
    }
    case 'SNO':
      return told('serial', value, path);
    default:
      return [];
  }
}

/** One number a lamp. */
function hoursClaims(value: string, path: string): readonly Claim[] {
  if (!/^\d{1,7}( \d{1,7}){0,3}$/.test(value)) return [];
  return value.split(' ').map((hours, i) => {
    return { is: 'counter', name: 'lamp-hours', value: Number(hours), unit: 'hours', row: `lamp.${i + 1}`, path };
  });
}

/** In standby it sleeps: it is neither stopped nor away. Abnormal standby is a fault. */
const powerStates: Readonly<Record<string, Pick<Extract<Claim, { is: 'state' }>, 'word' | 'reasons'>>> = {
  '00': { word: 'asleep', reasons: ['standby'] },
  '01': { word: 'idle', reasons: ['lamp-on'] },
  '02': { word: 'processing', reasons: ['warm-up'] },
  '03': { word: 'processing', reasons: ['cooling'] },
  '04': { word: 'asleep', reasons: ['standby'] },
  '05': { word: 'stopped', reasons: ['abnormal-standby'] },
  '09': { word: 'asleep', reasons: ['av-standby'] },
};
