import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DevicePorts } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { PortStateBadge, VerdictBadge } from '../../parts/state-badge.tsx';
import { countText } from '../../parts/words.ts';
import classes from './device.module.css';

/** Every port that was asked or that the device spoke from, explained: those that answer first. */
export function Ports({ id }: { readonly id: string }) {
  const query = useQuery(documentOf('GET /api/v1/devices/{id}/ports', { params: { id } }));
  return (
    <Card title="Ports" hint="A look never sends to a print port: it stays untested." flush>
      <Loaded query={query}>
        {({ ports, verdict: all }) => {
          const open = ports.filter(({ state }) => OPEN.includes(state));
          const shut = ports.filter(({ state }) => !OPEN.includes(state));
          return (
            <>
              {ports.length === 0 && <Empty icon="ports" title="No port was asked yet, and none spoke." />}
              <div className={classes['judged']}>
                <VerdictBadge word={all.word} />
                <div>
                  {all.reasons.map(({ rule, text }) => (
                    <p key={rule}>{text}</p>
                  ))}
                  {all.next !== '' && <p className={classes['next']}>{all.next}</p>}
                </div>
              </div>
              {open.length > 0 && <Table title="Ports that answered or were not tested" ports={open} />}
              {shut.length > 0 && (
                <details className={classes['shut']}>
                  <summary>{countText(shut.length, 'port')} that refused or kept silent</summary>
                  <Table title="Ports that refused or kept silent" ports={shut} />
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

function Table({ title, ports }: { readonly title: string; readonly ports: DevicePorts['ports'] }) {
  const several = new Set(ports.map(({ address }) => address)).size > 1;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={classes['scroll']} tabIndex={0} aria-label={title}>
      <table className={classes['ports']}>
        <thead>
          <tr>
            <th scope="col">Port</th>
            <th scope="col">State</th>
            <th scope="col">What it is</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {[...ports]
            .sort((a, b) => a.state.localeCompare(b.state) || a.port - b.port)
            .map(({ address, port, transport, state, service, explanation, verdict }) => (
              <tr key={`${address} ${port} ${transport}`}>
                <td>
                  <Link to="/ports/$query" params={{ query: `${port}/${transport}` }}>
                    {port}/{transport}
                  </Link>
                  {several && (
                    <small>
                      <Said mono>{address}</Said>
                    </small>
                  )}
                </td>
                <td>
                  <PortStateBadge word={state} />
                </td>
                <td className={classes['what']}>
                  {service !== null && <strong>{service}</strong>}
                  <span>{explanation?.text ?? 'Nobody told us of a use.'}</span>
                </td>
                <td>
                  <VerdictBadge word={verdict.word} />
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </section>
  );
}

const OPEN: readonly string[] = ['answered', 'untested'];
