import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { Device } from '../../data/documents.ts';
import { forget } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Trouble } from '../../parts/standing.tsx';
import classes from './device.module.css';
import { PrintForm } from './print-form.tsx';

/** What an operator may have this device do: be something else, or show which one it is, or print. */
export function Orders({ device }: { readonly device: Device }) {
  const may = useMay('operator');
  const [changing, setChanging] = useState(false);
  const [printing, setPrinting] = useState(false);
  const show = useMutation({
    mutationFn: () => ask('POST /api/v1/devices/{id}/identify', { params: { id: device.id }, body: {} }),
  });
  if (!may) return null;
  return (
    <>
      {PRINTS.has(device.kind) && (
        <Button variant="default" onClick={() => setPrinting(true)}>
          Print …
        </Button>
      )}
      <Button variant="default" onClick={() => setChanging(true)}>
        Change …
      </Button>
      <Button variant="default" loading={show.isPending} onClick={() => show.mutate()}>
        Which one is it?
      </Button>
      {show.data && <p role="status">It was asked by {show.data.protocol} to show itself.</p>}
      {show.error && <Trouble error={show.error} />}
      {printing && <PrintForm device={device} close={() => setPrinting(false)} />}
      {changing && <ChangeForm device={device} close={() => setChanging(false)} />}
    </>
  );
}

const PRINTS: ReadonlySet<string> = new Set(['printer', 'mfp', 'pos-printer', 'label-printer', 'unknown']);

function ChangeForm({ device, close }: { readonly device: Device; readonly close: () => void }) {
  const before = device.facts['location']?.value ?? '';
  const [location, setLocation] = useState(before);
  const [info, setInfo] = useState('');
  const navigate = useNavigate();
  const values = {
    ...(location === before ? {} : { location: location === '' ? null : location }),
    ...(info === '' ? {} : { info }),
  };
  const plan = useMutation({
    mutationFn: () => ask('POST /api/v1/plans', { body: { devices: { [device.id]: values } } }),
    onSuccess: () => {
      forget('GET /api/v1/plans');
      void navigate({ to: '/changes' });
    },
  });
  const ready = Object.keys(values).length > 0;
  return (
    <Dialog title="Change on the device" close={close} act="Plan it" ready={ready} save={plan}>
      <p className={classes['quiet']}>
        The device is asked what would change. Nothing happens before somebody says yes to the plan.
      </p>
      <TextInput
        label="Where it stands"
        maxLength={127}
        value={location}
        onChange={(event) => setLocation(event.currentTarget.value)}
      />
      <TextInput
        label="What it is for"
        placeholder="as it is"
        maxLength={127}
        value={info}
        onChange={(event) => setInfo(event.currentTarget.value)}
      />
    </Dialog>
  );
}
