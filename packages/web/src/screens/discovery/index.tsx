import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ask } from '../../data/ask.ts';
import type { Look, Scope } from '../../data/documents.ts';
import { documentOf, queryClient } from '../../data/query.ts';
import { Consent, LookNow } from '../../parts/consent.tsx';
import { Card, Page } from '../../parts/page.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText, numberText } from '../../parts/words.ts';
import classes from './discovery.module.css';

/** Where it looks, who allowed it, what it sent, and what it could not see. */
export function Screen() {
  const scope = useQuery(documentOf('GET /api/v1/scope', {}));
  const looks = useQuery(documentOf('GET /api/v1/looks', {}));
  return (
    <Page
      title="Discovery"
      lead="Where Quietport looks, who allowed it, and every packet that it sent."
      actions={<LookNow />}
    >
      <Consent />
      <Loaded query={scope}>{(found) => <Allowed scope={found} />}</Loaded>
      <Loaded query={looks}>
        {({ looks: all }) => (
          <>
            <Unseen looks={all} />
            <Card title="The latest looks" hint="Open one to see every packet that left, by port and probe." flush>
              {all.length === 0 ? (
                <Empty icon="discovery" title="No look is over yet.">
                  The first one takes half a minute or so.
                </Empty>
              ) : (
                <ul className={classes['looks']}>
                  {all.slice(0, MOST).map((look) => (
                    <OneLook key={`${look.startedAt} ${look.why}`} look={look} />
                  ))}
                </ul>
              )}
            </Card>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Allowed({ scope }: { readonly scope: Scope }) {
  const withdraw = useMutation({
    mutationFn: () => ask('DELETE /api/v1/consent', {}),
    onSuccess: () => void queryClient.invalidateQueries(),
  });
  const { consent } = scope;
  if (consent === null) return null;
  return (
    <Card title="What may be looked at">
      <p>
        {consent.interfaces.join(', ')}, since <TimeAgo at={consent.at} />. {WAYS[consent.by] ?? consent.by}
      </p>
      <p className={classes['quiet']}>
        Only the segments of these interfaces are asked, and nothing is sent to a print port.
      </p>
      {withdraw.error && <Trouble error={withdraw.error} />}
      <div className={classes['buttons']}>
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          Take consent back
        </Button>
      </div>
    </Card>
  );
}

function Unseen({ looks }: { readonly looks: readonly Look[] }) {
  const troubles = [
    ...new Set(looks.slice(0, MOST).flatMap(({ troubles: some, failed }) => [...some, ...(failed ? [failed] : [])])),
  ];
  if (troubles.length === 0) return null;
  return (
    <Card title="What could not be seen, and why">
      <ul className={classes['troubles']}>
        {troubles.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Card>
  );
}

function OneLook({ look }: { readonly look: Look }) {
  const packets = look.ledger.reduce((sum, row) => sum + row.packets, 0);
  return (
    <li>
      <details>
        <summary>
          <span>{REASONS[look.why]}</span>
          <span>
            {countText(look.answered, 'host')} answered of {numberText(look.asked)} asked
          </span>
          <span>{countText(packets, 'packet')}</span>
          <small>
            <TimeAgo at={look.finishedAt} />
          </small>
        </summary>
        <table className={classes['ledger']}>
          <thead>
            <tr>
              <th scope="col">Port</th>
              <th scope="col">Probe</th>
              <th scope="col">Packets</th>
              <th scope="col">Bytes</th>
            </tr>
          </thead>
          <tbody>
            {look.ledger.map(({ port, transport, probe, packets: sent, bytes }) => (
              <tr key={`${port} ${transport} ${probe}`}>
                <td>
                  {port}/{transport}
                </td>
                <td>{probe}</td>
                <td>{numberText(sent)}</td>
                <td>{numberText(bytes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </li>
  );
}

const REASONS = {
  round: 'Round over the segments',
  poll: 'Devices whose turn it was',
  order: 'On your order',
} as const;
const WAYS: Readonly<Record<string, string>> = {
  request: 'Said in the console.',
  key: 'Said on the terminal.',
  option: 'Said with --find, for this run.',
  environment: 'Said by QUIETPORT_INTERFACES, for this run.',
};
const MOST = 20;
