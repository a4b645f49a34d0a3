import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { useAddress } from '../../parts/address.ts';
import { Page } from '../../parts/page.tsx';
import { Loaded } from '../../parts/standing.tsx';
import classes from './access.module.css';
import { AuditLog } from './audit-log.tsx';
import { Mine } from './mine.tsx';
import { SetUp } from './set-up.tsx';
import { Tokens } from './tokens.tsx';
import { Users } from './users.tsx';

/** Who may do what here: people, programs, and what they did; for everybody, what is their own. */
export function Screen() {
  const session = useQuery(documentOf('GET /api/v1/session', {}));
  const admin = useMay('admin');
  const { asked, change } = useAddress();
  return (
    <Page title="Access" lead="People sign in, programs show a token, and what anybody changes is written down.">
      <Loaded query={session}>
        {({ setUp, user }) => {
          const views = VIEWS.filter(({ own }) => (own ? user !== null : admin));
          const view = views.find(({ id }) => id === asked['view'])?.id ?? views[0]?.id ?? null;
          return (
            <>
              <Tabs
                value={view}
                onChange={(next) => change({ view: next === 'users' ? '' : (next ?? '') })}
                keepMounted={false}
              >
                <Tabs.List className={classes['tabs']} aria-label="Parts of this screen">
                  {views.map(({ id, title }) => (
                    <Tabs.Tab key={id} value={id}>
                      {title}
                    </Tabs.Tab>
                  ))}
                </Tabs.List>
                <Tabs.Panel value="users">{setUp ? <Users /> : <SetUp />}</Tabs.Panel>
                <Tabs.Panel value="tokens">
                  <Tokens />
                </Tabs.Panel>
                <Tabs.Panel value="audit">
                  <AuditLog />
                </Tabs.Panel>
                <Tabs.Panel value="mine">
                  <Mine />
                </Tabs.Panel>
              </Tabs>
              {!admin && <p className={classes['note']}>Users, tokens and the audit log are for admins.</p>}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

const VIEWS = [
  { id: 'users', title: 'Users', own: false },
  { id: 'tokens', title: 'Tokens', own: false },
  { id: 'audit', title: 'Audit log', own: false },
  { id: 'mine', title: 'You', own: true },
] as const;
