import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../data/ask.ts';
import { documentOf, queryClient } from '../data/query.ts';
import { useStream } from '../data/use.ts';
import classes from './consent.module.css';
import { Trouble } from './standing.tsx';

/** Lets a person say which interfaces may be looked at. Until then nothing of it is chosen for them but what is offered. */
export function Consent() {
  const scope = useQuery(documentOf('GET /api/v1/scope', {}));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const say = useMutation({
    mutationFn: (interfaces: readonly string[]) =>
      ask('POST /api/v1/consent', { body: { interfaces: [...interfaces] } }),
    onSuccess: () => void queryClient.invalidateQueries(),
  });
  if (scope.data === undefined || !scope.data.virtual) return null;
  const { offered, trouble } = scope.data;
  const chosen = offered.map(({ name }) => name).filter((name) => !left.has(name));
  const flip = (name: string) => {
    const next = new Set(left);
    if (!next.delete(name)) next.add(name);
    setLeft(next);
  };
  return (
    <section id="consent" className={classes['consent']} aria-labelledby="consent-title">
      <div className={classes['words']}>
        <h2 id="consent-title">Look at my network</h2>
        <p>
          Quietport asks the devices on the interfaces you choose who they are and how they do. It reads only, sends
          nothing to a print port, and stays on these segments. You can take it back at any time.
        </p>
        {trouble && <p>{trouble}</p>}
      </div>
      {offered.length === 0 ? (
        <p className={classes['none']}>
          This machine has no interface that may be looked at: there is only loopback, or QUIETPORT_INTERFACES names no
          other.
        </p>
      ) : (
        <div className={classes['choice']}>
          {offered.map(({ name, addresses }) => (
            <Checkbox
              key={name}
              label={name}
              description={addresses.join(', ')}
              checked={!left.has(name)}
              onChange={() => flip(name)}
            />
          ))}
          <Button loading={say.isPending} disabled={chosen.length === 0} onClick={() => say.mutate(chosen)}>
            {chosen.length === 0 ? 'Choose an interface' : `Look at ${chosen.join(', ')}`}
          </Button>
        </div>
      )}
      {say.error && <Trouble error={say.error} />}
    </section>
  );
}

/** The look that is under way, or a button for another one. */
export function LookNow() {
  const scope = useQuery(documentOf('GET /api/v1/scope', {}));
  const { look } = useStream();
  const start = useMutation({ mutationFn: () => ask('POST /api/v1/looks', {}) });
  if (scope.data === undefined || scope.data.virtual) return null;
  return (
    <Button variant="default" loading={start.isPending} disabled={look !== null} onClick={() => start.mutate()}>
      {look === null ? 'Look now' : 'Looking …'}
    </Button>
  );
}
