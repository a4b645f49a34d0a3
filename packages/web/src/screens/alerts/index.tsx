import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../data/ask.ts';
import type { RaisedAlert } from '../../data/documents.ts';
import { documentOf, forget } from '../../data/query.ts';
import { useAddress } from '../../parts/address.ts';
import type { IconName } from '../../parts/icon.tsx';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { Badge, type Tone } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText, spaced } from '../../parts/words.ts';
import classes from './alerts.module.css';

/** What the rules found: open ones first, or those that are over. */
export function Screen() {
  const { asked, change } = useAddress();
  const state = asked['state'] === 'ended' ? 'ended' : 'open';
  const query = useQuery(documentOf('GET /api/v1/alerts', { query: { state, limit: 200 } }));
  return (
    <Page
      title="Alerts"
      lead="A rule holds for long enough, and one alert stands until it is over. Who sleeps raises none."
      actions={
        <SegmentedControl
          aria-label="Which alerts"
          data={[
            { value: 'open', label: 'Open' },
            { value: 'ended', label: 'Over' },
          ]}
          value={state}
          onChange={(next) => change({ state: next })}
        />
      }
    >
      <Loaded query={query} rows={6}>
        {({ alerts, next }) => (
          <Card
            title={countText(alerts.length, 'alert')}
            flush
            hint={next === null ? undefined : 'These are the newest.'}
          >
            {alerts.length === 0 ? (
              <Empty icon="check" title={state === 'open' ? 'Nothing is wrong by any rule.' : 'No alert is over yet.'}>
                Rules watch supplies, jams, devices that are gone, new devices and odd ports.
              </Empty>
            ) : (
              <ul className={classes['alerts']}>
                {alerts.map((alert) => (
                  <OneAlert key={alert.id} alert={alert} />
                ))}
              </ul>
            )}
          </Card>
        )}
      </Loaded>
    </Page>
  );
}

function OneAlert({ alert }: { readonly alert: RaisedAlert }) {
  const { id, severity, device, deviceName, text, next, since, endedAt, ended, acknowledged, silenced, open } = alert;
  const [tone, icon] = SEVERITIES[severity];
  const params = { alert: id };
  const say = useMutation({
    mutationFn: () =>
      acknowledged === null
        ? ask('POST /api/v1/alerts/{alert}/acknowledge', { params, body: {} })
        : ask('DELETE /api/v1/alerts/{alert}/acknowledge', { params }),
    onSuccess: () => forget('GET /api/v1/alerts'),
  });
  return (
    <li>
      <Badge tone={tone} icon={icon}>
        {severity}
      </Badge>
      <div className={classes['words']}>
        <p className={classes['text']}>
          <Said lines={3}>{text}</Said>
        </p>
        {open && next !== '' && (
          <p>
            <Said lines={3}>{next}</Said>
          </p>
        )}
        <small>
          {device === null ? (
            <span>This machine, which looks</span>
          ) : (
            <Link to="/devices/$id" params={{ id: device }}>
              <Said>{deviceName ?? device}</Said>
            </Link>
          )}
          <span>
            since <TimeAgo at={since} />
          </span>
          {endedAt && (
            <span>
              {spaced(ended ?? 'over')} <TimeAgo at={endedAt} />
            </span>
          )}
          {acknowledged && (
            <span>
              {acknowledged.by ?? 'somebody'} looks after it since <TimeAgo at={acknowledged.at} />
            </span>
          )}
          {silenced && (
            <span>
              silent, ends <TimeAgo at={silenced.until} />
            </span>
          )}
        </small>
        {say.error && <Trouble error={say.error} />}
      </div>
      {open && (
        <Button size="xs" variant="default" loading={say.isPending} onClick={() => say.mutate()}>
          {acknowledged === null ? 'I look after it' : 'Nobody looks after it'}
        </Button>
      )}
    </li>
  );
}

const SEVERITIES: Readonly<Record<RaisedAlert['severity'], readonly [Tone, IconName]>> = {
  critical: ['bad', 'stop'],
  warning: ['warn', 'warn'],
  info: ['busy', 'unknown'],
};
