import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';

/** A part of the path: `:id` of the screen's own address. */
export function usePathPart(name: string): string {
  const parts: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  return parts[name] ?? '';
}

/** What stands behind the question mark, as text; and a way to change it that a link can carry. */
export function useAddress(): {
  readonly asked: Readonly<Record<string, string | undefined>>;
  readonly change: (next: Readonly<Record<string, string | undefined>>) => void;
} {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const navigate = useNavigate();
  const asked = Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)]));
  const change = useCallback(
    (next: Readonly<Record<string, string | undefined>>) =>
      void navigate({
        to: '.',
        search: (had: Readonly<Record<string, unknown>>) =>
          Object.fromEntries(
            Object.entries({ ...had, ...next }).filter(([, value]) => value !== undefined && value !== ''),
          ),
        replace: true,
      }),
    [navigate],
  );
  return { asked, change };
}
