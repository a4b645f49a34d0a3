import type { AnswerOf, Asking, DELIBERATE_HEADER, Problem, RouteId, Routes } from '@quietport/api';
import { hearServerTime } from './server-time.ts';

/** Method and path of a route, as the table of the API has them: what the compiler lets through exists. */
type KeyOf<K extends RouteId> = `${Routes[K]['method']} ${Routes[K]['path']}`;
type RouteOf = { readonly [K in RouteId as KeyOf<K>]: K };
export type RouteKey = keyof RouteOf;
export type AskingOf<P extends RouteKey> = Asking<RouteOf[P]>;
export type Answer<P extends RouteKey> = AnswerOf<RouteOf[P]>;

/** The server said no, and why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

/** Nobody answered, or not in our words. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Asks one route. Throws `Refusal` for a problem document, `Unreachable` where no document came. */
export async function ask<P extends RouteKey>(what: P, asking: AskingOf<P>, signal?: AbortSignal): Promise<Answer<P>> {
  const [method = 'GET', template = '/'] = what.split(' ');
  const { params, query, body } = asking as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params?.[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, String(value));
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers[DELIBERATE] = '1';
  if (body !== undefined) headers['content-type'] = 'application/json';
  const text = search.toString();
  const { status, document } = await carry(text === '' ? path : `${path}?${text}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (status >= 400) throw new Refusal(document as Problem);
  return document as Answer<P>;
}

/** A file as the whole body, told by its own type. Throws as `ask` does. */
export async function sendFile(path: string, file: File, query: Readonly<Record<string, string>>): Promise<void> {
  const headers = {
    accept: 'application/json',
    [DELIBERATE]: '1',
    'content-type': file.type === '' ? 'application/octet-stream' : file.type,
  };
  const { status, document } = await carry(`${path}?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers,
    body: file,
  });
  if (status >= 400) throw new Refusal(document as Problem);
}

/** A document of this server that is no route of the API. */
export async function askFile(path: string): Promise<unknown> {
  return (await carry(path, { headers: { accept: 'application/json' } })).document;
}

async function carry(path: string, request: RequestInit): Promise<{ status: number; document: unknown }> {
  let response: Response;
  try {
    response = await fetch(path, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable('The server does not answer.', { cause: error });
  }
  hearServerTime(response.headers.get('date'));
  try {
    return { status: response.status, document: await response.json() };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable('What answers there is not this program.', { cause: error });
  }
}

const DELIBERATE: typeof DELIBERATE_HEADER = 'quietport-request';
