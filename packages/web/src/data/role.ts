import { useQuery } from '@tanstack/react-query';
import type { Answer } from './ask.ts';
import { documentOf } from './query.ts';

type Role = NonNullable<Answer<'GET /api/v1/session'>['role']>;

/** Whether who sits here may do what needs this role. Before there are users everybody may; nobody may before that is known. */
export function useMay(role: Role): boolean {
  const { data } = useQuery(documentOf('GET /api/v1/session', {}));
  return data?.role != null && RANKS[data.role] >= RANKS[role];
}

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };
