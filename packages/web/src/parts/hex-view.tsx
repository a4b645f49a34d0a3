import { Fragment } from 'react';
import classes from './hex-view.module.css';

interface HexViewProps {
  /** A packet in hex. */
  readonly hex: string;
  /** What it is called for who listens; each on a screen by its own. */
  readonly name: string;
  /** Where the lit part lies, in bytes. */
  readonly lit?: { readonly offset: number; readonly length: number } | undefined;
}

/** A packet, sixteen bytes a line, as hex and as letters. Far from the lit part, lines are left out and counted. */
export function HexView({ hex, name, lit }: HexViewProps) {
  const length = Math.floor(hex.length / 2);
  const lines = Array.from({ length: Math.ceil(length / WIDTH) }, (_, line) => line);
  const first = lit ? Math.floor(lit.offset / WIDTH) : 0;
  const last = lit ? Math.floor((lit.offset + Math.max(lit.length, 1) - 1) / WIDTH) : AROUND;
  const near = lines.length <= WHOLE ? lines : lines.filter((line) => line >= first - AROUND && line <= last + AROUND);
  const before = near[0] ?? 0;
  const after = lines.length - 1 - (near.at(-1) ?? 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={classes['frame']} tabIndex={0} aria-label={`${name}, ${length} bytes`}>
      {before > 0 && <p className={classes['left']}>{before * WIDTH} bytes before</p>}
      <table className={classes['table']}>
        <tbody>
          {near.map((line) => (
            <Line key={line} hex={hex} line={line} lit={lit} />
          ))}
        </tbody>
      </table>
      {after > 0 && <p className={classes['left']}>{length - ((near.at(-1) ?? 0) + 1) * WIDTH} bytes after</p>}
    </section>
  );
}

function Line({ hex, line, lit }: Omit<HexViewProps, 'name'> & { readonly line: number }) {
  const start = line * WIDTH;
  const bytes = hex.slice(start * 2, (start + WIDTH) * 2).match(/../g) ?? [];
  const isLit = (index: number) =>
    lit !== undefined && start + index >= lit.offset && start + index < lit.offset + lit.length;
  return (
    <tr>
      <th scope="row">{start.toString(16).padStart(4, '0')}</th>
      <td>
        {bytes.map((byte, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a byte is where it is
          <Fragment key={index}>
            {index === WIDTH / 2 && ' '}
            {isLit(index) ? <mark>{byte}</mark> : byte}
            {isLit(index) && isLit(index + 1) && index + 1 < bytes.length ? <mark> </mark> : ' '}
          </Fragment>
        ))}
      </td>
      <td>
        {bytes.map((byte, index) => {
          const letter = letterOf(byte);
          // biome-ignore lint/suspicious/noArrayIndexKey: a byte is where it is
          return isLit(index) ? <mark key={index}>{letter}</mark> : <Fragment key={index}>{letter}</Fragment>;
        })}
      </td>
    </tr>
  );
}

function letterOf(byte: string): string {
  const code = Number.parseInt(byte, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : '·';
}

const WIDTH = 16;
const AROUND = 4;
const WHOLE = 24;
