import { tunnelCommand } from '../../formats/epson-tunnel.ts';
import type { SnmpMessage } from '../../formats/snmp-message.ts';
import type { SnmpValue } from '../../formats/snmp-varbind.ts';
import { type Claim, derived } from '../../model/claim.ts';
import { statusClaims } from './claims-status.ts';
import { type ControlAnswer, decodeControl, replyWord } from './codec.ts';
import { counterNames, objects } from './objects.ts';

/** What one answer of SNMP lets us say: of a status block, of the tunnel's replies, of counters. */
export function claimsOf({ pdu }: Pick<SnmpMessage, 'pdu'>): Claim[] {
  if (pdu.is !== 'Response' || pdu.errorStatus !== 0) return [];
  const controls = pdu.varbinds.flatMap(({ oid, value }, index) => {
    if (value.type !== 'OctetString' || (oid !== objects.status && tunnelCommand(oid) === undefined)) return [];
    const answer = decodeControl(value.value);
    return answer.ok ? within(`varbind[${index}]`, controlClaims(answer.value)) : [];
  });
  return [...controls, ...counterClaims(pdu.varbinds.map(({ oid, value }) => [oid, numberOf(value)] as const))];
}

/** What an answer of the control channel says by itself, however it came. */
export function controlClaims(answer: ControlAnswer): Claim[] {
  if (answer.is === 'status') return statusClaims(answer.block);
  if (answer.is !== 'reply' || answer.command !== 'vi' || replyWord(answer.text) !== 'text') return [];
  const id = /^00:([0-9A-Z]{6})$/.exec(answer.text)?.[1];
  return id === undefined ? [] : derived('firmware', id, 'reply.text');
}

function within(place: string, claims: readonly Claim[]): Claim[] {
  return claims.map((claim) => ({ ...claim, path: `${place}.${claim.path}` }));
}

/**
 * Pages in black and in colour, and a third number that is their sum on some models and pages on both sides on others:
 * a total only where the sum is right.
 */
function counterClaims(cells: readonly (readonly [oid: string, value: number | undefined])[]): Claim[] {
  const at = (oid: string) => cells.find(([name]) => name === oid)?.[1];
  const [black, colour] = counterNames.map(({ oid }) => at(oid));
  if (black === undefined || colour === undefined || black + colour === 0) return [];
  return counterNames.flatMap(({ oid, name }): Claim[] => {
    const value = at(oid);
    if (value === undefined || (name === 'pages' && value !== black + colour)) return [];
    const index = cells.findIndex(([one]) => one === oid);
    return [{ is: 'counter', row: name, name, value, unit: 'pages', path: `varbind[${index}].${name}` }];
  });
}

function numberOf(value: SnmpValue): number | undefined {
  return typeof value.value === 'number' ? value.value : undefined;
}
