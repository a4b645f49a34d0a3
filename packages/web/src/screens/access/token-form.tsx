import { Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import { forget } from '../../data/query.ts';
import { serverNow } from '../../data/server-time.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SCOPES, type Token } from './people-words.ts';

interface TokenFormProps {
  readonly close: () => void;
  readonly made: (token: NewToken) => void;
}

/** Its text is told this once. */
export interface NewToken {
  readonly id: string;
  readonly text: string;
}

/** A token for one program: what for, what it opens, and how long. */
export function TokenForm({ close, made }: TokenFormProps) {
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Token['scope']>('read');
  const [days, setDays] = useState(FOREVER);
  const make = useMutation({
    mutationFn: () => {
      const ends = days === FOREVER ? {} : { expiresAt: new Date(serverNow() + Number(days) * DAY_MS).toISOString() };
      return ask('POST /api/v1/tokens', { body: { name, scope, ...ends } });
    },
    onSuccess: ({ id, token }) => {
      made({ id, text: token ?? '' });
      forget('GET /api/v1/tokens');
      close();
    },
  });
  return (
    <Dialog title="A new token" close={close} act="Make it" ready={name.trim() !== ''} save={make}>
      <TextInput
        label="What for"
        placeholder="Prometheus"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Opens"
        allowDeselect={false}
        data={SCOPES}
        value={scope}
        onChange={(next) => setScope((next as Token['scope'] | null) ?? scope)}
      />
      <Select
        label="Lasts"
        allowDeselect={false}
        data={SPANS}
        value={days}
        onChange={(next) => setDays(next ?? days)}
      />
    </Dialog>
  );
}

const FOREVER = 'forever';
const DAY_MS = 86_400_000;
const SPANS = [
  { value: FOREVER, label: 'Until it is taken back' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
];
