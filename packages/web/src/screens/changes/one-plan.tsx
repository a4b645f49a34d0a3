import { Button, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type Answer, ask } from '../../data/ask.ts';
import { forget } from '../../data/query.ts';
import { Said } from '../../parts/said.tsx';
import { Trouble } from '../../parts/standing.tsx';
import { Badge, type Tone } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText } from '../../parts/words.ts';
import classes from './changes.module.css';

export type Plan = Answer<'GET /api/v1/plans'>['plans'][number];
type Planned = Plan['devices'][number];

interface OnePlanProps {
  readonly plan: Plan;
  /** Whether who sits here may say something to it. */
  readonly may: boolean;
  readonly takenBack: boolean;
}

/** One plan: who made it, what it changes, and what can be said to it. */
export function OnePlan({ plan, may, takenBack }: OnePlanProps) {
  const { id, at, by, state, undoes, run, decided, devices } = plan;
  const onSettled = () => forget('GET /api/v1/plans');
  const apply = useMutation({
    mutationFn: () => ask('POST /api/v1/plans/{plan}/apply', { params: { plan: id } }),
    onSettled,
  });
  const discard = useMutation({
    mutationFn: () => ask('DELETE /api/v1/plans/{plan}', { params: { plan: id } }),
    onSettled,
  });
  const undo = useMutation({
    mutationFn: (text: string) => ask('POST /api/v1/runs/{run}/undo', { params: { run: text } }),
    onSettled,
  });
  const error = apply.error ?? discard.error ?? undo.error;
  const can = devices.some(({ changes, problem }) => changes.length > 0 && problem === null);
  const [tone, word] = STATES[state];
  const done = devices.some(({ outcome }) => outcome === 'done' || outcome === 'unknown') || state === 'cut-off';
  return (
    <li>
      <div className={classes['head']}>
        <div>
          <p className={classes['title']}>
            {undoes === null ? 'Change' : 'Take back what was changed on'} {countText(devices.length, 'device')}
            <Badge tone={tone}>{word}</Badge>
            {takenBack && <Badge tone="none">taken back</Badge>}
          </p>
          <p className={classes['quiet']}>
            <span>
              made by {by ?? 'somebody on this machine'} <TimeAgo at={at} />
            </span>
            {decided && (
              <span>
                {decided.is} by {decided.by ?? 'somebody on this machine'} <TimeAgo at={decided.at} />
              </span>
            )}
          </p>
        </div>
        {may && (
          <div className={classes['say']}>
            {state === 'waiting' && can && (
              <Button size="xs" loading={apply.isPending} onClick={() => apply.mutate()}>
                Apply
              </Button>
            )}
            {state === 'waiting' && (
              <Button size="xs" variant="default" loading={discard.isPending} onClick={() => discard.mutate()}>
                Discard
              </Button>
            )}
            {run !== null && done && undoes === null && state !== 'applying' && !takenBack && (
              <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate(run)}>
                Plan to take it back
              </Button>
            )}
          </div>
        )}
      </div>
      <ul className={classes['devices']}>
        {devices.map((device) => (
          <OneDevice key={device.device} planned={device} />
        ))}
      </ul>
      {error && <Trouble error={error} />}
    </li>
  );
}

function OneDevice({ planned: { device, name, changes, problem, outcome } }: { readonly planned: Planned }) {
  const [tone, word] = outcome === null ? (['none', undefined] as const) : OUTCOMES[outcome];
  return (
    <li>
      <p className={classes['title']}>
        <Link to="/devices/$id" params={{ id: device }}>
          <Said>{name ?? device}</Said>
        </Link>
        {word && <Badge tone={tone}>{word}</Badge>}
      </p>
      {changes.map(({ property, from, to }) => (
        <dl key={property} className={classes['change']}>
          <dt>{property}</dt>
          <dd>
            <Said lines={2}>{from ?? '(none)'}</Said>
            <span aria-hidden="true">→</span>
            <VisuallyHidden>becomes</VisuallyHidden>
            <Said lines={2}>{to ?? '(none)'}</Said>
          </dd>
        </dl>
      ))}
      {problem === null
        ? changes.length === 0 && <p className={classes['quiet']}>It is as it should be.</p>
        : problem && (
            <p className={classes['problem']}>
              <Said lines={4}>{`${problem.text} ${problem.next}`}</Said>
            </p>
          )}
    </li>
  );
}

const STATES: Readonly<Record<Plan['state'], readonly [Tone, string]>> = {
  waiting: ['warn', 'waits for a yes'],
  applying: ['busy', 'being applied'],
  applied: ['good', 'applied'],
  discarded: ['none', 'discarded'],
  'cut-off': ['bad', 'cut off in the middle'],
};

const OUTCOMES: Readonly<Record<NonNullable<Planned['outcome']>, readonly [Tone, string]>> = {
  done: ['good', 'changed'],
  unchanged: ['none', 'was so already'],
  'not-done': ['warn', 'not changed'],
  unknown: ['bad', 'may have been changed'],
};
