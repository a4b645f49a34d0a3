import { PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, ask } from '../../data/ask.ts';
import { forget } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { placesOf, SECRETS, secretOf } from './secrets.ts';

type Credential = Answer<'GET /api/v1/credentials'>['credentials'][number];

/** Where a key is tried from now on, and its secret anew; a secret that is not typed stays as it is. */
export function ChangeForm({ credential, close }: { readonly credential: Credential; readonly close: () => void }) {
  const { name, kind, scope: had, user, auth, privacy, context } = credential;
  const [scope, setScope] = useState(had.join(' '));
  const [secret, setSecret] = useState('');
  const [sealing, setSealing] = useState('');
  const places = placesOf(scope);
  const moved = scope !== had.join(' ');
  const sealed = kind === 'snmp-user' && privacy !== null;
  const change = useMutation({
    mutationFn: () => {
      const given = { kind, user: user ?? '', secret, auth, privacy, sealing, context };
      const fresh = secret === '' ? {} : { secret: secretOf(given) };
      return ask('PUT /api/v1/credentials/{credential}', {
        params: { credential: name },
        body: { ...(moved ? { scope: places } : {}), ...fresh },
      });
    },
    onSuccess: () => {
      forget('GET /api/v1/credentials');
      close();
    },
  });
  // both passphrases or none: one alone would take the other away
  const whole = !sealed || (secret === '') === (sealing === '');
  const open = kind === 'snmp-user' && auth === null;
  return (
    <Dialog
      title={`Change ${name}`}
      close={close}
      act="Change"
      ready={places.length > 0 && whole && (moved || secret !== '')}
      save={change}
    >
      <TextInput
        label="Tried at"
        description="Prefixes, addresses or devices; everywhere is a word, too"
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value)}
      />
      {!open && (
        <PasswordInput
          label={`New ${SECRETS[kind].toLowerCase()}`}
          description="Left empty, it stays as it is"
          autoComplete="new-password"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
      {sealed && (
        <PasswordInput
          label="New passphrase of privacy"
          autoComplete="new-password"
          value={sealing}
          onChange={(event) => setSealing(event.currentTarget.value)}
        />
      )}
    </Dialog>
  );
}
