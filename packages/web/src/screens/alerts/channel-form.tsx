import { Checkbox, PasswordInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { Channel } from '../../data/documents.ts';
import { forget } from '../../data/query.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { freeId } from '../../parts/words.ts';
import { ChannelWay } from './channel-way.tsx';

interface ChannelFormProps {
  /** The channel that is changed; a new one if it is not given. */
  readonly channel?: Channel;
  readonly taken: readonly string[];
  readonly close: () => void;
}

/** Who is told, by which way, of what. A secret goes in and never comes back. */
export function ChannelForm({ channel, taken, close }: ChannelFormProps) {
  const [title, setTitle] = useState(channel?.title ?? '');
  const [settings, setSettings] = useState<Channel['settings']>(channel?.settings ?? FRESH.email);
  const [from, setFrom] = useState<Channel['from']>(channel?.from ?? 'warning');
  const [ends, setEnds] = useState(channel?.ends ?? true);
  const [secret, setSecret] = useState('');
  const save = useMutation({
    mutationFn: () =>
      ask('PUT /api/v1/channels/{channel}', {
        params: { channel: channel?.id ?? freeId(title, 'channel', taken) },
        body: {
          ...{ title, settings, from, ends, enabled: channel?.enabled ?? true },
          gatherSeconds: channel?.gatherSeconds ?? 5,
          ...(secret === '' ? {} : { secret }),
        },
      }),
    onSuccess: () => {
      forget('GET /api/v1/channels');
      close();
    },
  });
  return (
    <Dialog
      title={channel === undefined ? 'A new channel' : 'Change a channel'}
      size="lg"
      close={close}
      act="Save"
      ready={title.trim() !== ''}
      save={save}
    >
      <SegmentedControl
        aria-label="By which way"
        data={WAYS}
        value={settings.kind}
        onChange={(kind) => setSettings(kind === channel?.settings.kind ? channel.settings : FRESH[kind])}
      />
      <TextInput
        label="Title"
        placeholder="Those who refill"
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <ChannelWay settings={settings} change={setSettings} />
      <PasswordInput
        label={SECRETS[settings.kind]}
        description={
          channel?.hasSecret
            ? 'One is kept, sealed. Leave this empty to keep it.'
            : 'Kept sealed on this machine, and never shown again. Leave it empty if there is none.'
        }
        autoComplete="new-password"
        value={secret}
        onChange={(event) => setSecret(event.currentTarget.value)}
      />
      <Select
        label="Which alerts"
        allowDeselect={false}
        data={FROM}
        value={from}
        onChange={(next) => setFrom(FROM.find(({ value }) => value === next)?.value ?? from)}
      />
      <Checkbox
        label="Say when they are over, too"
        checked={ends}
        onChange={(event) => setEnds(event.currentTarget.checked)}
      />
    </Dialog>
  );
}

const FRESH = {
  email: { kind: 'email', host: '', port: 465, security: 'tls', user: null, from: '', to: [] },
  ntfy: { kind: 'ntfy', url: 'https://ntfy.sh', topic: '' },
  webhook: { kind: 'webhook', url: '' },
  mqtt: { kind: 'mqtt', url: '', user: null, topic: 'quietport/alerts' },
} satisfies Readonly<Record<string, Channel['settings']>>;
const WAYS: { value: keyof typeof FRESH; label: string }[] = [
  { value: 'email', label: 'Mail' },
  { value: 'ntfy', label: 'ntfy' },
  { value: 'webhook', label: 'Webhook' },
  { value: 'mqtt', label: 'MQTT' },
];
const SECRETS = {
  email: 'Password of the mail server',
  ntfy: 'Access token',
  webhook: 'Signing secret',
  mqtt: 'Password of the broker',
} as const;
const FROM = [
  { value: 'critical', label: 'Critical ones only' },
  { value: 'warning', label: 'Warnings and graver ones' },
  { value: 'info', label: 'Every alert' },
] as const;
