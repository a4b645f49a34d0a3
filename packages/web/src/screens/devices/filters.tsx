import { Select, Switch, TextInput } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Device } from '../../data/documents.ts';
import { useAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { capital, countText, numberText, spaced } from '../../parts/words.ts';
import classes from './devices.module.css';
import { shortages } from './short-of.ts';

const SHORTAGES = shortages.map((value) => ({ value, label: `${capital(value)} supplies` }));

interface FiltersProps {
  readonly devices: readonly Device[];
  /** How many there are in all, and how many are like that. */
  readonly total: number;
  readonly found: number;
}

/** Search, kinds, states, and how many are like that. */
export function Filters({ devices, total, found }: FiltersProps) {
  const { asked, change } = useAddress();
  const kinds = useMemo(() => counted(devices, ({ kind }) => kind), [devices]);
  const states = useMemo(() => counted(devices, ({ state }) => state.word), [devices]);
  return (
    <div className={classes['filters']}>
      <SearchField asked={asked['q'] ?? ''} change={(q) => change({ q })} />
      <Choice label="Kind" value={asked['kind']} choices={kinds} choose={(kind) => change({ kind })} />
      <Choice label="State" value={asked['state']} choices={states} choose={(state) => change({ state })} />
      <Choice label="Supplies" value={asked['supply']} choices={SHORTAGES} choose={(supply) => change({ supply })} />
      {(asked['ignored'] === 'yes' || devices.some(({ ignored }) => ignored)) && (
        <Switch
          label="Ignored"
          checked={asked['ignored'] === 'yes'}
          onChange={(event) => change({ ignored: event.currentTarget.checked ? 'yes' : '' })}
        />
      )}
      <span className={classes['count']} role="status">
        {found !== total && `${numberText(found)} of `}
        {countText(total, 'device')}
      </span>
    </div>
  );
}

/** Types as fast as one likes; the address follows. `/` goes here from anywhere on the screen. */
function SearchField({ asked, change }: { readonly asked: string; readonly change: (q: string) => void }) {
  const [text, setText] = useState(asked);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => setText(asked), [asked]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const at = event.target;
      if (event.key !== '/' || (at instanceof HTMLElement && at.matches('input, textarea, select'))) return;
      event.preventDefault();
      field.current?.focus();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <TextInput
      ref={field}
      className={classes['search'] ?? ''}
      leftSection={<Icon name="search" size={16} />}
      rightSection={<kbd>/</kbd>}
      placeholder="Name, model, serial, address …"
      aria-label="Search devices"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        change(event.currentTarget.value);
      }}
    />
  );
}

function Choice({ label, value, choices, choose }: ChoiceProps) {
  return (
    <Select
      className={classes['choice'] ?? ''}
      placeholder={`Any ${label.toLowerCase()}`}
      aria-label={label}
      clearable
      data={[...choices]}
      value={value === undefined || value === '' ? null : value}
      onChange={(chosen) => choose(chosen ?? '')}
    />
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly choose: (value: string) => void;
}

function counted(devices: readonly Device[], of: (device: Device) => string): ChoiceProps['choices'] {
  const counts = new Map<string, number>();
  for (const device of devices) counts.set(of(device), (counts.get(of(device)) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([value, count]) => ({ value, label: `${capital(spaced(value))} (${numberText(count)})` }));
}
