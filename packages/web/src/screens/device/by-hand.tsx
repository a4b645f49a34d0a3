import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { undo } from '../../data/correct.ts';
import type { Device, HandCorrection } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded, Trouble } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import classes from './device.module.css';
import { MergeForm, SplitForm } from './merge-form.tsx';

/** What people said of this device, each to be taken back; and what only they can say: who is the same, and who is another one. */
export function ByHand({ device }: { readonly device: Device }) {
  const may = useMay('operator');
  const query = useQuery(documentOf('GET /api/v1/devices/{id}/corrections', { params: { id: device.id } }));
  const [form, setForm] = useState<'merge' | 'split'>();
  const back = useMutation({ mutationFn: undo });
  const several = device.interfaces.flatMap(({ addresses }) => addresses).length > 1;
  // a viewer has nothing to do here, and reads what there is
  if (!may && !query.data?.corrections.length) return null;
  return (
    <Card title="Said by people" hint="It counts for more than what a look hears, and no look changes it.">
      <Loaded query={query} rows={2}>
        {({ corrections }) => (
          <div className={classes['form']}>
            {corrections.length > 0 && (
              <ul className={classes['corrections']}>
                {corrections.map((one) => (
                  <li key={one.id}>
                    <div>
                      <What said={one} own={device.id} />
                      <small className={classes['grade']}>
                        <TimeAgo at={one.at} />
                      </small>
                    </div>
                    {may && (
                      <Button
                        size="xs"
                        variant="default"
                        loading={back.isPending && back.variables === one.id}
                        onClick={() => back.mutate(one.id)}
                        aria-label={`Take back: ${WORDS[one.is]}`}
                      >
                        Take back
                      </Button>
                    )}
                  </li>
                ))}
              </ul>
            )}
            {back.error && <Trouble error={back.error} />}
            {may && (
              <div className={classes['choices']}>
                <Button size="xs" variant="default" onClick={() => setForm('merge')}>
                  Same as another one …
                </Button>
                {several && (
                  <Button size="xs" variant="default" onClick={() => setForm('split')}>
                    These are two …
                  </Button>
                )}
              </div>
            )}
          </div>
        )}
      </Loaded>
      {form === 'merge' && <MergeForm device={device} close={() => setForm(undefined)} />}
      {form === 'split' && <SplitForm device={device} close={() => setForm(undefined)} />}
    </Card>
  );
}

function What({ said, own }: { readonly said: HandCorrection; readonly own: string }) {
  const others = said.devices?.filter((id) => id !== own) ?? [];
  return (
    <p>
      {WORDS[said.is]} {said.name !== undefined && <Said>{said.name}</Said>}
      {said.address !== undefined && <Said mono>{said.address}</Said>}
      {others.length > 0 && <Said mono>{others.join(', ')}</Said>}
    </p>
  );
}

const WORDS: Readonly<Record<HandCorrection['is'], string>> = {
  merge: 'One device with',
  split: 'Another device at',
  name: 'Named',
  ignore: 'Ignored',
};
