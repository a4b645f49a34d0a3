import { Button, Skeleton } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refusal } from '../data/ask.ts';
import { Icon, type IconName } from './icon.tsx';
import classes from './standing.module.css';

/** Where there is nothing to show: what would stand here, and what brings it here. */
export function Empty({ icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes['empty']}>
      <span className={classes['mark']}>
        <Icon name={icon} size={28} />
      </span>
      <p className={classes['title']}>{title}</p>
      {children && <div className={classes['text']}>{children}</div>}
      {action}
    </div>
  );
}

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What went wrong, in the words of the server: what is, and what to do. */
export function Trouble({ error, again }: { readonly error: unknown; readonly again?: () => void }) {
  const { title, next } = wordsOf(error);
  return (
    <div role="alert" className={classes['trouble']}>
      <Icon name="warn" />
      <div>
        <p className={classes['title']}>{title}</p>
        <p className={classes['text']}>{next}</p>
      </div>
      {again && (
        <Button variant="default" size="xs" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  );
}

function wordsOf(error: unknown): { readonly title: string; readonly next: string } {
  if (error instanceof Refusal) return { title: error.problem.title, next: error.problem.detail };
  const title = error instanceof Error ? error.message : 'This could not be shown.';
  return { title, next: 'Is Quietport still running on this machine? The console goes on trying.' };
}

/** A document while it comes, when it is here, and when it cannot be had. What is here stays, whatever happens after. */
export function Loaded<T>({ query, children, rows = 4 }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <Trouble error={query.error} again={() => void query.refetch()} />;
  return (
    <div role="status" aria-label="Reading" className={classes['reading']}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: grey lines are all alike
        <Skeleton key={index} height={18} width={`${92 - index * 11}%`} />
      ))}
    </div>
  );
}

interface LoadedProps<T> {
  readonly query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;
  readonly children: (data: T) => ReactNode;
  readonly rows?: number;
}
