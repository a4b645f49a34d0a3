import { Anchor, UnstyledButton } from '@mantine/core';
import type { Device } from '../../data/documents.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText, spaced } from '../../parts/words.ts';
import classes from './device.module.css';

/** Who it says it is. Each fact is a door to its packets; who contradicts is named. */
export function Facts({ device, prove }: { readonly device: Device; readonly prove: (fact: string) => void }) {
  return (
    <Card title="Facts" hint="Choose one to see the bytes that said it.">
      <dl className={classes['facts']}>
        {Object.entries(device.facts).map(([name, fact]) => (
          <div key={name}>
            <dt>{NAMES[name] ?? spaced(name)}</dt>
            <dd>
              <UnstyledButton className={classes['fact']} onClick={() => prove(name)}>
                <Said lines={2}>{fact.value}</Said>
              </UnstyledButton>
              <small className={classes['grade']}>
                {fact.grade} by {countText(fact.sources.length, 'source')}
                {fact.against.length > 0 && <Badge tone="warn">contradicted</Badge>}
              </small>
            </dd>
          </div>
        ))}
        {device.interfaces.map(({ mac, macVendor, addresses, claimed }) => (
          <div key={`${mac} ${addresses.join()}`}>
            <dt>Interface</dt>
            <dd>
              {addresses.map((address) => (
                <Said key={address} mono>
                  {address}
                </Said>
              ))}
              {mac && (
                <small className={classes['grade']}>
                  <Said mono>{mac}</Said> {macVendor && <Said>{macVendor}</Said>}
                </small>
              )}
              {claimed.length > 0 && (
                <small className={classes['grade']}>says it is also at {claimed.slice(0, 4).join(', ')}</small>
              )}
            </dd>
          </div>
        ))}
        <div>
          <dt>Heard</dt>
          <dd>
            first <TimeAgo at={device.seen.first} />, last <TimeAgo at={device.seen.last} />
          </dd>
        </div>
        <div>
          <dt>Id</dt>
          <dd>
            <Said mono>{device.id}</Said>
            <small className={classes['grade']}>
              {device.provisional && 'may change when it tells a serial · '}
              <Anchor href={`/api/v1/devices/${encodeURIComponent(device.id)}`} inherit underline="always">
                as a document
              </Anchor>
            </small>
          </dd>
        </div>
      </dl>
    </Card>
  );
}

const NAMES: Readonly<Record<string, string>> = { adminUrl: 'Its own page', uuid: 'UUID' };
