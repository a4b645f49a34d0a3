import type { Exchange } from '../../model/exchange.ts';
import { decodeWsd } from './codec.ts';
import { probe, resolve } from './messages.ts';
import { PORT } from './talk.ts';

/**
 * Matches of one endpoint as the exchange that would have brought them: they name the id of their question. Metadata and a
 * scanner's answers are no dump of a device by themselves, for where they are read stands in the matches alone.
 */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  const decoded = decodeWsd(bytes);
  if (!decoded.ok || decoded.value.relatesTo === '') return undefined;
  const { body, relatesTo } = decoded.value;
  if (body.is !== 'probe-matches' && body.is !== 'resolve-matches') return undefined;
  const [target, ...others] = body.targets;
  if (target === undefined || others.length > 0) return undefined;
  const asked = body.is === 'probe-matches' ? probe(relatesTo) : resolve(relatesTo, target.endpoint?.text ?? '');
  return [{ over: 'udp', port: PORT, asked, answers: [{ afterMs: 0, bytes }] }];
}
