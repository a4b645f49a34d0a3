import type { Described } from '../../contracts/protocol.ts';
import { decodeWithFields } from '../../formats/dns.ts';
import { formatDnsType } from '../../formats/dns-data.ts';
import { llmnrFlags } from './codec.ts';

/** One message, field by field (over TCP without the length in front). */
export function describeLlmnr(bytes: Uint8Array): Described {
  const { decoded, fields } = decodeWithFields(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields };
  const { id, flags, questions, answers } = decoded.value;
  const set = Object.entries(llmnrFlags).flatMap(([name, bit]) => ((flags & bit) === 0 ? [] : [name]));
  const value = {
    id,
    flags: set,
    questions: questions.map(({ name, type }) => ({ name, type: formatDnsType(type) })),
    answers: answers.map(({ name, type, ttlSeconds, data }) => ({
      name,
      type: formatDnsType(type),
      ttlSeconds,
      ...('target' in data ? { target: data.target } : {}),
    })),
  };
  return { ok: true, value, fields };
}
