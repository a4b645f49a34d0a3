import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { Silence } from '../../data/documents.ts';
import { fleet } from '../../data/fleet.ts';
import { documentOf, forget } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { titleOf } from '../../parts/words.ts';
import classes from './alerts.module.css';
import { SilenceForm } from './silence-form.tsx';

/** What nobody is told of for now, until when, and why. */
export function Silences() {
  const query = useQuery(documentOf('GET /api/v1/silences', {}));
  const may = useMay('operator');
  const [adding, setAdding] = useState(false);
  const add = may && <Button onClick={() => setAdding(true)}>Add a silence</Button>;
  return (
    <Loaded query={query}>
      {({ silences }) => (
        <Card title="Silences" hint="Nobody is told, and the list shows the alerts all the same." actions={add} flush>
          {silences.length === 0 ? (
            <Empty icon="moon" title="Nothing is silent.">
              Before a move, a repair or a holiday, silence a device or a rule: messages stay away until the time you
              say, and come back by themselves.
            </Empty>
          ) : (
            <ul className={classes['rows']}>
              {silences.map((silence) => (
                <OneSilence key={silence.id} silence={silence} may={may} />
              ))}
            </ul>
          )}
          {adding && <SilenceForm close={() => setAdding(false)} />}
        </Card>
      )}
    </Loaded>
  );
}

function OneSilence({ silence, may }: { readonly silence: Silence; readonly may: boolean }) {
  const { id, device, rule, until, reason, by, at } = silence;
  const known = useQuery(fleet);
  const rules = useQuery(documentOf('GET /api/v1/alert-rules', {}));
  const found = device === null ? undefined : known.data?.devices.get(device);
  const title = rules.data?.rules.find((one) => one.id === rule)?.title ?? rule;
  const end = useMutation({
    mutationFn: () => ask('DELETE /api/v1/silences/{silence}', { params: { silence: id } }),
    onSuccess: () => forget('GET /api/v1/silences', 'GET /api/v1/alerts'),
  });
  return (
    <li>
      <div className={classes['words']}>
        <p className={classes['text']}>
          {device === null ? (
            'Every device'
          ) : (
            <Link to="/devices/$id" params={{ id: device }}>
              <Said>{found === undefined ? device : titleOf(found)}</Said>
            </Link>
          )}
        </p>
        <p>
          <Said>{title ?? 'Every rule'}</Said>
        </p>
        <small>
          <span>
            ends <TimeAgo at={until} />
          </span>
          <span>
            said by {by ?? 'somebody'} <TimeAgo at={at} />
          </span>
          {reason !== '' && <Said lines={2}>{reason}</Said>}
        </small>
        {end.error && <Trouble error={end.error} />}
      </div>
      {may && (
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate()}>
          End it now
        </Button>
      )}
    </li>
  );
}
