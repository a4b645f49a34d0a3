import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import type { Device } from '../../data/documents.ts';
import { Icon } from '../../parts/icon.tsx';
import { Said } from '../../parts/said.tsx';
import { modelOf, titleOf } from '../../parts/words.ts';
import { columns } from './columns.tsx';
import classes from './devices.module.css';

/** As many rows as there are, of which those in sight are drawn. */
export const DeviceTable = memo(function DeviceTable({
  devices,
  visible,
  sort,
  change,
  chosen,
  choose,
}: DeviceTableProps) {
  const descending = sort.startsWith('-');
  const by = sort.replace(/^-/, '');
  const flip = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    choose?.(next);
  };
  const whole = devices.every(({ id }) => chosen.has(id));
  const body = useRef<HTMLDivElement>(null);
  const virtual = useWindowVirtualizer({
    count: devices.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const shown = columns.filter(({ id }) => visible.includes(id));
  const grid = { '--columns': [...(choose ? ['1.25rem'] : []), ...shown.map(({ width }) => width)].join(' ') };
  const turn = (id: string) => change({ sort: by !== id ? id : descending ? '' : `-${id}` });
  return (
    <div
      role="table"
      aria-label="Devices"
      aria-rowcount={devices.length + 1}
      className={classes['table']}
      style={grid as React.CSSProperties}
    >
      <div role="rowgroup" className={classes['head']}>
        <div role="row" aria-rowindex={1} className={classes['row']} tabIndex={-1}>
          {choose && (
            <div role="columnheader" tabIndex={-1} data-column="choose">
              <input
                type="checkbox"
                className={classes['tick']}
                aria-label="Choose all"
                checked={whole}
                ref={(box) => {
                  if (box !== null) box.indeterminate = !whole && chosen.size > 0;
                }}
                onChange={() => choose(new Set(whole ? [] : devices.map(({ id }) => id)))}
              />
            </div>
          )}
          {shown.map(({ id, header }) => (
            <div
              key={id}
              role="columnheader"
              tabIndex={-1}
              data-column={id}
              aria-sort={by !== id ? 'none' : descending ? 'descending' : 'ascending'}
            >
              <button type="button" onClick={() => turn(id)}>
                {header}
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
          const device = devices[index];
          if (device === undefined) return null;
          const top = start - virtual.options.scrollMargin;
          return (
            <div
              key={device.id}
              role="row"
              aria-rowindex={index + 2}
              tabIndex={-1}
              className={classes['row']}
              style={{ transform: `translateY(${top}px)` }}
            >
              {choose && (
                <div role="cell" tabIndex={-1} data-column="choose">
                  <input
                    type="checkbox"
                    className={classes['tick']}
                    aria-label={`Choose ${titleOf(device)}`}
                    checked={chosen.has(device.id)}
                    onChange={() => flip(device.id)}
                  />
                </div>
              )}
              {shown.map(({ id, cell }) => (
                <div key={id} role="cell" tabIndex={-1} data-column={id}>
                  {id === 'name' ? <Name device={device} /> : cell(device)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
});

interface DeviceTableProps {
  /** In the order in which they are shown. */
  readonly devices: readonly Device[];
  /** Ids of columns. */
  readonly visible: readonly string[];
  /** As the address has it. */
  readonly sort: string;
  /** Of the address. */
  readonly change: (next: { readonly sort: string }) => void;
  readonly chosen: ReadonlySet<string>;
  /** None where nothing can be done with what is chosen. */
  readonly choose: ((chosen: ReadonlySet<string>) => void) | undefined;
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
