import { Tabs } from '@mantine/core';
import { useMay } from '../../data/role.ts';
import { useAddress } from '../../parts/address.ts';
import { Page } from '../../parts/page.tsx';
import { AlertList } from './alert-list.tsx';
import classes from './alerts.module.css';
import { Channels } from './channels.tsx';
import { Rules } from './rules.tsx';
import { Silences } from './silences.tsx';

/** What the rules found, what they look for, what is silent for now, and who is told. */
export function Screen() {
  const { asked, change } = useAddress();
  const admin = useMay('admin');
  const view = VIEWS.find((one) => one === asked['view']) ?? 'open';
  return (
    <Page
      title="Alerts"
      lead="A rule holds for long enough, and one alert stands until it is over. Who sleeps raises none."
    >
      <Tabs value={view} onChange={(next) => change({ view: next === 'open' ? '' : (next ?? '') })} keepMounted={false}>
        <Tabs.List className={classes['tabs']} aria-label="Parts of this screen">
          <Tabs.Tab value="open">Open</Tabs.Tab>
          <Tabs.Tab value="over">Over</Tabs.Tab>
          <Tabs.Tab value="silences">Silences</Tabs.Tab>
          <Tabs.Tab value="rules">Rules</Tabs.Tab>
          {/* where messages go is for those who may change it */}
          {admin && <Tabs.Tab value="channels">Channels</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="open">
          <AlertList state="open" />
        </Tabs.Panel>
        <Tabs.Panel value="over">
          <AlertList state="ended" />
        </Tabs.Panel>
        <Tabs.Panel value="silences">
          <Silences />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <Rules />
        </Tabs.Panel>
        {admin && (
          <Tabs.Panel value="channels">
            <Channels />
          </Tabs.Panel>
        )}
      </Tabs>
    </Page>
  );
}

const VIEWS = ['open', 'over', 'silences', 'rules', 'channels'] as const;
