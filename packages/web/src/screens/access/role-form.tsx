import { Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import { forget } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import classes from './access.module.css';
import { ROLES, type User } from './people-words.ts';

interface RoleFormProps {
  readonly user: User;
  readonly me: boolean;
  readonly close: () => void;
}

/** What a user may do from now on. */
export function RoleForm({ user: { name, role: had }, me, close }: RoleFormProps) {
  const [role, setRole] = useState(had);
  const give = useMutation({
    mutationFn: () => ask('PUT /api/v1/users/{user}/role', { params: { user: name }, body: { role } }),
    onSuccess: () => {
      forget('GET /api/v1/users', 'GET /api/v1/session');
      close();
    },
  });
  return (
    <Dialog title={`What ${name} may do`} close={close} act="Change" ready={role !== had} save={give}>
      <p className={classes['quiet']}>
        {me
          ? 'It counts at once: you may be giving this screen away.'
          : 'It counts at once, wherever they are signed in.'}
      </p>
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
