import { Button, CopyButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../data/ask.ts';
import { documentOf, forget } from '../../data/query.ts';
import { serverNow } from '../../data/server-time.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import classes from './access.module.css';
import type { Token } from './people-words.ts';
import { type NewToken, TokenForm } from './token-form.tsx';

/** What programs ask by. */
export function Tokens() {
  const query = useQuery(documentOf('GET /api/v1/tokens', {}));
  const [adding, setAdding] = useState(false);
  // it is nowhere else: who leaves this screen has seen it for the last time
  const [made, setMade] = useState<NewToken>();
  // what opens nothing any more is not to be copied
  const drop = (id: string) => setMade((had) => (had?.id === id ? undefined : had));
  return (
    <Loaded query={query}>
      {({ tokens }) => (
        <Card
          title="Tokens"
          hint="A program sends one as Authorization: Bearer, in place of signing in."
          actions={<Button onClick={() => setAdding(true)}>Make a token</Button>}
          flush
        >
          {made && <Made token={made.text} />}
          {tokens.length === 0 ? (
            <Empty icon="credentials" title="No program has a token.">
              Prometheus, a script or a dashboard asks with a token of its own: it opens what you say, as long as you
              say, and is taken back here.
            </Empty>
          ) : (
            <ul className={classes['rows']}>
              {tokens.map((token) => (
                <OneToken key={token.id} token={token} gone={drop} />
              ))}
            </ul>
          )}
          {adding && <TokenForm close={() => setAdding(false)} made={setMade} />}
        </Card>
      )}
    </Loaded>
  );
}

function Made({ token }: { readonly token: string }) {
  return (
    <div className={classes['secret']} role="status">
      <p>Copy it now: it is shown this once, and kept nowhere.</p>
      <code>{token}</code>
      <CopyButton value={token}>
        {({ copied, copy }) => (
          <Button size="xs" onClick={copy}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

interface OneTokenProps {
  readonly token: Token;
  /** It was taken back. */
  readonly gone: (id: string) => void;
}

function OneToken({ token: { id, name, scope, at, by, expiresAt, usedAt }, gone }: OneTokenProps) {
  const [sure, setSure] = useState(false);
  const drop = useMutation({
    mutationFn: () => ask('DELETE /api/v1/tokens/{token}', { params: { token: id } }),
    onSuccess: () => {
      gone(id);
      forget('GET /api/v1/tokens');
    },
  });
  const over = expiresAt !== null && Date.parse(expiresAt) <= serverNow();
  return (
    <li>
      <div className={classes['words']}>
        <p className={classes['head']}>
          <Said>{name}</Said>
          <Badge tone={scope === 'admin' ? 'busy' : 'none'}>{scope}</Badge>
          {over && <Badge tone="warn">expired</Badge>}
        </p>
        <small>
          <span>
            {usedAt === null ? 'never used' : 'used'} {usedAt !== null && <TimeAgo at={usedAt} />}
          </span>
          {expiresAt !== null && !over && (
            <span>
              ends <TimeAgo at={expiresAt} />
            </span>
          )}
          <span>
            made by {by ?? 'somebody on this machine'} <TimeAgo at={at} />
          </span>
        </small>
        {drop.error && <Trouble error={drop.error} />}
      </div>
      <Button
        size="xs"
        variant="default"
        aria-label={`Take back ${name}`}
        loading={drop.isPending}
        onClick={() => (sure ? drop.mutate() : setSure(true))}
        onBlur={() => setSure(false)}
      >
        {sure ? 'Take back: it opens nothing any more' : 'Take back'}
      </Button>
    </li>
  );
}
