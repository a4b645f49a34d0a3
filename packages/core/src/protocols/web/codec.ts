import type { Decoded } from '../../bytes/decode-error.ts';
import { decodeHttpResponse, type HttpResponseMessage } from '../../formats/http-response.ts';
import { readPage, type WebPage } from './codec-page.ts';

/** A page as a device served it: the response, and what its markup holds. */
export interface ServedPage extends HttpResponseMessage {
  readonly page: WebPage;
}

/** Total as its parts are: a response that cannot be read is an error, a page always is one. */
export function decodeWeb(bytes: Uint8Array): Decoded<ServedPage> {
  const decoded = decodeHttpResponse(bytes);
  return decoded.ok ? { ok: true, value: { ...decoded.value, page: readPage(decoded.value) } } : decoded;
}
