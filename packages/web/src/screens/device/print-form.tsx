import { FileInput, NumberInput, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Refusal, sendFile } from '../../data/ask.ts';
import type { Device } from '../../data/documents.ts';
import { forget } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import classes from './device.module.css';

/** One document for this device. Where it may be on paper already, that is said, and asked. */
export function PrintForm({ device, close }: { readonly device: Device; readonly close: () => void }) {
  const [file, setFile] = useState<File | null>(null);
  const [copies, setCopies] = useState<number | string>(1);
  const [sides, setSides] = useState<string | null>(null);
  const [color, setColor] = useState<string | null>(null);
  const navigate = useNavigate();
  const print = useMutation({
    mutationFn: (again: boolean) =>
      sendFile(`/api/v1/devices/${encodeURIComponent(device.id)}/jobs`, file!, {
        name: file!.name,
        ...(Number(copies) > 1 ? { copies: String(copies) } : {}),
        ...(sides === null ? {} : { sides }),
        ...(color === null ? {} : { color }),
        ...(again ? { again: 'true' } : {}),
      }),
    onSuccess: () => {
      forget('GET /api/v1/jobs');
      void navigate({ to: '/jobs' });
    },
  });
  const again = print.error instanceof Refusal && print.error.problem.code === 'print/maybe-printed';
  return (
    <Dialog
      title="Print a document"
      close={close}
      act={again ? 'Print a second copy' : 'Print'}
      ready={file !== null}
      save={{ ...print, mutate: () => print.mutate(again) }}
    >
      <p className={classes['quiet']}>
        It goes as it is: PDF, JPEG, PWG raster or what this printer takes. Who is at the address is read again first.
      </p>
      <FileInput label="Document" placeholder="Choose a file" value={file} onChange={setFile} />
      <NumberInput label="Copies" min={1} max={999} allowDecimal={false} value={copies} onChange={setCopies} />
      <Select
        label="Sides"
        placeholder="as the printer has it"
        clearable
        data={SIDES}
        value={sides}
        onChange={setSides}
      />
      <Select
        label="Colour"
        placeholder="as the printer has it"
        clearable
        data={COLORS}
        value={color}
        onChange={setColor}
      />
    </Dialog>
  );
}

const SIDES = [
  { value: 'one-sided', label: 'One side' },
  { value: 'two-sided-long-edge', label: 'Both sides, like a book' },
  { value: 'two-sided-short-edge', label: 'Both sides, like a calendar' },
];
const COLORS = [
  { value: 'color', label: 'Colour' },
  { value: 'monochrome', label: 'Black and grey' },
];
