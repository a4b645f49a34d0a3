import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { fleet } from '../../data/fleet.ts';
import { useKept } from '../../data/kept.ts';
import { useMay } from '../../data/role.ts';
import { useAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { countText } from '../../parts/words.ts';
import { Bulk } from './bulk.tsx';
import { useEarly } from './early.ts';
import { filterDevices, makeReady } from './filter.ts';
import { Filters } from './filters.tsx';
import { orderDevices } from './order.ts';
import { useShortOf } from './short-of.ts';
import { KEPT_COLUMNS, shownColumns } from './shown.ts';
import { DeviceTable } from './table.tsx';
import { Tools } from './tools.tsx';

/** Every device. What is searched and how it is laid out stands in the address: a link shows the same to somebody else. */
export function Screen() {
  const known = useQuery(fleet);
  const { asked, change } = useAddress();
  const { kind = '', state = '', sort = '' } = asked;
  // whoever types is first, the list follows
  const q = useDeferredValue(asked['q'] ?? '');
  const ignored = asked['ignored'] === 'yes';
  const may = useMay('operator');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const all = useMemo(() => [...(known.data?.devices.values() ?? [])], [known.data]);
  const wish = useMemo(() => ({ q, kind, state, ignored }), [q, kind, state, ignored]);
  const short = useShortOf(asked['supply']);
  const here = useMemo(() => filterDevices(all, wish, short), [all, wish, short]);
  const ordered = useMemo(() => orderDevices(here, sort), [here, sort]);
  const { total = 0, whole = false } = known.data ?? {};
  const early = useEarly(wish, asked['supply'], sort, whole);
  const rows = early?.rows ?? ordered;
  // while pages come, those that are not here are counted by the server
  const found = early?.total ?? (whole || rows.length < all.length ? rows.length : total);
  const [kept] = useKept(KEPT_COLUMNS);
  const asColumns = asked['columns'] || kept;
  const visible = useMemo(() => shownColumns(asColumns), [asColumns]);
  useEffect(() => makeReady(all), [all]);
  return (
    <Page title="Devices" actions={<Tools visible={visible} shown={rows} whole={whole} />}>
      <Filters devices={all} total={total} found={found} />
      {may && <Bulk chosen={chosen} ignored={ignored} done={() => setChosen(new Set())} />}
      <Loaded query={known} rows={8}>
        {() =>
          rows.length > 0 ? (
            <DeviceTable
              devices={rows}
              visible={visible}
              sort={sort}
              change={change}
              chosen={chosen}
              choose={may ? setChosen : undefined}
            />
          ) : (
            <Empty
              icon="search"
              title={all.length === 0 ? 'No device has answered yet.' : 'No device is like that.'}
              action={
                all.length > 0 && (
                  <Button
                    variant="default"
                    leftSection={<Icon name="close" size={16} />}
                    onClick={() => change({ q: '', kind: '', state: '', supply: '', ignored: '' })}
                  >
                    Show {countText(all.length, 'device')}
                  </Button>
                )
              }
            >
              {all.length === 0
                ? 'They appear here as they answer.'
                : 'Words are searched in names, models, serials, addresses, MACs, locations and states.'}
            </Empty>
          )
        }
      </Loaded>
    </Page>
  );
}
