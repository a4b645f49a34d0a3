import { Button, Checkbox, Popover } from '@mantine/core';
import type { Device } from '../../data/documents.ts';
import { useKept } from '../../data/kept.ts';
import { useAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { columns } from './columns.tsx';
import { csvOf, download } from './csv.ts';
import classes from './devices.module.css';
import { KEPT_COLUMNS } from './shown.ts';
import { Views } from './views.tsx';

interface ToolsProps {
  /** Ids of columns. */
  readonly visible: readonly string[];
  readonly shown: readonly Device[];
  /** Nothing of it is still being read. */
  readonly whole: boolean;
}

/** Views under a name, columns, and the rows as a file. */
export function Tools({ visible, shown, whole }: ToolsProps) {
  const { change } = useAddress();
  const [, keep] = useKept(KEPT_COLUMNS);
  const flip = (id: string) => {
    const next = visible.includes(id) ? visible.filter((one) => one !== id) : [...visible, id];
    keep(next.join(' '));
    // the address says it no more: this browser does
    change({ columns: '' });
  };
  const save = () => {
    const chosen = columns.filter(({ id }) => visible.includes(id));
    const head = chosen.map(({ header }) => header);
    const rows = shown.map((device) => chosen.map(({ csv }) => csv(device)));
    download('devices.csv', 'text/csv', csvOf([head, ...rows]));
  };
  return (
    <>
      <Views visible={visible} />
      <Popover position="bottom-end" shadow="md" trapFocus withinPortal={false}>
        <Popover.Target>
          <Button variant="default" leftSection={<Icon name="columns" size={16} />}>
            Columns
          </Button>
        </Popover.Target>
        <Popover.Dropdown className={classes['views'] ?? ''}>
          {columns.slice(1).map(({ id, header }) => (
            <Checkbox key={id} size="xs" label={header} checked={visible.includes(id)} onChange={() => flip(id)} />
          ))}
        </Popover.Dropdown>
      </Popover>
      <Button variant="default" leftSection={<Icon name="download" size={16} />} disabled={!whole} onClick={save}>
        CSV
      </Button>
    </>
  );
}
