import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fleet } from '../../data/fleet.ts';
import { documentOf } from '../../data/query.ts';
import { Consent, LookNow } from '../../parts/consent.tsx';
import { Card, Page } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText } from '../../parts/words.ts';
import { Attention } from './attention.tsx';
import { Buy } from './buy.tsx';
import classes from './overview.module.css';
import { States } from './states.tsx';

/** What needs somebody, and how the fleet does. */
export function Screen() {
  const known = useQuery(fleet);
  const looks = useQuery(documentOf('GET /api/v1/looks', {}));
  const last = looks.data?.looks[0];
  return (
    <Page
      title="Overview"
      actions={<LookNow />}
      lead={
        known.data && (
          <>
            {countText(known.data.devices.size, known.data.virtual ? 'virtual device' : 'device')}
            {last && (
              <>
                , last looked <TimeAgo at={last.finishedAt} />
              </>
            )}
            .
          </>
        )
      }
    >
      <Progress />
      <Loaded query={known}>
        {({ devices, virtual }) => {
          const all = [...devices.values()].filter(({ ignored }) => !ignored);
          return all.length === 0 ? (
            <Card>
              <Empty icon="devices" title={virtual ? 'The virtual fleet is starting.' : 'No device has answered yet.'}>
                Devices appear here as they answer. Those that sleep may take a while.{' '}
                <Link to="/ports">The ports of this machine</Link> are shown without any packet.
              </Empty>
            </Card>
          ) : (
            <div className={classes['grid']}>
              <div className={classes['column']}>
                <Attention devices={all} />
                <Buy />
              </div>
              <States devices={all} />
            </div>
          );
        }}
      </Loaded>
      <Consent />
    </Page>
  );
}
