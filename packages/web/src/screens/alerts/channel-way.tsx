import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { Channel } from '../../data/documents.ts';
import classes from './alerts.module.css';

type Settings = Channel['settings'];

interface ChannelWayProps {
  readonly settings: Settings;
  readonly change: (next: Settings) => void;
}

/** Where a channel leads: what a webhook, a mail server or ntfy needs to be told. */
export function ChannelWay({ settings, change }: ChannelWayProps) {
  switch (settings.kind) {
    case 'webhook':
      return (
        <TextInput
          label="Address"
          type="url"
          required
          placeholder="https://example.com/alerts"
          description="Messages are signed as Standard Webhooks has it."
          value={settings.url}
          onChange={(event) => change({ ...settings, url: event.currentTarget.value })}
        />
      );
    case 'ntfy':
      return (
        <div className={classes['pair']}>
          <TextInput
            label="Topic"
            required
            placeholder="our-printers-4711"
            description="Who knows it can read along."
            value={settings.topic}
            onChange={(event) => change({ ...settings, topic: event.currentTarget.value })}
          />
          <TextInput
            label="Server"
            type="url"
            required
            description="ntfy.sh, or your own."
            value={settings.url}
            onChange={(event) => change({ ...settings, url: event.currentTarget.value })}
          />
        </div>
      );
    case 'mqtt':
      return (
        <>
          <TextInput
            label="Broker"
            required
            placeholder="mqtts://broker.example.com"
            description="What the webhook would carry, not retained."
            value={settings.url}
            onChange={(event) => change({ ...settings, url: event.currentTarget.value })}
          />
          <div className={classes['pair']}>
            <TextInput
              label="Topic"
              required
              value={settings.topic}
              onChange={(event) => change({ ...settings, topic: event.currentTarget.value })}
            />
            <TextInput
              label="User"
              placeholder="None"
              autoComplete="off"
              value={settings.user ?? ''}
              onChange={({ currentTarget: { value } }) => change({ ...settings, user: value === '' ? null : value })}
            />
          </div>
        </>
      );
    case 'email':
      return (
        <>
          <div className={classes['pair']}>
            <TextInput
              label="Mail server"
              required
              placeholder="mail.example.com"
              value={settings.host}
              onChange={(event) => change({ ...settings, host: event.currentTarget.value })}
            />
            <NumberInput
              label="Port"
              min={1}
              max={65_535}
              allowDecimal={false}
              value={settings.port}
              onChange={(port) => change({ ...settings, port: Number(port) })}
            />
            <Select
              label="Protection"
              allowDeselect={false}
              data={SECURITY}
              value={settings.security}
              onChange={(next) =>
                change({ ...settings, security: SECURITY.find(({ value }) => value === next)?.value ?? 'tls' })
              }
            />
          </div>
          <TagsInput
            label="To"
            placeholder={settings.to.length === 0 ? 'office@example.com' : ''}
            description="Enter after each address."
            acceptValueOnBlur
            value={[...settings.to]}
            onChange={(to) => change({ ...settings, to })}
          />
          <div className={classes['pair']}>
            <TextInput
              label="From"
              required
              placeholder="printers@example.com"
              value={settings.from}
              onChange={(event) => change({ ...settings, from: event.currentTarget.value })}
            />
            <TextInput
              label="User"
              placeholder="None"
              autoComplete="off"
              value={settings.user ?? ''}
              onChange={({ currentTarget: { value } }) => change({ ...settings, user: value === '' ? null : value })}
            />
          </div>
        </>
      );
  }
}

const SECURITY = [
  { value: 'tls', label: 'TLS' },
  { value: 'starttls', label: 'STARTTLS' },
  { value: 'none', label: 'None' },
] as const;
