import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { ignore, merge } from '../../data/correct.ts';
import { Trouble } from '../../parts/standing.tsx';
import { countText } from '../../parts/words.ts';
import classes from './devices.module.css';

interface BulkProps {
  readonly chosen: ReadonlySet<string>;
  /** The list is that of ignored ones. */
  readonly ignored: boolean;
  readonly done: () => void;
}

/** What can be done with all rows that are ticked. */
export function Bulk({ chosen, ignored, done }: BulkProps) {
  const say = useMutation({ mutationFn: () => ignore([...chosen], !ignored), onSuccess: done });
  const [first = '', ...others] = chosen;
  const join = useMutation({ mutationFn: () => merge(first, others), onSuccess: done });
  if (chosen.size === 0) return null;
  return (
    <section className={classes['bulk']} aria-label="Chosen devices">
      <strong>{countText(chosen.size, 'device')} chosen</strong>
      <Button size="xs" loading={say.isPending} onClick={() => say.mutate()}>
        {ignored ? 'Take back in' : 'Ignore'}
      </Button>
      {chosen.size === 2 && (
        <Button size="xs" variant="default" loading={join.isPending} onClick={() => join.mutate()}>
          They are one device
        </Button>
      )}
      <Button size="xs" variant="default" onClick={done}>
        Choose none
      </Button>
      {(say.error ?? join.error) && <Trouble error={say.error ?? join.error} />}
    </section>
  );
}
