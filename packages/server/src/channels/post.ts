import type { Sent } from '@quietport/core';

/** One POST to a service of the user's own, at the address that was configured: it leads nowhere else. */
export async function postTo(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Sent> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    const detail = `${response.status} ${response.statusText}`.trim();
    await response.body?.cancel();
    if (response.ok) return { is: 'taken', detail };
    const retry = retryAfter(response.headers.get('retry-after'));
    return { is: response.status < 500 && response.status !== 429 ? 'refused' : 'failed', detail, ...retry };
  } catch (error) {
    return { is: 'failed', detail: reasonOf(error) };
  }
}

/** RFC 9110, section 10.2.3, in its form of seconds. */
function retryAfter(value: string | null): { readonly retryAfterMs?: number } {
  return value !== null && /^[1-9]\d{0,8}$/.test(value) ? { retryAfterMs: Number(value) * 1000 } : {};
}

/** `fetch failed` says nothing; its cause does. What `fetch` refuses it repeats whole: a login in an address, a header. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const reason = cause instanceof Error && cause.message !== '' ? cause.message : error.message;
  return reason
    .replaceAll(/\/\/[^/\s]*@/g, '//***@')
    .replace(/"[\s\S]*" is an invalid header value/, 'a header has controls');
}
