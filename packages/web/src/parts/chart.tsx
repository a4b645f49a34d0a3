import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import classes from './chart.module.css';

export interface ChartLine {
  readonly name: string;
  /** The colour of the line; that of the theme if none is given. */
  readonly ink?: string;
  /** Seconds since 1970, in order; `null` where nothing was told. */
  readonly points: readonly { readonly at: number; readonly value: number | null }[];
}

interface ChartProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** Values are shares of one. */
  readonly percent?: boolean;
}

/** Lines over time. Between two samples a value stands still: that is what was known. */
export default function Chart({ title, lines, percent = false }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  const drawn = lines.filter(({ points }) => points.length > 1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const box = place.current;
    if (box === null || drawn.length === 0) return;
    const colour = (name: string) => getComputedStyle(box).getPropertyValue(name).trim();
    const [quiet, line] = [colour('--qp-quiet'), colour('--qp-line')];
    const axis = { stroke: quiet, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const chart = new UPlot(
      {
        width: box.clientWidth,
        height: 220,
        legend: { markers: { dash: (_, series) => markOf(drawn[series - 1], series - 1) } },
        scales: percent ? { y: { range: [0, 1] } } : {},
        axes: [axis, { ...axis, size: 64, ...(percent ? { values: (_, ticks) => ticks.map(percentText) } : {}) }],
        series: [
          {},
          ...drawn.map(({ name, ink }, place) => ({
            label: name,
            // lines of one colour are told apart by their dashes
            ...(ink === undefined ? { dash: DASHES[place % DASHES.length] ?? [] } : {}),
            stroke: ink === undefined || ink.startsWith('var(') ? colour('--qp-link') : ink,
            width: 2,
            ...(STEPS === undefined ? {} : { paths: STEPS }),
            value: (_: UPlot, value: number | null) =>
              value === null ? '–' : percent ? percentText(value) : value.toLocaleString('en'),
          })),
        ],
      },
      table(drawn),
      box,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: box.clientWidth, height: 220 }));
    watch.observe(box);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [lines, percent, scheme]);
  if (drawn.length === 0) return null;
  return (
    <figure className={classes['chart']}>
      <figcaption>{title}</figcaption>
      <div ref={place} />
    </figure>
  );
}

/** One column of times for all lines; where a line has no sample, the one before it goes on. */
function table(lines: readonly ChartLine[]): UPlot.AlignedData {
  const times = [...new Set(lines.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => a - b);
  const columns = lines.map(({ points }) => {
    let next = 0;
    let value: number | null = null;
    return times.map((time) => {
      for (let point = points[next]; point !== undefined && point.at <= time; point = points[next]) {
        value = point.value;
        next++;
      }
      return value;
    });
  });
  return [times, ...columns];
}

/** How the legend shows the dashes of a line. */
function markOf(line: ChartLine | undefined, place: number): string {
  return line?.ink === undefined ? (MARKS[place % MARKS.length] ?? 'solid') : 'solid';
}

const DASHES: readonly number[][] = [[], [10, 6], [3, 4], [14, 4, 3, 4]];
const MARKS = ['solid', 'dashed', 'dotted', 'double'];
const STEPS = UPlot.paths.stepped?.({ align: 1 });

function percentText(value: number): string {
  return `${Math.round(value * 1000) / 10} %`;
}
