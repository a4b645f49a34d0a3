import { PasswordInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import { forget } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import classes from './credentials.module.css';
import { placesOf, SECRETS, type Secret, secretOf } from './secrets.ts';

/** A new key: what it is, where it may be tried, and its secret, which goes one way. */
export function CredentialForm({ close }: { readonly close: () => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<Secret['kind']>('snmp-community');
  const [scope, setScope] = useState('');
  const [user, setUser] = useState('');
  const [secret, setSecret] = useState('');
  const [auth, setAuth] = useState<string>('sha256');
  const [privacy, setPrivacy] = useState<string | null>('aes128');
  const [sealing, setSealing] = useState('');
  const places = placesOf(scope);
  const keep = useMutation({
    mutationFn: () => {
      const given = secretOf({ kind, user, secret, auth, privacy, sealing, context: null });
      return ask('POST /api/v1/credentials', { body: { name, scope: places, secret: given } });
    },
    onSuccess: () => {
      forget('GET /api/v1/credentials');
      close();
    },
  });
  const named = kind === 'snmp-user' || kind === 'login';
  const sealed = kind !== 'snmp-user' || privacy === null || sealing !== '';
  const ready = name !== '' && places.length > 0 && secret !== '' && (!named || user !== '') && sealed;
  const turn = (next: Secret['kind']) => {
    setKind(next);
    // a community is no password: what was typed for one is not sent as the other
    setSecret('');
    setSealing('');
  };
  return (
    <Dialog title="A new key" close={close} act="Keep it" ready={ready} save={keep}>
      <TextInput
        label="Name"
        description="Letters, digits and _ . -"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Kind"
        allowDeselect={false}
        data={KINDS}
        value={kind}
        onChange={(next) => turn((next as Secret['kind'] | null) ?? kind)}
      />
      <TextInput
        label="Tried at"
        description="Prefixes, addresses or devices; everywhere is a word, too"
        placeholder="10.0.7.0/24"
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value)}
      />
      {named && (
        <TextInput
          label="User"
          autoComplete="off"
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
      )}
      <PasswordInput
        label={SECRETS[kind]}
        autoComplete="new-password"
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      {kind === 'snmp-user' && (
        <div className={classes['pair']}>
          <Select
            label="Authentication"
            allowDeselect={false}
            data={AUTHS}
            value={auth}
            onChange={(next) => setAuth(next ?? auth)}
          />
          <Select label="Privacy" clearable placeholder="none" data={PRIVACIES} value={privacy} onChange={setPrivacy} />
          {privacy !== null && (
            <PasswordInput
              label="Passphrase of privacy"
              autoComplete="new-password"
              value={sealing}
              onChange={(event) => setSealing(event.currentTarget.value)}
            />
          )}
        </div>
      )}
    </Dialog>
  );
}

const KINDS = [
  { value: 'snmp-community', label: 'SNMP community' },
  { value: 'snmp-user', label: 'SNMP v3 user' },
  { value: 'login', label: 'Login, for printing and managing' },
  { value: 'ncdp2-token', label: 'Token of an NCDP/2 server' },
];
const AUTHS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
const PRIVACIES = ['des', 'aes128', 'aes192', 'aes256', 'aes192-c', 'aes256-c'];
