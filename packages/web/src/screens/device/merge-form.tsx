import { Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { merge, split } from '../../data/correct.ts';
import type { Device } from '../../data/documents.ts';
import { fleet } from '../../data/fleet.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Said } from '../../parts/said.tsx';
import { addressOf, titleOf } from '../../parts/words.ts';

interface FormProps {
  readonly device: Device;
  readonly close: () => void;
}

/** Another device that is this one: on the wire and on wireless, say. */
export function MergeForm({ device, close }: FormProps) {
  const known = useQuery(fleet);
  const [other, setOther] = useState<string | null>(null);
  const say = useMutation({ mutationFn: () => merge(device.id, other === null ? [] : [other]), onSuccess: close });
  const choices = useMemo(() => {
    const all = [...(known.data?.devices.values() ?? [])].filter(({ id }) => id !== device.id);
    return all.map((one) => ({ value: one.id, label: `${titleOf(one).slice(0, 100)} · ${addressOf(one) || one.id}` }));
  }, [known.data, device.id]);
  return (
    <Dialog title="The same device" close={close} act="They are one" ready={other !== null} save={say}>
      <p>Both stand together from now on, under this id. The other id stays valid, and you can take it back.</p>
      <Select
        label={`The same as ${titleOf(device).slice(0, 60)}`}
        placeholder="Its name or address"
        searchable
        // nobody reads more rows than these: letters find the others
        limit={50}
        data={choices}
        value={other}
        onChange={setOther}
        renderOption={({ option }) => <Said>{option.label}</Said>}
        nothingFoundMessage="No other device is like that."
      />
    </Dialog>
  );
}

/** One of its addresses is somebody else's: two that bear one serial, say. */
export function SplitForm({ device, close }: FormProps) {
  const [address, setAddress] = useState<string | null>(null);
  const say = useMutation({ mutationFn: () => split(device.id, address ?? ''), onSuccess: close });
  return (
    <Dialog title="Two devices" close={close} act="They are two" ready={address !== null} save={say}>
      <p>What is heard at that address is another device from now on, whatever both tell. You can take it back.</p>
      <Select
        label="The other one is heard at"
        data={[...new Set(device.interfaces.flatMap(({ addresses }) => addresses))]}
        value={address}
        onChange={setAddress}
      />
    </Dialog>
  );
}
