import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, ask } from '../../data/ask.ts';
import { documentOf, forget, queryClient } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Card } from '../../parts/page.tsx';
import { Loaded, Trouble } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import classes from './access.module.css';
import { isPassword, PASSWORD_HINT } from './people-words.ts';

type OwnSession = Answer<'GET /api/v1/sessions'>['sessions'][number];

/** What everybody may change: the own password, and where one is signed in. */
export function Mine() {
  const query = useQuery({ ...documentOf('GET /api/v1/sessions', {}), staleTime: 0 });
  const [changing, setChanging] = useState(false);
  return (
    <Card
      title="Where you are signed in"
      hint="A session ends after 8 hours unused, and after 7 days in any case."
      actions={
        <Button variant="default" onClick={() => setChanging(true)}>
          Change password
        </Button>
      }
      flush
    >
      <Loaded query={query}>
        {({ sessions }) => (
          <ul className={classes['rows']}>
            {sessions.map((session) => (
              <OneSession key={session.id} session={session} />
            ))}
          </ul>
        )}
      </Loaded>
      {changing && <OwnPassword close={() => setChanging(false)} />}
    </Card>
  );
}

function OneSession({ session: { id, at, seenAt, address, current } }: { readonly session: OwnSession }) {
  const end = useMutation({
    mutationFn: () => ask('DELETE /api/v1/sessions/{session}', { params: { session: id } }),
    // it may have ended by itself: what is left is read anew
    onSettled: () => (current ? queryClient.invalidateQueries() : forget('GET /api/v1/sessions')),
  });
  return (
    <li>
      <div className={classes['words']}>
        <p className={classes['head']}>
          {address === null ? 'From a place that was not kept' : `From ${address}`}
          {current && <Badge tone="good">this one</Badge>}
        </p>
        <small>
          <span>
            signed in <TimeAgo at={at} />
          </span>
          <span>
            used <TimeAgo at={seenAt} />
          </span>
        </small>
        {end.error && <Trouble error={end.error} />}
      </div>
      <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        {current ? 'Sign out of here' : 'End this session'}
      </Button>
    </li>
  );
}

function OwnPassword({ close }: { readonly close: () => void }) {
  const [password, setPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const change = useMutation({
    mutationFn: () => ask('POST /api/v1/password', { body: { password, newPassword } }),
    onSuccess: () => {
      forget('GET /api/v1/sessions');
      close();
    },
  });
  const ready = password !== '' && isPassword(newPassword);
  return (
    <Dialog title="Change your password" close={close} act="Change" ready={ready} save={change}>
      <p className={classes['quiet']}>You stay signed in here, and are signed out everywhere else.</p>
      <PasswordInput
        label="Password of now"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <PasswordInput
        label="New password"
        description={PASSWORD_HINT}
        autoComplete="new-password"
        value={newPassword}
        onChange={(event) => setNewPassword(event.currentTarget.value)}
      />
    </Dialog>
  );
}
