import { type Overhearing, overhearing } from '../../contracts/overheard.ts';
import { decodeIpp } from './codec.ts';
import { GET_PRINTER_ATTRIBUTES } from './request.ts';
import { answerTold, isAnswer, NOT_FOUND } from './talk.ts';

/**
 * Answers to Get-Printer-Attributes, on whatever port: question and answer prove themselves. Those of jobs tell of people
 * and documents, and are not kept.
 */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (
    heard.over !== 'http' ||
    heard.method !== 'POST' ||
    !/^application\/ipp\b/i.test(heard.headers['content-type'] ?? '')
  )
    return [];
  const { server, path, asked, answer } = heard;
  const question = decodeIpp(asked);
  const said = decodeIpp(answer);
  if (!question.ok || question.value.code !== GET_PRINTER_ATTRIBUTES) return [];
  // on another path there may be a printer
  if (!said.ok || !isAnswer(said.value) || said.value.code === NOT_FOUND) return [];
  const resource = path.replace(/^\/+/, '').replace(/\?.*$/, '');
  return [answerTold(said.value, server, answer, { tls: false, port: server.port, resource })];
});
