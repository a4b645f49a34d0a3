import type { Look } from '../../data/documents.ts';
import { Card } from '../../parts/page.tsx';
import { Empty } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText, numberText } from '../../parts/words.ts';
import classes from './discovery.module.css';

/** The latest looks, each with every packet that left, and what went wrong in them. */
export function Looks({ looks }: { readonly looks: readonly Look[] }) {
  return (
    <>
      <Unseen looks={looks} />
      <Card title="The latest looks" hint="Open one to see every packet that left, by port and probe." flush>
        {looks.length === 0 ? (
          <Empty icon="discovery" title="No look is over yet.">
            The first one takes half a minute or so.
          </Empty>
        ) : (
          <ul className={classes['looks']}>
            {looks.slice(0, MOST).map((look) => (
              <OneLook key={`${look.startedAt} ${look.why}`} look={look} />
            ))}
          </ul>
        )}
      </Card>
    </>
  );
}

function Unseen({ looks }: { readonly looks: readonly Look[] }) {
  const troubles = [
    ...new Set(looks.slice(0, MOST).flatMap(({ troubles: some, failed }) => [...some, ...(failed ? [failed] : [])])),
  ];
  if (troubles.length === 0) return null;
  return (
    <Card title="What the latest looks could not see, and why">
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
const MOST = 20;
