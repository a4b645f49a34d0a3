import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { documentOf, forget } from '../../data/query.ts';
import { useDeviceChange } from '../../data/use.ts';
import { useAddress, usePathPart } from '../../parts/address.ts';
import { Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
import { Badge, StateBadge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { modelOf, spaced, titleOf } from '../../parts/words.ts';
import { ByHand } from './by-hand.tsx';
import { Corrections } from './corrections.tsx';
import classes from './device.module.css';
import { Evidence } from './evidence.tsx';
import { Facts } from './facts.tsx';
import { History } from './history.tsx';
import { Orders } from './orders.tsx';
import { Ports } from './ports.tsx';
import { Alerts, Counters, Trays } from './readings.tsx';
import { Supplies } from './supplies.tsx';

/** All that is known of one device. Every fact leads to the packet that said it. */
export function Screen() {
  const id = usePathPart('id');
  const query = useQuery(documentOf('GET /api/v1/devices/{id}', { params: { id } }));
  const { asked, change } = useAddress();
  useDeviceChange(
    id,
    useCallback(() => forget(...LEAN), []),
  );
  const prove = (fact: string) => change({ fact });
  const device = query.data;
  return (
    <Page
      title={device ? titleOf(device) : 'Device'}
      actions={
        device && (
          <>
            <Orders device={device} />
            <Corrections device={device} />
          </>
        )
      }
      heading={device && <Said lines={2}>{titleOf(device)}</Said>}
      lead={
        device && (
          <div className={classes['lead']}>
            <Said>{modelOf(device) || spaced(device.kind)}</Said>
            <StateBadge word={device.state.word} />
            {device.ignored && <Badge tone="none">ignored</Badge>}
            {device.state.reasons.length > 0 && <Said>{device.state.reasons.map(spaced).join(', ')}</Said>}
            <span>
              since <TimeAgo at={device.state.since} />
            </span>
          </div>
        )
      }
    >
      <Loaded query={query} rows={8}>
        {(found) => (
          <>
            <div className={classes['grid']}>
              <div className={classes['column']}>
                <Alerts device={found} />
                <Supplies device={found} prove={prove} />
                <Trays device={found} prove={prove} />
                <Counters device={found} prove={prove} />
                <History device={found} />
              </div>
              <div className={classes['column']}>
                <Facts device={found} prove={prove} />
                <ByHand device={found} />
              </div>
            </div>
            <Ports id={found.id} />
            <Evidence id={found.id} fact={asked['fact'] ?? ''} close={() => change({ fact: '' })} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

/** What is read beside the document of a device, and is old when that has changed. */
const LEAN = [
  'GET /api/v1/devices/{id}/history',
  'GET /api/v1/devices/{id}/forecast',
  'GET /api/v1/devices/{id}/ports',
  'GET /api/v1/devices/{id}/why',
  'GET /api/v1/devices/{id}/corrections',
] as const;
