import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { documentOf } from '../data/query.ts';
import { useClockGap, useOldPage, useStream } from '../data/use.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import classes from './banners.module.css';

/** What one must know of all that is below: virtual, not live, of an old page, of a clock that is wrong. */
export function Banners() {
  const scope = useQuery(documentOf('GET /api/v1/scope', {}));
  const { state } = useStream();
  const old = useOldPage();
  const apart = useClockGap();
  return (
    <div className={classes['banners']}>
      {state === 'cut' && (
        <Banner icon="warn" tone="warn" alert>
          The server does not answer. What you see is what was known last; the console goes on trying.
        </Banner>
      )}
      {old && (
        <Banner icon="up" tone="busy">
          Quietport was upgraded while this page was open.
          <Button size="compact-xs" variant="default" onClick={() => location.reload()}>
            Load the new console
          </Button>
        </Banner>
      )}
      {apart >= 2 && (
        <Banner icon="warn" tone="warn">
          The clocks of this machine and of the server are {apart} minutes apart. Ages are counted by the server’s.
        </Banner>
      )}
      {scope.data?.virtual && (
        <Banner icon="overview" tone="sleep">
          These devices are virtual and live on this machine. Nothing has left it.
          <Link to="/" hash="consent">
            Look at my network
          </Link>
        </Banner>
      )}
    </div>
  );
}

interface BannerProps {
  readonly icon: IconName;
  readonly tone: string;
  readonly alert?: boolean;
  readonly children: React.ReactNode;
}

function Banner({ icon, tone, alert = false, children }: BannerProps) {
  return (
    <div className={classes['banner']} data-tone={tone} role={alert ? 'alert' : 'status'}>
      <Icon name={icon} size={18} />
      <p>{children}</p>
    </div>
  );
}
