import type { DnsMessage } from '../../formats/dns.ts';
import { nameKey } from '../../formats/dns-name.ts';
import type { Claim } from '../../model/claim.ts';
import { llmnrFlags } from './codec.ts';

/** The host's name as a label. A name that is in conflict, or not yet checked, is nobody's. */
export function claimsOf({ flags, answers }: DnsMessage, asked: string): readonly Claim[] {
  if ((flags & (llmnrFlags.conflict | llmnrFlags.tentative)) !== 0) return [];
  return answers.slice(0, MOST_NAMES).flatMap(({ name, data }, i): Claim[] => {
    if (data.is !== 'ptr' || data.target === '' || nameKey(name) !== nameKey(asked)) return [];
    return [{ is: 'hostname', value: data.target, path: `answer[${i}].target` }];
  });
}

const MOST_NAMES = 8;
