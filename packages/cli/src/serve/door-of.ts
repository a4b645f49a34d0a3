import type { People, TokenScope, Tokens } from '@quietport/library';
import type { Doorkeeper } from '@quietport/server';

/** Who is let in: people by their sessions, programs by their tokens. */
export function doorOf(people: People, tokens: Tokens): Doorkeeper {
  return {
    isSetUp: () => people.isSetUp(),
    whose: (secret) => people.whose(secret),
    bearer: async (text) => {
      const { name, scope } = await tokens.whose(text);
      return { name, role: ROLES[scope] };
    },
  };
}

const ROLES = { metrics: 'metrics', read: 'viewer', operate: 'operator', admin: 'admin' } as const satisfies Record<
  TokenScope,
  string
>;
