import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, ask } from '../../data/ask.ts';
import { documentOf, forget } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText } from '../../parts/words.ts';
import { ChangeForm } from './change-form.tsx';
import { CredentialForm } from './credential-form.tsx';
import classes from './credentials.module.css';

type Credential = Answer<'GET /api/v1/credentials'>['credentials'][number];

/** Keys to devices: where each may be tried, and what came of it. The secrets never come back. */
export function Screen() {
  const admin = useMay('admin');
  return (
    <Page
      title="Credentials"
      lead="Keys that open devices. Each is tried only where you say, lies sealed on this machine, and is never shown again."
    >
      {admin ? (
        <Credentials />
      ) : (
        <Card>
          <Empty icon="credentials" title="This is for admins.">
            An admin of this house keeps the keys to devices.
          </Empty>
        </Card>
      )}
    </Page>
  );
}

function Credentials() {
  const query = useQuery(documentOf('GET /api/v1/credentials', {}));
  const [adding, setAdding] = useState(false);
  return (
    <Loaded query={query}>
      {({ credentials }) => (
        <Card
          title="Keys"
          hint="In the order in which they are tried."
          actions={<Button onClick={() => setAdding(true)}>Add a key</Button>}
          flush
        >
          {credentials.length === 0 ? (
            <Empty icon="credentials" title="No key is kept.">
              What everybody may read needs none. An SNMP community or user of your own, a login for printing, or the
              token of an NCDP/2 server opens more; no password is ever guessed.
            </Empty>
          ) : (
            <ul className={classes['rows']}>
              {credentials.map((one) => (
                <OneKey key={one.name} credential={one} />
              ))}
            </ul>
          )}
          {adding && <CredentialForm close={() => setAdding(false)} />}
        </Card>
      )}
    </Loaded>
  );
}

function OneKey({ credential }: { readonly credential: Credential }) {
  const { name, kind, scope, user, auth, privacy, changedAt, doors } = credential;
  const [sure, setSure] = useState(false);
  const [changing, setChanging] = useState(false);
  const drop = useMutation({
    mutationFn: () => ask('DELETE /api/v1/credentials/{credential}', { params: { credential: name } }),
    onSuccess: () => forget('GET /api/v1/credentials'),
  });
  const refused = doors.filter(({ outcome }) => outcome === 'refused').length;
  const worked = doors.filter(({ outcome }) => outcome === 'worked').length;
  return (
    <li>
      <div className={classes['words']}>
        <p className={classes['title']}>
          {name}
          <Badge tone="none">{KINDS[kind]}</Badge>
          {refused > 0 && <Badge tone="warn">{`${countText(refused, 'device')} refused it`}</Badge>}
        </p>
        <p>
          tried at <Said lines={2}>{scope.join(', ')}</Said>
        </p>
        <p className={classes['quiet']}>
          {user !== null && (
            <span>
              user <Said>{user}</Said>
            </span>
          )}
          {auth !== null && <span>{[auth, privacy].filter((word) => word !== null).join(' and ')}</span>}
          <span>{worked === 0 ? 'opened nothing yet' : `opened ${countText(worked, 'device')}`}</span>
          <span>
            given <TimeAgo at={changedAt} />
          </span>
        </p>
        {drop.error && <Trouble error={drop.error} />}
      </div>
      <div className={classes['say']}>
        <Button size="xs" variant="default" aria-label={`Change ${name}`} onClick={() => setChanging(true)}>
          Change
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={`Forget ${name}`}
          loading={drop.isPending}
          onClick={() => (sure ? drop.mutate() : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {sure ? 'Forget it for good' : 'Forget'}
        </Button>
      </div>
      {changing && <ChangeForm credential={credential} close={() => setChanging(false)} />}
    </li>
  );
}

const KINDS: Readonly<Record<Credential['kind'], string>> = {
  'snmp-community': 'SNMP community',
  'snmp-user': 'SNMP v3 user',
  login: 'login',
  'ncdp2-token': 'NCDP/2 token',
};
