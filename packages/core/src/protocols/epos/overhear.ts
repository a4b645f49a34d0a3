import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { readAnswer, SERVICE_PATH } from './talk.ts';

/** The status that every answer of the service brings, a till's print job among them; what was printed is not looked at. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over !== 'http' || heard.method !== 'POST' || heard.path.replace(/\?.*$/, '') !== SERVICE_PATH) return [];
  return [readAnswer(heard.answer, heard.server, { tls: false, port: heard.server.port })];
});
