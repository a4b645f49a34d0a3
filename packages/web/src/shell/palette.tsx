import { Modal, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Device } from '../data/documents.ts';
import { fleet } from '../data/fleet.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Said } from '../parts/said.tsx';
import { addressOf, modelOf, titleOf } from '../parts/words.ts';
import { groups, screens } from '../screens/list.ts';
import classes from './palette.module.css';

interface Goal {
  readonly key: string;
  readonly icon: IconName;
  readonly title: string;
  readonly hint: string;
  readonly to: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** Goes anywhere by a few letters: screens, devices, any port by its number or name. */
export function Palette({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  return (
    <Modal
      opened={open}
      onClose={close}
      withCloseButton={false}
      padding={0}
      size="lg"
      yOffset="12vh"
      transitionProps={{ duration: 0 }}
    >
      {open && <Search close={close} />}
    </Modal>
  );
}

function Search({ close }: { readonly close: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const known = useQuery(fleet);
  const navigate = useNavigate();
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  // at once: whoever opens this types already
  useLayoutEffect(() => field.current?.focus(), []);
  const goals = goalsOf(text.trim(), [...(known.data?.devices.values() ?? [])]);
  const go = ({ to, params }: Goal) => {
    close();
    void navigate({ to, ...(params === undefined ? {} : { params }) });
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const goal = goals[at];
    if (step !== undefined) {
      event.preventDefault();
      setAt((at + step + goals.length) % Math.max(goals.length, 1));
    } else if (event.key === 'Enter' && goal !== undefined) go(goal);
  };
  return (
    <div className={classes['palette']}>
      <TextInput
        ref={field}
        variant="unstyled"
        size="md"
        leftSection={<Icon name="search" size={18} />}
        placeholder="A device, a screen, a port …"
        aria-label="Search"
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={goals[at] ? `${list}-${at}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div id={list} role="listbox" aria-label="Where to go" className={classes['goals']}>
        {goals.map((goal, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the chosen one
          <div
            key={goal.key}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes['goal']}
            ref={index === at ? (node) => node?.scrollIntoView({ block: 'nearest' }) : undefined}
            onMouseMove={() => setAt(index)}
            onClick={() => go(goal)}
          >
            <Icon name={goal.icon} size={18} />
            <Said>{goal.title}</Said>
            <span className={classes['hint']}>
              <Said>{goal.hint}</Said>
            </span>
          </div>
        ))}
      </div>
      {goals.length === 0 && <p className={classes['none']}>Nothing has these letters.</p>}
    </div>
  );
}

function goalsOf(text: string, devices: readonly Device[]): Goal[] {
  const lower = text.toLowerCase();
  const places = screens.flatMap(({ path, title, place }): Goal[] =>
    place && title.toLowerCase().includes(lower)
      ? [{ key: path, icon: place.icon, title, hint: groups.find((group) => group === place.group) ?? '', to: path }]
      : [],
  );
  if (text === '') return places;
  const found = devices
    .filter((device) => wordsOf(device).includes(lower))
    .slice(0, MOST)
    .map(
      (device): Goal => ({
        key: device.id,
        icon: 'devices',
        title: titleOf(device),
        hint: [modelOf(device), addressOf(device)].filter(Boolean).join(' · '),
        to: '/devices/$id',
        params: { id: device.id },
      }),
    );
  const port: Goal = {
    key: 'port',
    icon: 'ports',
    title: `What is port ${text}?`,
    hint: 'registry, practice, this machine, your devices',
    to: '/ports/$query',
    params: { query: text },
  };
  return /^[\w/-]{1,40}$/.test(text) && /^\d/.test(text) ? [port, ...places, ...found] : [...places, ...found, port];
}

function wordsOf(device: Device): string {
  const facts = Object.values(device.facts).map(({ value }) => value);
  const places = device.interfaces.flatMap(({ mac, addresses }) => [mac ?? '', ...addresses]);
  return [device.id, ...facts, ...device.hostnames, ...places].join('\n').toLowerCase();
}

const MOST = 12;
