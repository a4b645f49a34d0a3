import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import type { AlertRule } from '../../data/documents.ts';
import { documentOf, forget } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded, Trouble } from '../../parts/standing.tsx';
import { SeverityBadge } from '../../parts/state-badge.tsx';
import classes from './alerts.module.css';
import { conditionText, holdText, scopeText } from './conditions.ts';
import { RuleForm } from './rule-form.tsx';

/** What raises an alert: the rules that came with the program, as they are or as somebody changed them, and own ones. */
export function Rules() {
  const query = useQuery(documentOf('GET /api/v1/alert-rules', {}));
  const may = useMay('admin');
  const [editing, setEditing] = useState<AlertRule | 'new'>();
  return (
    <Loaded query={query} rows={8}>
      {({ rules }) => (
        <Card
          title="Rules"
          hint="One cause is one alert, as grave as the gravest rule that holds."
          actions={may && <Button onClick={() => setEditing('new')}>Add a rule</Button>}
          flush
        >
          <ul className={classes['rows']}>
            {rules.map((rule) => (
              <OneRule key={rule.id} rule={rule} may={may} edit={() => setEditing(rule)} />
            ))}
          </ul>
          {editing && (
            <RuleForm
              {...(editing === 'new' ? {} : { rule: editing })}
              taken={rules.map(({ id }) => id)}
              close={() => setEditing(undefined)}
            />
          )}
        </Card>
      )}
    </Loaded>
  );
}

interface OneRuleProps {
  readonly rule: AlertRule;
  readonly may: boolean;
  readonly edit: () => void;
}

function OneRule({ rule, may, edit }: OneRuleProps) {
  const { id, title, enabled, severity, scope, builtIn, changed, ...rest } = rule;
  const params = { rule: id };
  const onSuccess = () => forget('GET /api/v1/alert-rules');
  const flip = useMutation({
    mutationFn: () => ask('PUT /api/v1/alert-rules/{rule}', { params, body: { ...bodyOf(rule), enabled: !enabled } }),
    onSuccess,
  });
  const drop = useMutation({ mutationFn: () => ask('DELETE /api/v1/alert-rules/{rule}', { params }), onSuccess });
  const error = flip.error ?? drop.error;
  const meant = scopeText(scope);
  return (
    <li data-calm={!enabled || undefined}>
      <Switch
        aria-label={`${title}: ${enabled ? 'on' : 'off'}`}
        checked={enabled}
        disabled={!may || flip.isPending}
        onChange={() => flip.mutate()}
      />
      <div className={classes['words']}>
        <p className={classes['head']}>
          <span className={classes['text']}>
            <Said lines={2}>{title}</Said>
          </span>
          <SeverityBadge word={severity} />
        </p>
        <p>{conditionText(rule.when)}</p>
        <small>
          <span>{holdText(rest)}</span>
          {meant !== '' && <Said lines={2}>{`Only ${meant}`}</Said>}
          {!builtIn && <span>made here</span>}
          {changed && <span>changed here</span>}
        </small>
        {error && <Trouble error={error} />}
      </div>
      {may && (
        <div className={classes['say']}>
          <Button size="xs" variant="default" aria-label={`Edit ${title}`} onClick={edit}>
            Edit
          </Button>
          {(changed || !builtIn) && (
            <Button size="xs" variant="subtle" loading={drop.isPending} onClick={() => drop.mutate()}>
              {builtIn ? 'As it was' : 'Remove'}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

/** What may be set of a rule: the rest is not sent back. */
function bodyOf({ title, enabled, when, severity, scope, holdSeconds, endHoldSeconds, inARow }: AlertRule) {
  return { title, enabled, when, severity, scope, holdSeconds, endHoldSeconds, inARow };
}
