import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import type { Described } from '../../contracts/protocol.ts';
import { type DnsMessage, type DnsRecord, decodeWithFields } from '../../formats/dns.ts';
import { formatDnsType } from '../../formats/dns-data.ts';

/** One message, field by field, and as plain JSON. */
export function describeDnsSd(bytes: Uint8Array): Described {
  const { decoded, fields } = decodeWithFields(bytes);
  return decoded.ok ? { ok: true, value: plain(decoded.value), fields } : { ok: false, error: decoded.error, fields };
}

function plain(message: DnsMessage): unknown {
  const { id, flags, questions } = message;
  return {
    id,
    flags,
    questions: questions.map((question) => ({ ...question, type: formatDnsType(question.type) })),
    answers: message.answers.map(plainRecord),
    authorities: message.authorities.map(plainRecord),
    additionals: message.additionals.map(plainRecord),
  };
}

function plainRecord(record: DnsRecord): unknown {
  const { data } = record;
  const { is, ...rest } = data;
  const value =
    data.is === 'txt'
      ? { strings: data.strings.map(decodeText) }
      : data.is === 'nsec'
        ? { next: data.next, types: data.types.map(formatDnsType) }
        : data.is === 'raw'
          ? { bytes: formatHex(data.bytes) }
          : rest;
  return { ...record, type: formatDnsType(record.type), data: value };
}
