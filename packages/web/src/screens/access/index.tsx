import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { useAddress } from '../../parts/address.ts';
import { Card, Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import classes from './access.module.css';
import { AuditLog } from './audit-log.tsx';
import { SetUp } from './set-up.tsx';
import { Tokens } from './tokens.tsx';
import { Users } from './users.tsx';

/** Who may do what here: people, programs, and what they did. */
export function Screen() {
  const session = useQuery(documentOf('GET /api/v1/session', {}));
  const admin = useMay('admin');
  const { asked, change } = useAddress();
  const view = VIEWS.find((one) => one === asked['view']) ?? 'users';
  return (
    <Page title="Access" lead="People sign in, programs show a token, and what anybody changes is written down.">
      <Loaded query={session}>
        {({ setUp }) =>
          admin ? (
            <Tabs
              value={view}
              onChange={(next) => change({ view: next === 'users' ? '' : (next ?? '') })}
              keepMounted={false}
            >
              <Tabs.List className={classes['tabs']} aria-label="Parts of this screen">
                <Tabs.Tab value="users">Users</Tabs.Tab>
                <Tabs.Tab value="tokens">Tokens</Tabs.Tab>
                <Tabs.Tab value="audit">Audit log</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="users">{setUp ? <Users /> : <SetUp />}</Tabs.Panel>
              <Tabs.Panel value="tokens">
                <Tokens />
              </Tabs.Panel>
              <Tabs.Panel value="audit">
                <AuditLog />
              </Tabs.Panel>
            </Tabs>
          ) : (
            <Card>
              <Empty icon="people" title="This is for admins.">
                An admin of this house can add people, change what they may do, and give you another password.
              </Empty>
            </Card>
          )
        }
      </Loaded>
    </Page>
  );
}

const VIEWS = ['users', 'tokens', 'audit'] as const;
