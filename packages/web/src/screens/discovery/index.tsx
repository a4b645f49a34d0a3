import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../../data/query.ts';
import { Consent, LookNow } from '../../parts/consent.tsx';
import { Page } from '../../parts/page.tsx';
import { Progress } from '../../parts/progress.tsx';
import { Loaded } from '../../parts/standing.tsx';
import { Allowed } from './allowed.tsx';
import { Coverage } from './coverage.tsx';
import { Looks } from './looks.tsx';
import { Schedule } from './schedule.tsx';
import { Sights } from './sights.tsx';

/** Where it looks, who allowed it, what that reaches, what it sent, and what it cannot see. */
export function Screen() {
  const scope = useQuery(documentOf('GET /api/v1/scope', {}));
  const looks = useQuery(documentOf('GET /api/v1/looks', {}));
  const vantage = useQuery(documentOf('GET /api/v1/vantage', {}));
  return (
    <Page
      title="Discovery"
      lead="Where Quietport looks, who allowed it, what can be seen from here, and every packet that it sent."
      actions={<LookNow />}
    >
      <Progress />
      <Consent />
      <Loaded query={scope}>{(found) => <Allowed scope={found} />}</Loaded>
      <Loaded query={looks}>{({ looks: all }) => <Coverage looks={all} />}</Loaded>
      <Schedule />
      <Loaded query={vantage} rows={6}>
        {(seen) => <Sights vantage={seen} virtual={scope.data?.virtual ?? false} />}
      </Loaded>
      <Loaded query={looks}>{({ looks: all }) => <Looks looks={all} />}</Loaded>
    </Page>
  );
}
