// Rates and medians. What is measured here judges nothing: it is read by people.
import { performance } from 'node:perf_hooks';

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Calls a second: the median of five stretches, after a warm-up. */
export function rate(work, seconds) {
  const stretch = (ms) => {
    const start = performance.now();
    let calls = 0;
    let now = start;
    while (now - start < ms) {
      for (let i = 0; i < 20; i++) work();
      calls += 20;
      now = performance.now();
    }
    return (calls * 1000) / (now - start);
  };
  stretch(200 * seconds);
  return Math.round(median(Array.from({ length: 5 }, () => stretch(200 * seconds))));
}

/** A figure with thin separators, as the tables have it. */
export function figure(value, digits = 0) {
  return value === undefined
    ? '-'
    : value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A markdown table: columns padded, so that it reads without a renderer too. */
export function table(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(String))];
  return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}
