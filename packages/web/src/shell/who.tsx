import { UnstyledButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../data/ask.ts';
import { documentOf, queryClient } from '../data/query.ts';
import classes from './frame.module.css';

/** Who is signed in, and the way out; nothing where nobody has to be. */
export function Who() {
  const { data } = useQuery(documentOf('GET /api/v1/session', {}));
  const leave = useMutation({
    mutationFn: () => ask('DELETE /api/v1/session', {}),
    onSettled: () => queryClient.invalidateQueries(),
  });
  if (data?.user == null) return null;
  return (
    <div className={classes['who']}>
      <Link to="/access" search={{ view: 'mine' }} className={classes['me']}>
        {data.user} <small>{data.role}</small>
      </Link>
      <UnstyledButton className={classes['leave']} disabled={leave.isPending} onClick={() => leave.mutate()}>
        Sign out
      </UnstyledButton>
    </div>
  );
}
