import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask } from '../../data/ask.ts';
import { queryClient } from '../../data/query.ts';
import { Card } from '../../parts/page.tsx';
import { Trouble } from '../../parts/standing.tsx';
import classes from './access.module.css';
import { isPassword, isUserName, PASSWORD_HINT, USER_HINT } from './people-words.ts';

/** The first user: from then on everybody signs in. */
export function SetUp() {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const make = useMutation({
    mutationFn: () => ask('POST /api/v1/setup', { body: { user, password } }),
    onSuccess: () => queryClient.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Card
      title="Make the first user"
      hint="Now everybody on this machine may do all. With a user, everybody has to sign in: viewers look, operators act on devices, admins say who may do what. The first one is an admin, and you are signed in at once."
    >
      <form className={classes['form']} onSubmit={submit}>
        <TextInput
          label="User"
          description={USER_HINT}
          autoComplete="username"
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
        {make.error && <Trouble error={make.error} />}
        <div>
          <Button type="submit" loading={make.isPending} disabled={!isUserName(user) || !isPassword(password)}>
            Make this user
          </Button>
        </div>
      </form>
    </Card>
  );
}
