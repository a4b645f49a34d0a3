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
    const after = Number(response.headers.get('retry-after'));
    const retry = Number.isFinite(after) && after > 0 ? { retryAfterMs: after * 1000 } : {};
    return { is: response.status < 500 && response.status !== 429 ? 'refused' : 'failed', detail, ...retry };
  } catch (error) {
    return { is: 'failed', detail: reasonOf(error) };
  }
}

/** `fetch failed` says nothing; its cause does. No address with a login in it is ever repeated. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
}
