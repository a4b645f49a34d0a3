import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { AlertRule } from '../../data/documents.ts';
import { forget } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { capital, freeId, spaced } from '../../parts/words.ts';
import classes from './alerts.module.css';
import { conditions } from './conditions.ts';
import { Thresholds } from './thresholds.tsx';

interface RuleFormProps {
  /** The rule that is changed; a new one if it is not given. */
  readonly rule?: AlertRule;
  /** Ids that are there already. */
  readonly taken: readonly string[];
  readonly close: () => void;
}

/** A rule as a person sets it: what it watches, how grave it is, for how long it must hold, and for which devices. */
export function RuleForm({ rule, taken, close }: RuleFormProps) {
  const [title, setTitle] = useState(rule?.title ?? '');
  const [when, setWhen] = useState(rule?.when ?? FIRST);
  const [severity, setSeverity] = useState<AlertRule['severity']>(rule?.severity ?? 'warning');
  const [minutes, setMinutes] = useState((rule?.holdSeconds ?? 0) / 60);
  const [endMinutes, setEndMinutes] = useState((rule?.endHoldSeconds ?? 0) / 60);
  const [inARow, setInARow] = useState(rule?.inARow ?? 1);
  const [scope, setScope] = useState(rule?.scope ?? EVERY);
  const save = useMutation({
    mutationFn: () =>
      ask('PUT /api/v1/alert-rules/{rule}', {
        params: { rule: rule?.id ?? freeId(title, 'rule', taken) },
        body: {
          ...{ title, when, severity, scope, inARow, enabled: rule?.enabled ?? true },
          ...{ holdSeconds: Math.round(minutes * 60), endHoldSeconds: Math.round(endMinutes * 60) },
        },
      }),
    onSuccess: () => {
      forget('GET /api/v1/alert-rules');
      close();
    },
  });
  return (
    <Dialog
      title={rule === undefined ? 'A new rule' : 'Change a rule'}
      size="lg"
      close={close}
      act="Save"
      ready={title.trim() !== ''}
      save={save}
    >
      <TextInput
        label="Title"
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <div className={classes['pair']}>
        <Select
          label="What it watches"
          allowDeselect={false}
          disabled={rule?.builtIn === true}
          data={conditions.map(({ label, fresh }) => ({ value: fresh.is, label }))}
          value={when.is}
          onChange={(is) => setWhen(conditions.find(({ fresh }) => fresh.is === is)?.fresh ?? when)}
        />
        <Select
          label="How grave it is"
          allowDeselect={false}
          data={SEVERITIES}
          value={severity}
          onChange={(next) => setSeverity(SEVERITIES.find((one) => one === next) ?? severity)}
        />
      </div>
      <Thresholds when={when} change={setWhen} />
      <div className={classes['pair']}>
        <NumberInput
          label="It must hold for"
          suffix=" min"
          min={0}
          max={10_080}
          decimalScale={2}
          value={minutes}
          onChange={(value) => setMinutes(Number(value))}
        />
        <NumberInput
          label="And be over for"
          suffix=" min"
          min={0}
          max={10_080}
          decimalScale={2}
          value={endMinutes}
          onChange={(value) => setEndMinutes(Number(value))}
        />
        <NumberInput
          label="Looks in a row"
          min={1}
          max={100}
          allowDecimal={false}
          value={inARow}
          onChange={(value) => setInARow(Math.max(1, Number(value)))}
        />
      </div>
      <fieldset className={classes['scope']}>
        <legend>Which devices: every one, unless you name some</legend>
        <div className={classes['pair']}>
          <MultiSelect
            label="Kinds"
            clearable
            data={KINDS.map((kind) => ({ value: kind, label: capital(spaced(kind)) }))}
            value={scope.kinds}
            onChange={(kinds) => setScope({ ...scope, kinds: KINDS.filter((kind) => kinds.includes(kind)) })}
          />
          {(['makes', 'names', 'locations'] as const).map((list) => (
            <TagsInput
              key={list}
              label={capital(list)}
              placeholder={scope[list].length === 0 ? PLACEHOLDERS[list] : ''}
              value={scope[list]}
              onChange={(values) => setScope({ ...scope, [list]: values })}
            />
          ))}
        </div>
      </fieldset>
    </Dialog>
  );
}

const FIRST: AlertRule['when'] = { is: 'supply', below: 0.1, clear: 0.15, ownMark: true };
const EVERY: AlertRule['scope'] = { devices: [], kinds: [], makes: [], names: [], locations: [] };
const SEVERITIES = ['critical', 'warning', 'info'] as const;
const KINDS = [
  'printer',
  'mfp',
  'scanner',
  'pos-printer',
  'label-printer',
  'projector',
  'print-server',
  'other',
  'unknown',
] as const;
const PLACEHOLDERS = { makes: 'EPSON', names: 'Front desk*', locations: 'Floor 2*' } as const;
