import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import { documentOf, forget } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Card } from '../../parts/page.tsx';
import { Loaded, Trouble } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import classes from './access.module.css';
import { isPassword, isUserName, PASSWORD_HINT, ROLES, USER_HINT, type User } from './people-words.ts';
import { RoleForm } from './role-form.tsx';

/** Everybody who may sign in. */
export function Users() {
  const query = useQuery(documentOf('GET /api/v1/users', {}));
  const session = useQuery(documentOf('GET /api/v1/session', {}));
  const [adding, setAdding] = useState(false);
  return (
    <Loaded query={query}>
      {({ users }) => (
        <Card title="Users" actions={<Button onClick={() => setAdding(true)}>Add a user</Button>} flush>
          <ul className={classes['rows']}>
            {users.map((user) => (
              <OneUser key={user.name} user={user} me={user.name === session.data?.user} />
            ))}
          </ul>
          {adding && <UserForm close={() => setAdding(false)} />}
        </Card>
      )}
    </Loaded>
  );
}

function OneUser({ user, me }: { readonly user: User; readonly me: boolean }) {
  const { name, role, at } = user;
  const [sure, setSure] = useState(false);
  const [renewing, setRenewing] = useState(false);
  const [turning, setTurning] = useState(false);
  const drop = useMutation({
    mutationFn: () => ask('DELETE /api/v1/users/{user}', { params: { user: name } }),
    onSuccess: () => forget('GET /api/v1/users', 'GET /api/v1/session'),
  });
  return (
    <li>
      <div className={classes['words']}>
        <p className={classes['head']}>
          {name}
          <Badge tone={role === 'admin' ? 'busy' : 'none'}>{role}</Badge>
        </p>
        <small>
          {me && <span>this is you</span>}
          <span>
            added <TimeAgo at={at} />
          </span>
        </small>
        {drop.error && <Trouble error={drop.error} />}
      </div>
      <div className={classes['say']}>
        <Button size="xs" variant="default" aria-label={`Role of ${name}`} onClick={() => setTurning(true)}>
          Role
        </Button>
        <Button size="xs" variant="default" aria-label={`New password for ${name}`} onClick={() => setRenewing(true)}>
          New password
        </Button>
        <Button
          size="xs"
          variant="subtle"
          aria-label={`Remove ${name}`}
          loading={drop.isPending}
          onClick={() => (sure ? drop.mutate() : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {sure ? 'Remove, and sign out' : 'Remove'}
        </Button>
      </div>
      {turning && <RoleForm user={user} me={me} close={() => setTurning(false)} />}
      {renewing && <PasswordForm name={name} me={me} close={() => setRenewing(false)} />}
    </li>
  );
}

function UserForm({ close }: { readonly close: () => void }) {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<User['role']>('viewer');
  const add = useMutation({
    mutationFn: () => ask('POST /api/v1/users', { body: { user, password, role } }),
    onSuccess: () => {
      forget('GET /api/v1/users');
      close();
    },
  });
  const ready = isUserName(user) && isPassword(password);
  return (
    <Dialog title="A new user" close={close} act="Add" ready={ready} save={add}>
      <TextInput
        label="User"
        description={USER_HINT}
        autoComplete="off"
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        description={PASSWORD_HINT}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Select
        label="May"
        allowDeselect={false}
        data={ROLES}
        value={role}
        onChange={(next) => setRole((next as User['role'] | null) ?? role)}
      />
    </Dialog>
  );
}

function PasswordForm({
  name,
  me,
  close,
}: {
  readonly name: string;
  readonly me: boolean;
  readonly close: () => void;
}) {
  const [password, setPassword] = useState('');
  const set = useMutation({
    mutationFn: () => ask('POST /api/v1/users/{user}/password', { params: { user: name }, body: { password } }),
    onSuccess: () => {
      forget('GET /api/v1/users', 'GET /api/v1/session');
      close();
    },
  });
  return (
    <Dialog title={`Another password for ${name}`} close={close} act="Change" ready={isPassword(password)} save={set}>
      <p className={classes['quiet']}>
        {me ? 'You will have to sign in again.' : `${name} is signed out everywhere, and signs in with the new one.`}
      </p>
      <PasswordInput
        label="New password"
        description={PASSWORD_HINT}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Dialog>
  );
}
