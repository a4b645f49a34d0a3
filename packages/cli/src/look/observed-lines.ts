import { formatEndpoint, formatHex, type Hint, type HintWeight } from '@quietport/core';
import type { ObservedMessage } from '@quietport/library';
import { type Part, paint, type Style } from '../output/paint.ts';

/** One message: when, who, how much, what it reminds of; then the beginning of its bytes. */
export function messageLines(message: ObservedMessage, mostBytes: number): readonly (readonly Part[])[] {
  const { at, what, from, to, bytes, label, likeness, number } = message;
  const way = to === undefined ? [] : [' → ', formatEndpoint(to)];
  const head: Part[] = [
    paint('dim', `#${number}`.padEnd(5)),
    `${clockOf(at)}  `,
    `${from.transport}  `,
    paint('bold', formatEndpoint(from)),
    ...way,
    `  ${words[what] ?? `${bytes.length} bytes`}`,
  ];
  const remarks = [
    ...(label === undefined ? [] : [label]),
    ...(likeness === undefined ? [] : [`${likeness.weight} ${likeness.what}`]),
  ];
  if (remarks.length > 0) head.push(paint('cyan', `  ${remarks.join('; ')}`));
  return [head, ...dumpLines(bytes, mostBytes)];
}

/** A hint and what it rests on, under the weight that it has. */
export function hintLines({ weight, text, because }: Hint): readonly (readonly Part[])[] {
  return [[paint(styles[weight], `  ${weight.padEnd(8)}`), text], [paint('dim', `          ${because}`)]];
}

function dumpLines(bytes: Uint8Array, most: number): readonly (readonly Part[])[] {
  const shown = bytes.subarray(0, most);
  const lines: Part[][] = [];
  for (let at = 0; at < shown.length; at += A_LINE) {
    const row = shown.subarray(at, at + A_LINE);
    const hex = formatHex(row).replace(/(..)(?!$)/g, '$1 ');
    const text = String.fromCharCode(...row).replace(/[^ -~]/g, '.');
    lines.push([paint('dim', `     ${at.toString(16).padStart(4, '0')}  ${hex.padEnd(3 * A_LINE)} ${text}`)]);
  }
  if (bytes.length > shown.length) lines.push([paint('dim', `     … ${bytes.length - shown.length} more bytes`)]);
  return lines;
}

/** The time of day here, with milliseconds. */
function clockOf(at: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const then = new Date(at);
  const seconds = `${two(then.getSeconds())}.${String(then.getMilliseconds()).padStart(3, '0')}`;
  return `${two(then.getHours())}:${two(then.getMinutes())}:${seconds}`;
}

const words: Readonly<Partial<Record<ObservedMessage['what'], string>>> = { connect: 'connects', end: 'ends' };
const styles: Readonly<Record<HintWeight, Style>> = { seen: 'dim', like: 'green', perhaps: 'yellow' };
const A_LINE = 16;
