import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { fleet } from '../../data/fleet.ts';
import { useAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { Page } from '../../parts/page.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import { countText } from '../../parts/words.ts';
import { Bulk } from './bulk.tsx';
import { filterDevices } from './filter.ts';
import { Filters } from './filters.tsx';
import { DeviceTable } from './table.tsx';

/** Every device. What is searched and how it is laid out stands in the address: a link shows the same to somebody else. */
export function Screen() {
  const known = useQuery(fleet);
  const { asked, change } = useAddress();
  const { kind = '', state = '' } = asked;
  // whoever types is first, the list follows
  const q = useDeferredValue(asked['q'] ?? '');
  const ignored = asked['ignored'] === 'yes';
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const all = useMemo(() => [...(known.data?.devices.values() ?? [])], [known.data]);
  const rows = useMemo(() => filterDevices(all, { q, kind, state, ignored }), [all, q, kind, state, ignored]);
  return (
    <Page title="Devices">
      <Filters devices={all} shown={rows} whole={known.data?.whole ?? false} />
      <Bulk chosen={chosen} ignored={ignored} done={() => setChosen(new Set())} />
      <Loaded query={known} rows={8}>
        {() =>
          rows.length > 0 ? (
            <DeviceTable devices={rows} chosen={chosen} choose={setChosen} />
          ) : (
            <Empty
              icon="search"
              title={all.length === 0 ? 'No device has answered yet.' : 'No device is like that.'}
              action={
                all.length > 0 && (
                  <Button
                    variant="default"
                    leftSection={<Icon name="close" size={16} />}
                    onClick={() => change({ q: '', kind: '', state: '', ignored: '' })}
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
