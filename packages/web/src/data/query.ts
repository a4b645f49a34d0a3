import { QueryClient, queryOptions } from '@tanstack/react-query';
import { type Answer, type AskingOf, ask, Refusal, type RouteKey } from './ask.ts';

/** What was read stays until the stream says that it has changed; where the stream was cut, all is read anew. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // a refusal is an answer; a server that is gone comes back
      // the session may be over: whoever is signed out is asked to come in again
      throwOnError: (error) => {
        if (error instanceof Refusal && error.problem.status === 401) forget('GET /api/v1/session');
        return false;
      },
      retry: (failures, error) => !(error instanceof Refusal) && failures < 3,
    },
  },
});

/** One document of the API, as a query. */
export function documentOf<P extends RouteKey>(what: P, asking: AskingOf<P>) {
  return queryOptions({
    queryKey: [what, asking] as const,
    queryFn: ({ signal }): Promise<Answer<P>> => ask(what, asking, signal),
  });
}

/** Everything of these routes is read anew when it is next looked at; at once where it is looked at now. */
export function forget(...routes: readonly RouteKey[]): void {
  for (const route of routes) void queryClient.invalidateQueries({ queryKey: [route] });
}
