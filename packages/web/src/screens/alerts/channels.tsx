import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { Channel } from '../../data/documents.ts';
import { documentOf, forget } from '../../data/query.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText } from '../../parts/words.ts';
import classes from './alerts.module.css';
import { ChannelForm } from './channel-form.tsx';
import { Deliveries } from './deliveries.tsx';

/** Who is told of alerts, by which way, and whether it works. */
export function Channels() {
  // what waits for a channel and what came of it has no event
  const query = useQuery({ ...documentOf('GET /api/v1/channels', {}), refetchInterval: AGAIN_MS });
  const [editing, setEditing] = useState<Channel | 'new'>();
  const add = <Button onClick={() => setEditing('new')}>Add a channel</Button>;
  return (
    <Loaded query={query}>
      {({ channels }) => (
        <Card title="Channels" hint="Nobody is ever told of virtual devices." actions={add} flush>
          {channels.length === 0 ? (
            <Empty icon="alerts" title="Nobody is told yet.">
              Alerts stand in this list only. A channel also sends them by mail, to a telephone by ntfy, or to a program
              of yours by webhook or MQTT; a channel that is down for a day loses nothing.
            </Empty>
          ) : (
            <ul className={classes['rows']}>
              {channels.map((channel) => (
                <OneChannel key={channel.id} channel={channel} edit={() => setEditing(channel)} />
              ))}
            </ul>
          )}
          {editing && (
            <ChannelForm
              {...(editing === 'new' ? {} : { channel: editing })}
              taken={channels.map(({ id }) => id)}
              close={() => setEditing(undefined)}
            />
          )}
        </Card>
      )}
    </Loaded>
  );
}

function OneChannel({ channel, edit }: { readonly channel: Channel; readonly edit: () => void }) {
  const { id, title, enabled, from, ends, gatherSeconds, settings, hasSecret, waiting, lost, last, retryAt } = channel;
  const params = { channel: id };
  const onSettled = () => forget('GET /api/v1/channels');
  const test = useMutation({ mutationFn: () => ask('POST /api/v1/channels/{channel}/test', { params }), onSettled });
  const drop = useMutation({ mutationFn: () => ask('DELETE /api/v1/channels/{channel}', { params }), onSettled });
  const flip = useMutation({
    mutationFn: () => {
      const body = { title, enabled: !enabled, from, ends, gatherSeconds, settings };
      return ask('PUT /api/v1/channels/{channel}', { params, body });
    },
    onSettled,
  });
  const [sure, setSure] = useState(false);
  const [sent, setSent] = useState(false);
  const error = test.error ?? drop.error ?? flip.error;
  return (
    <li data-calm={!enabled || undefined}>
      <Switch
        aria-label={`${title}: ${enabled ? 'on' : 'off'}`}
        checked={enabled}
        disabled={flip.isPending}
        onChange={() => flip.mutate()}
      />
      <div className={classes['words']}>
        <p className={classes['head']}>
          <span className={classes['text']}>
            <Said>{title}</Said>
          </span>
          <Badge tone="none">{KINDS[settings.kind]}</Badge>
        </p>
        <p>
          <Said lines={2}>{whereOf(settings)}</Said>
        </p>
        <small>
          <span>
            {from === 'info' ? 'every alert' : from === 'warning' ? 'warnings and graver' : 'critical ones only'}
            {ends ? ', and when they are over' : ''}
          </span>
          <span>
            {hasSecret === null ? 'its secret cannot be opened' : hasSecret ? 'with a secret' : 'without a secret'}
          </span>
          {waiting > 0 && <span>{countText(waiting, 'message')} waiting</span>}
          {lost > 0 && <span>{countText(lost, 'older one')} given up</span>}
        </small>
        {last && (
          <p className={classes['last']} data-tone={last.outcome === 'taken' ? 'good' : 'warn'}>
            {OUTCOMES[last.outcome]} <TimeAgo at={last.at} />: <Said lines={2}>{last.detail}</Said>
            {retryAt && (
              <>
                {' '}
                Tried again <TimeAgo at={retryAt} />.
              </>
            )}
          </p>
        )}
        {test.data && (
          <p role="status" className={classes['last']} data-tone={test.data.outcome === 'taken' ? 'good' : 'warn'}>
            The test: {OUTCOMES[test.data.outcome].toLowerCase()}. <Said lines={3}>{test.data.detail}</Said>
          </p>
        )}
        {error && <Trouble error={error} />}
      </div>
      <div className={classes['say']}>
        <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Send a test
        </Button>
        <Button
          size="xs"
          variant="default"
          aria-label={`Messages to ${title}`}
          aria-expanded={sent}
          onClick={() => setSent(!sent)}
        >
          Messages
        </Button>
        <Button size="xs" variant="default" aria-label={`Edit ${title}`} onClick={edit}>
          Edit
        </Button>
        <Button
          size="xs"
          variant="subtle"
          loading={drop.isPending}
          onClick={() => (sure ? drop.mutate() : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {sure ? 'Remove, with what waits' : 'Remove'}
        </Button>
      </div>
      {sent && <Deliveries channel={id} title={title} />}
    </li>
  );
}

function whereOf(settings: Channel['settings']): string {
  switch (settings.kind) {
    case 'webhook':
      return settings.url;
    case 'email':
      return `${settings.to.join(', ')} by ${settings.host}`;
    case 'ntfy':
    case 'mqtt':
      return `${settings.topic} at ${settings.url}`;
  }
}

const KINDS = { webhook: 'webhook', email: 'mail', ntfy: 'ntfy', mqtt: 'MQTT' } as const;
const OUTCOMES = { taken: 'Taken', failed: 'Not delivered', refused: 'Refused' } as const;
const AGAIN_MS = 15_000;
