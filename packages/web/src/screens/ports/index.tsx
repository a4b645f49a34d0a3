import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { documentOf } from '../../data/query.ts';
import { Card, Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { ListenerTable } from './listener-table.tsx';
import classes from './ports.module.css';

/** What a port is, and what listens on this machine: needs no packet. */
export function Screen() {
  const query = useQuery(documentOf('GET /api/v1/listeners', {}));
  return (
    <Page title="Ports" lead="What listens on this machine, whose it is, and whether that is as it should be.">
      <LookUp />
      <Loaded query={query} rows={8}>
        {({ listeners, gaps }) => {
          const odd = listeners.filter(({ verdict }) => ODD.includes(verdict.word));
          const rest = listeners.filter(({ verdict, state }) => !ODD.includes(verdict.word) && state !== 'client');
          return (
            <>
              <Card title="Things to look into" flush>
                {odd.length === 0 ? (
                  <Empty icon="check" title="Nothing here looks odd.">
                    A socket stands here when its owner does not fit its number, or when it can be reached from where it
                    should not.
                  </Empty>
                ) : (
                  <ListenerTable title="Odd sockets" listeners={odd} explained />
                )}
              </Card>
              <Card title="Listening on this machine" flush hint={gaps.join(' ')}>
                <ListenerTable title="Sockets" listeners={rest} />
              </Card>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function LookUp() {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') void navigate({ to: '/ports/$query', params: { query: text.trim() } });
  };
  return (
    <form className={classes['lookUp']} onSubmit={go}>
      <TextInput
        label="Look up any port"
        description="A number, a range or a service name: 3259, 9100-9107, ipp, 161/udp"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit">Look up</Button>
    </form>
  );
}

const ODD = ['look-into-it', 'unexpected'];
