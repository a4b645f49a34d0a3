import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useKept } from '../../data/kept.ts';
import { useAddress } from '../../parts/address.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import classes from './devices.module.css';
import { readViews, type SavedView, viewOf, writeViews } from './saved-views.ts';

/** Filters, order and columns under a name, kept in this browser; and a link to them for somebody else. */
export function Views({ visible }: { readonly visible: readonly string[] }) {
  const { asked } = useAddress();
  const [kept, keep] = useKept('device-views');
  const [naming, setNaming] = useState(false);
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const views = readViews(kept);
  const now = viewOf(asked, visible);
  const save = (name: string) => {
    keep(writeViews([...views.filter((view) => view.name !== name), { name, asked: now }]));
    setNaming(false);
  };
  const remove = ({ name }: SavedView) => keep(writeViews(views.filter((view) => view.name !== name)));
  const toggle = () => {
    setCopied(false);
    setOpen(!open);
  };
  const begin = () => {
    setOpen(false);
    setNaming(true);
  };
  const copy = async () => {
    const link = new URL(`/devices?${new URLSearchParams(now)}`, location.href);
    setCopied(
      await navigator.clipboard.writeText(link.href).then(
        () => true,
        () => false,
      ),
    );
  };
  return (
    <>
      <Popover
        opened={open}
        onChange={setOpen}
        position="bottom-end"
        shadow="md"
        width={280}
        trapFocus
        withinPortal={false}
      >
        <Popover.Target>
          <Button variant="default" leftSection={<Icon name="star" size={16} />} onClick={toggle}>
            Views
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes['views'] ?? ''}>
          {views.length === 0 ? (
            <p>Save what you look for often: filters, order, columns.</p>
          ) : (
            <ul>
              {views.map((view) => (
                <li key={view.name}>
                  <Link to="/devices" search={{ ...view.asked }} onClick={() => setOpen(false)}>
                    {view.name}
                  </Link>
                  <UnstyledButton aria-label={`Forget ${view.name}`} onClick={() => remove(view)}>
                    <Icon name="close" size={14} />
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          )}
          <Button size="xs" variant="default" onClick={begin}>
            Save this view …
          </Button>
          <Button size="xs" variant="subtle" onClick={() => void copy()}>
            {copied ? 'The link is copied' : 'Copy a link to it'}
          </Button>
        </Popover.Dropdown>
      </Popover>
      {naming && <Naming save={save} close={() => setNaming(false)} />}
    </>
  );
}

function Naming({ save, close }: { readonly save: (name: string) => void; readonly close: () => void }) {
  const [name, setName] = useState('');
  const saving = { mutate: () => save(name.trim()), isPending: false, error: null };
  return (
    <Dialog title="Save this view" act="Save" ready={name.trim() !== ''} save={saving} close={close}>
      <TextInput
        label="Name"
        description="Kept in this browser. The same name takes the place of the one before."
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Dialog>
  );
}
