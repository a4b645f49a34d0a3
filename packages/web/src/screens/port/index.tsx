import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PortPage } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import { usePathPart } from '../../parts/address.ts';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { PortStateBadge, VerdictBadge } from '../../parts/state-badge.tsx';
import { capital, spaced } from '../../parts/words.ts';
import { ListenerTable } from '../ports/listener-table.tsx';
import classes from './port.module.css';

/** The page behind a number: registry, practice, this machine, the devices that are known, and what to think of it. */
export function Screen() {
  const asked = usePathPart('query');
  const query = useQuery(documentOf('GET /api/v1/ports/{query}', { params: { query: asked } }));
  return (
    <Page title={`Port ${asked}`} lead={<Link to="/ports">All ports of this machine</Link>}>
      <Loaded query={query} rows={8}>
        {(page) => (
          <>
            <Verdict page={page} />
            <div className={classes['grid']}>
              <Registry page={page} />
              <Practice page={page} />
            </div>
            <Card title="On this machine" flush>
              {page.listeners?.length ? (
                <ListenerTable title="Sockets" listeners={page.listeners} explained />
              ) : (
                <Empty icon="ports" title="Nothing listens there on this machine." />
              )}
            </Card>
            <Network page={page} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Verdict({ page: { verdict, outcome, why } }: { readonly page: PortPage }) {
  return (
    <Card>
      <div className={classes['verdict']}>
        {verdict && <VerdictBadge word={verdict.word} />}
        <span>Registry: {spaced(outcome)}</span>
      </div>
      {why && <p>{why}</p>}
      {verdict?.reasons.map(({ rule, text }) => (
        <p key={rule}>{text}</p>
      ))}
      {verdict && <p className={classes['next']}>{verdict.next}</p>}
    </Card>
  );
}

function Registry({ page: { registry, ranges } }: { readonly page: PortPage }) {
  return (
    <Card title="The registry says" hint={registry && `IANA, as of ${registry.snapshot}, in its own words`}>
      {registry?.rows.slice(0, MOST).map((row) => (
        <dl key={`${row.port} ${row.transport} ${row.service}`} className={classes['row']}>
          <dt>
            {row.service ?? spaced(row.status)}
            {row.transport && ` /${row.transport}`}
          </dt>
          <dd>
            <Said lines={4}>{row.description ?? spaced(row.status)}</Said>
            <small>
              {[row.organisation ?? row.assignee, row.registered && `registered ${row.registered}`, row.reference]
                .filter(Boolean)
                .join(' · ')}
            </small>
          </dd>
        </dl>
      ))}
      {registry?.inferences.map(({ is, value, why }) => (
        <dl key={is} className={classes['row']}>
          <dt>{capital(is)}, inferred</dt>
          <dd>
            {value}
            <small>{why.join('; ')}</small>
          </dd>
        </dl>
      ))}
      {ranges.map(({ name, from, to, meaning }) => (
        <p key={name} className={classes['range']}>
          {meaning} ({from} to {to})
        </p>
      ))}
    </Card>
  );
}

function Practice({ page: { practice = [] } }: { readonly page: PortPage }) {
  return (
    <Card title="In practice">
      {practice.length === 0 && <Empty icon="unknown" title="Nobody told us of a use." />}
      {practice.slice(0, MOST).map(({ port, transport, holder, confidence, source }) => (
        <dl key={`${port} ${transport} ${holder}`} className={classes['row']}>
          <dt>
            {port}/{transport}
          </dt>
          <dd>
            {holder}
            <small>
              {confidence} · {source}
            </small>
          </dd>
        </dl>
      ))}
    </Card>
  );
}

function Network({ page: { network = [] } }: { readonly page: PortPage }) {
  const open = network.filter(({ state }) => state === 'answered');
  const rest = network.filter(({ state }) => state !== 'answered');
  return (
    <Card title="On your devices" flush>
      {network.length === 0 ? (
        <Empty icon="devices" title="No device was asked there, and none spoke from there.">
          What a look asks of devices stands in their ports.
        </Empty>
      ) : (
        <>
          {open.length === 0 && <Empty icon="devices" title="No device answers there." />}
          <Devices rows={open} />
          {rest.length > 0 && (
            <details className={classes['rest']}>
              <summary>Where nothing answered, or nobody asked: {rest.length}</summary>
              <Devices rows={rest} />
            </details>
          )}
        </>
      )}
    </Card>
  );
}

function Devices({ rows }: { readonly rows: NonNullable<PortPage['network']> }) {
  return (
    <ul className={classes['network']}>
      {rows.map(({ device, model, address, port, transport, state }) => (
        <li key={`${address} ${port} ${transport}`}>
          <PortStateBadge word={state} />
          {device === null ? (
            <Said mono>{address}</Said>
          ) : (
            <Link to="/devices/$id" params={{ id: device }}>
              <Said>{model ?? device}</Said>
            </Link>
          )}
          <small>
            {address}, {port}/{transport}
          </small>
        </li>
      ))}
    </ul>
  );
}

const MOST = 20;
