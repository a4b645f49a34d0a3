import { Button, Popover, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ignore, rename } from '../../data/correct.ts';
import type { Device } from '../../data/documents.ts';
import { useMay } from '../../data/role.ts';
import { Trouble } from '../../parts/standing.tsx';
import { titleOf } from '../../parts/words.ts';
import classes from './device.module.css';

/** A person's word on this device: its name, and whether it is shown at all. No look takes it back; only operators have it. */
export function Corrections({ device }: { readonly device: Device }) {
  if (!useMay('operator')) return null;
  return (
    <>
      <Rename device={device} />
      <Ignore device={device} />
    </>
  );
}

function Rename({ device }: { readonly device: Device }) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const say = useMutation({
    mutationFn: (text: string) => rename(device.id, text),
    onSuccess: () => setOpen(false),
  });
  const given = device.facts['name']?.sources.includes('person') ?? false;
  const save = (event: FormEvent) => {
    event.preventDefault();
    say.mutate(name);
  };
  const begin = () => {
    setName(titleOf(device));
    say.reset();
    setOpen(!open);
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus withArrow position="bottom-end" width={300} shadow="md">
      <Popover.Target>
        <Button variant="default" onClick={begin}>
          Rename
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={save} className={classes['form']}>
          <TextInput
            label="Its name here"
            description="No look changes it."
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {say.error && <Trouble error={say.error} />}
          <div className={classes['buttons']}>
            {given && (
              <Button variant="default" onClick={() => say.mutate('')}>
                Take my name away
              </Button>
            )}
            <Button type="submit" loading={say.isPending} disabled={name.trim() === ''}>
              Save
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

function Ignore({ device }: { readonly device: Device }) {
  const say = useMutation({ mutationFn: () => ignore([device.id], !device.ignored) });
  return (
    <Popover opened={say.isError} onChange={say.reset} withArrow position="bottom-end" width={300} shadow="md">
      <Popover.Target>
        <Button variant="default" loading={say.isPending} onClick={() => say.mutate()}>
          {device.ignored ? 'Take back in' : 'Ignore'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{say.error && <Trouble error={say.error} />}</Popover.Dropdown>
    </Popover>
  );
}
