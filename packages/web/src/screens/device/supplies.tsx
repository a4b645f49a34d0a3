import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Device, Supply } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { spaced } from '../../parts/words.ts';
import classes from './device.module.css';

interface SuppliesProps {
  readonly device: Device;
  /** Shows the packet that said it. */
  readonly prove: (fact: string) => void;
}

/** What is used up and what fills, each in its own colour, and how long it lasts; whoever says otherwise stands beside. */
export function Supplies({ device, prove }: SuppliesProps) {
  const forecast = useQuery({
    ...documentOf('GET /api/v1/devices/{id}/forecast', { params: { id: device.id } }),
    // the server may still be at it
    refetchInterval: ({ state }) => (state.data?.supplies.some(({ why }) => why === 'pending') ? PENDING_MS : false),
  });
  if (device.supplies.length === 0) return null;
  return (
    <Card title="Supplies">
      <ul className={classes['supplies']}>
        {device.supplies.map((supply) => (
          <li key={supply.reading} className={classes['supply']}>
            <span className={classes['supplyName']}>
              <Said>{supply.name}</Said>
              <small>
                <Said>{detailOf(supply)}</Said>
              </small>
            </span>
            <LevelBar name={supply.name} colorant={supply.colorant} level={supply.level} text={supply.text} />
            <UnstyledButton
              className={classes['value']}
              onClick={() => prove(supply.reading)}
              aria-label={`${supply.text}, ${supply.name}. Show the proof`}
            >
              {supply.text}
            </UnstyledButton>
            <small className={classes['when']}>
              <span>{forecast.data?.supplies.find(({ reading }) => reading === supply.reading)?.forecast}</span>
              <span>
                {supply.source}, <TimeAgo at={supply.observedAt} />
              </span>
            </small>
            {supply.against.length > 0 && (
              <small className={classes['against']}>
                Not all agree: {supply.against.map(({ source, text }) => `${source} says ${text}`).join(', ')}.
              </small>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

const PENDING_MS = 3000;

function detailOf({ kind, direction, partNumber }: Supply): string {
  const what = direction === 'filled' ? `${spaced(kind)}, fills up` : spaced(kind);
  return partNumber === undefined ? what : `${what} · ${partNumber}`;
}
