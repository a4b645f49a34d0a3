import { Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { RaisedAlert } from '../../data/documents.ts';
import { fleet } from '../../data/fleet.ts';
import { documentOf, forget } from '../../data/query.ts';
import { serverNow } from '../../data/server-time.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { titleOf } from '../../parts/words.ts';
import classes from './alerts.module.css';

interface SilenceFormProps {
  /** Silences what this alert is about; anything if it is not given. */
  readonly about?: RaisedAlert;
  readonly close: () => void;
}

/** For a while nobody is told of a device, a rule, or a rule on a device. What happens is still written down. */
export function SilenceForm({ about, close }: SilenceFormProps) {
  const known = useQuery(fleet);
  const rules = useQuery(documentOf('GET /api/v1/alert-rules', {}));
  const [device, setDevice] = useState(about?.device ?? null);
  const [rule, setRule] = useState(about?.rule ?? null);
  const [span, setSpan] = useState('4');
  const [end, setEnd] = useState('');
  const [reason, setReason] = useState('');
  const say = useMutation({
    mutationFn: () => {
      const until = new Date(span === OWN ? end : serverNow() + Number(span) * HOUR_MS).toISOString();
      const what = { ...(device === null ? {} : { device }), ...(rule === null ? {} : { rule }) };
      return ask('POST /api/v1/silences', { body: { ...what, until, reason } });
    },
    onSuccess: () => {
      forget('GET /api/v1/silences', 'GET /api/v1/alerts');
      close();
    },
  });
  const devices = [...(known.data?.devices.values() ?? [])];
  return (
    <Dialog title="Silence" size="md" close={close} act="Silence" ready={span !== OWN || end !== ''} save={say}>
      <p className={classes['quiet']}>
        Nobody is told until then. Alerts still stand in the list, and end by themselves.
      </p>
      <Select
        label="Device"
        placeholder="Every device"
        searchable
        clearable
        limit={100}
        data={devices.map((one) => ({ value: one.id, label: titleOf(one).slice(0, 100) }))}
        value={device}
        onChange={setDevice}
      />
      <Select
        label="Rule"
        placeholder="Every rule"
        searchable
        clearable
        data={(rules.data?.rules ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        value={rule}
        onChange={setRule}
      />
      <Select label="For" allowDeselect={false} data={SPANS} value={span} onChange={(next) => setSpan(next ?? span)} />
      {span === OWN && (
        <TextInput
          type="datetime-local"
          label="Ends"
          required
          value={end}
          onChange={(event) => setEnd(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="Why"
        placeholder="The office is closed"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {device === null && rule === null && (
        <p className={classes['quiet']}>This silences every alert of every device.</p>
      )}
    </Dialog>
  );
}

const OWN = 'own';
const HOUR_MS = 3_600_000;
const SPANS = [
  { value: '1', label: 'An hour' },
  { value: '4', label: 'Four hours' },
  { value: '24', label: 'A day' },
  { value: '168', label: 'A week' },
  { value: OWN, label: 'Until …' },
];
