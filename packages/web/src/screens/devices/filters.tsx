import { Button, Checkbox, Menu, Select, Switch, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Device } from '../../data/documents.ts';
import { useAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { capital, countText, numberText, spaced } from '../../parts/words.ts';
import { columns } from './columns.tsx';
import { csvOf, download } from './csv.ts';
import classes from './devices.module.css';
import { shownColumns } from './shown.ts';

interface FiltersProps {
  readonly devices: readonly Device[];
  readonly shown: readonly Device[];
  /** Nothing of it is still being read. */
  readonly whole: boolean;
}

/** Search, kinds, states, columns, and the rows as a file. */
export function Filters({ devices, shown, whole }: FiltersProps) {
  const { asked, change } = useAddress();
  const visible = shownColumns(asked['columns']);
  const flip = (id: string) => {
    const next = visible.includes(id) ? visible.filter((one) => one !== id) : [...visible, id];
    change({ columns: next.join(' ') });
  };
  const save = () => {
    const chosen = columns.filter(({ id = '' }) => visible.includes(id));
    const head = chosen.map(({ header }) => String(header));
    const rows = shown.map((device) => chosen.map(({ meta }) => meta?.csv(device) ?? ''));
    download('devices.csv', 'text/csv', csvOf([head, ...rows]));
  };
  return (
    <div className={classes['filters']}>
      <SearchField asked={asked['q'] ?? ''} change={(q) => change({ q })} />
      <Choice
        label="Kind"
        value={asked['kind']}
        choices={counted(devices, ({ kind }) => kind)}
        choose={(kind) => change({ kind })}
      />
      <Choice
        label="State"
        value={asked['state']}
        choices={counted(devices, ({ state }) => state.word)}
        choose={(state) => change({ state })}
      />
      {(asked['ignored'] === 'yes' || devices.some(({ ignored }) => ignored)) && (
        <Switch
          label="Ignored"
          checked={asked['ignored'] === 'yes'}
          onChange={(event) => change({ ignored: event.currentTarget.checked ? 'yes' : '' })}
        />
      )}
      <span className={classes['count']} role="status">
        {shown.length !== devices.length && `${numberText(shown.length)} of `}
        {countText(devices.length, 'device')}
        {!whole && devices.length > 0 && ' so far'}
      </span>
      <Menu closeOnItemClick={false} position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" leftSection={<Icon name="columns" size={16} />}>
            Columns
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {columns.slice(1).map(({ id = '', header }) => (
            <Menu.Item key={id} onClick={() => flip(id)} role="menuitemcheckbox" aria-checked={visible.includes(id)}>
              <Checkbox.Indicator checked={visible.includes(id)} size="xs" mr="sm" component="span" />
              {String(header)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={<Icon name="download" size={16} />} onClick={save}>
        CSV
      </Button>
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
