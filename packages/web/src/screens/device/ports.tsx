import { Link } from '@tanstack/react-router';
import type { Device } from '../../data/documents.ts';
import { Card } from '../../parts/page.tsx';
import { PortStateBadge } from '../../parts/state-badge.tsx';
import classes from './device.module.css';

/** Every port that was asked or that the device spoke from: those that answer first. */
export function Ports({ device }: { readonly device: Device }) {
  const rows = [...device.ports].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.port - b.port);
  return (
    <Card title="Ports" hint="Print ports are never touched by a look: they stay untested." flush>
      <div className={classes['scroll']}>
        <table className={classes['ports']}>
          <thead>
            <tr>
              <th scope="col">Port</th>
              <th scope="col">State</th>
              <th scope="col">Service</th>
              <th scope="col">Address</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ address, port, transport, state, service }) => (
              <tr key={`${address} ${port} ${transport}`}>
                <td>
                  <Link to="/ports/$query" params={{ query: `${port}/${transport}` }}>
                    {port}/{transport}
                  </Link>
                </td>
                <td>
                  <PortStateBadge word={state} />
                </td>
                <td>{service ?? ''}</td>
                <td>{address}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

const ORDER = ['answered', 'refused', 'silent', 'untested'];
