import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { decodeEscl } from './codec.ts';
import { documentTold, rootOf } from './talk.ts';

/** A scanner's documents, wherever they are served: their namespace proves them. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'http' || heard.method !== 'GET' || heard.status !== 200) return [];
  const root = /^(.*)\/Scanner(?:Capabilities|Status)$/.exec(heard.path)?.[1];
  const decoded = root === undefined ? undefined : decodeEscl(heard.answer);
  if (root === undefined || !decoded?.ok) return [];
  const { server, answer } = heard;
  return [documentTold(decoded.value, server, answer, { tls: false, port: server.port, root: rootOf(root) })];
});
