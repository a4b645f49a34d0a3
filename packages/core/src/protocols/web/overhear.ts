import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { encodeHttpResponse } from '../../formats/http-response.ts';
import { decodeWeb } from './codec.ts';
import { pageTold } from './talk.ts';

/**
 * Pages that others looked at. Redirects are none; what came to somebody who had logged in is for that person; of what
 * came compressed only the head speaks.
 */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'http' || heard.method !== 'GET' || (heard.status >= 300 && heard.status < 400)) return [];
  const { server, status, headers, answer, personal } = heard;
  if (personal) return [];
  const type = headers['content-type'] ?? 'text/html';
  if (!/^text\/html\b/i.test(type)) return [];
  const raw = encodeHttpResponse(status, headers, answer);
  const decoded = decodeWeb(raw);
  return decoded.ok ? [pageTold(decoded.value, server, raw, { tls: false, port: server.port })] : [];
});
