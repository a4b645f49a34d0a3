import { Button, Checkbox } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { Scope } from '../../data/documents.ts';
import { queryClient } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Card } from '../../parts/page.tsx';
import { Trouble } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import classes from './discovery.module.css';

/** Which interfaces a person said may be looked at, which others there are, and a way to say something else. */
export function Allowed({ scope }: { readonly scope: Scope }) {
  const may = useMay('operator');
  const [wish, setWish] = useState<readonly string[]>();
  const done = () => {
    setWish(undefined);
    void queryClient.invalidateQueries();
  };
  const withdraw = useMutation({ mutationFn: () => ask('DELETE /api/v1/consent', {}), onSuccess: done });
  const change = useMutation({
    mutationFn: (interfaces: readonly string[]) =>
      ask('POST /api/v1/consent', { body: { interfaces: [...interfaces] } }),
    onSuccess: done,
  });
  const { consent, offered } = scope;
  if (consent === null) return null;
  const chosen = wish ?? consent.interfaces;
  const flip = (name: string) =>
    setWish(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  // an interface may be gone that somebody has agreed to
  const names = [...new Set([...offered.map(({ name }) => name), ...consent.interfaces])];
  const addressesOf = (name: string) => offered.find((one) => one.name === name)?.addresses.join(', ');
  const error = change.error ?? withdraw.error;
  return (
    <Card
      title="What may be looked at"
      hint="Only the segments of these interfaces are asked, and nothing is sent to a print port."
    >
      <div className={classes['allowed']}>
        {names.map((name) => (
          <Checkbox
            key={name}
            label={name}
            description={addressesOf(name) ?? 'Not there now'}
            checked={chosen.includes(name)}
            disabled={!may}
            onChange={() => flip(name)}
          />
        ))}
      </div>
      <p className={classes['quiet']}>
        {WAYS[consent.by] ?? consent.by} <TimeAgo at={consent.at} />.
      </p>
      {error && <Trouble error={error} />}
      {may && (
        <div className={classes['buttons']}>
          {wish !== undefined && (
            <Button loading={change.isPending} disabled={chosen.length === 0} onClick={() => change.mutate(chosen)}>
              {chosen.length === 0 ? 'Choose an interface' : `Look at ${chosen.join(', ')}`}
            </Button>
          )}
          <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
            Take consent back
          </Button>
        </div>
      )}
    </Card>
  );
}

const WAYS: Readonly<Record<string, string>> = {
  request: 'Said in the console',
  key: 'Said on the terminal',
  option: 'Said with --find, for this run,',
  environment: 'Said by QUIETPORT_INTERFACES, for this run,',
};
