import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ask } from '../data/ask.ts';
import { documentOf, queryClient } from '../data/query.ts';
import { Trouble } from '../parts/standing.tsx';
import classes from './door.module.css';
import { Mark } from './mark.tsx';

/** Lets in who is signed in, and everybody while there are no users. A session that ends leads here, and back to the screen. */
export function Door({ children }: { readonly children: ReactNode }) {
  const session = useQuery({ ...documentOf('GET /api/v1/session', {}), refetchInterval: AGAIN_MS });
  const outside = session.data?.setUp === true && session.data.user === null;
  return outside ? <SignIn /> : children;
}

function SignIn() {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: () => ask('POST /api/v1/session', { body: { user, password } }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate();
  };
  return (
    <main className={classes['door']}>
      <form className={classes['form']} onSubmit={submit}>
        <Mark />
        <h1>Sign in</h1>
        <TextInput
          label="User"
          autoComplete="username"
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {enter.error && <Trouble error={enter.error} />}
        <Button type="submit" loading={enter.isPending} disabled={user === '' || password === ''}>
          Sign in
        </Button>
      </form>
    </main>
  );
}

const AGAIN_MS = 60_000;
