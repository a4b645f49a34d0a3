import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask } from '../../data/ask.ts';
import type { RaisedAlert } from '../../data/documents.ts';
import { forget } from '../../data/query.ts';
import { Said } from '../../parts/said.tsx';
import { Trouble } from '../../parts/standing.tsx';
import { SeverityBadge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { capital, spaced } from '../../parts/words.ts';
import classes from './alerts.module.css';

interface OneAlertProps {
  readonly alert: RaisedAlert;
  /** Who sits here may say something of it. */
  readonly may: boolean;
  readonly silence: () => void;
}

/** What is wrong, what to do, where, since when; and who looks after it. */
export function OneAlert({ alert, may, silence }: OneAlertProps) {
  const { id, severity, device, deviceName, text, next, since, endedAt, ended, acknowledged, silenced, open } = alert;
  const params = { alert: id };
  const say = useMutation({
    mutationFn: () =>
      acknowledged === null
        ? ask('POST /api/v1/alerts/{alert}/acknowledge', { params, body: {} })
        : ask('DELETE /api/v1/alerts/{alert}/acknowledge', { params }),
    onSuccess: () => forget('GET /api/v1/alerts'),
  });
  const word = acknowledged === null ? 'I look after it' : 'Nobody looks after it';
  return (
    <li data-calm={acknowledged !== null || silenced !== null || undefined}>
      <SeverityBadge word={severity} />
      <div className={classes['words']}>
        <p className={classes['text']}>
          <Said lines={3}>{capital(text)}</Said>
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
            began <TimeAgo at={since} />
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
      {open && may && (
        <div className={classes['say']}>
          <Button
            size="xs"
            variant="default"
            aria-label={`${word}: ${text.slice(0, 100)}`}
            loading={say.isPending}
            onClick={() => say.mutate()}
          >
            {word}
          </Button>
          {silenced === null && (
            <Button size="xs" variant="subtle" aria-label={`Silence … ${text.slice(0, 100)}`} onClick={silence}>
              Silence …
            </Button>
          )}
        </div>
      )}
    </li>
  );
}
