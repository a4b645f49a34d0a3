import { Checkbox } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTable } from '@tanstack/react-table';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import type { Device } from '../../data/documents.ts';
import { useAddress } from '../../parts/address.ts';
import { Icon } from '../../parts/icon.tsx';
import { Said } from '../../parts/said.tsx';
import { modelOf, titleOf } from '../../parts/words.ts';
import { columns, features } from './columns.tsx';
import classes from './devices.module.css';
import { shownColumns } from './shown.ts';

/** As many rows as there are, of which those in sight are drawn. */
export function DeviceTable({ devices, chosen, choose }: DeviceTableProps) {
  const { asked, change } = useAddress();
  const visible = shownColumns(asked['columns']);
  const { sort = '' } = asked;
  const descending = sort.startsWith('-');
  const by = sort.replace(/^-/, '');
  const table = useTable({
    features,
    columns,
    data: devices as Device[],
    getRowId: ({ id }) => id,
    state: {
      sorting: by === '' ? [] : [{ id: by, desc: descending }],
      columnVisibility: Object.fromEntries(columns.map(({ id = '' }) => [id, visible.includes(id)])),
    },
  });
  const { rows } = table.getRowModel();
  const flip = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose(next);
  };
  const whole = devices.every(({ id }) => chosen.has(id));
  const body = useRef<HTMLDivElement>(null);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const shown = table.getVisibleLeafColumns();
  const grid = { '--columns': ['1.25rem', ...shown.map(({ columnDef }) => columnDef.meta?.width ?? '1fr')].join(' ') };
  const turn = (id: string) => change({ sort: by !== id ? id : descending ? '' : `-${id}` });
  return (
    <div
      role="table"
      aria-label="Devices"
      aria-rowcount={rows.length + 1}
      className={classes['table']}
      style={grid as React.CSSProperties}
    >
      <div role="rowgroup" className={classes['head']}>
        <div role="row" aria-rowindex={1} className={classes['row']} tabIndex={-1}>
          <div role="columnheader" tabIndex={-1} data-column="choose">
            <Checkbox
              size="xs"
              aria-label="Choose all"
              checked={whole}
              indeterminate={!whole && chosen.size > 0}
              onChange={() => choose(new Set(whole ? [] : devices.map(({ id }) => id)))}
            />
          </div>
          {shown.map(({ id, columnDef }) => (
            <div
              key={id}
              role="columnheader"
              tabIndex={-1}
              data-column={id}
              aria-sort={by !== id ? 'none' : descending ? 'descending' : 'ascending'}
            >
              <button type="button" onClick={() => turn(id)}>
                {String(columnDef.header)}
                {by === id && <Icon name={descending ? 'down' : 'up'} size={14} />}
              </button>
            </div>
          ))}
        </div>
      </div>
      <div
        ref={body}
        role="rowgroup"
        className={classes['body']}
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={(event) => walk(event)}
      >
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const top = start - virtual.options.scrollMargin;
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 2}
              tabIndex={-1}
              className={classes['row']}
              style={{ transform: `translateY(${top}px)` }}
            >
              <div role="cell" tabIndex={-1} data-column="choose">
                <Checkbox
                  size="xs"
                  aria-label={`Choose ${titleOf(row.original)}`}
                  checked={chosen.has(row.id)}
                  onChange={() => flip(row.id)}
                />
              </div>
              {row.getVisibleCells().map((cell) => (
                <div key={cell.id} role="cell" tabIndex={-1} data-column={cell.column.id}>
                  {cell.column.id === 'name' ? <Name device={row.original} /> : <table.FlexRender cell={cell} />}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface DeviceTableProps {
  readonly devices: readonly Device[];
  readonly chosen: ReadonlySet<string>;
  readonly choose: (chosen: ReadonlySet<string>) => void;
}

function Name({ device }: { readonly device: Device }) {
  const title = titleOf(device);
  const model = modelOf(device);
  return (
    <span className={classes['name']}>
      <Link to="/devices/$id" params={{ id: device.id }} preload={false}>
        <Said>{title}</Said>
      </Link>
      {model !== title && (
        <small>
          <Said>{model}</Said>
        </small>
      )}
    </span>
  );
}

/** Up and down go from row to row. */
function walk(event: React.KeyboardEvent<HTMLDivElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target instanceof Element ? event.target.closest('[role=row]') : null;
  if (step === undefined || row === null) return;
  const wanted = String(Number(row.getAttribute('aria-rowindex')) + step);
  const next = event.currentTarget.querySelector(`[aria-rowindex="${wanted}"] a`);
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

const ROW_HEIGHT = 56;
