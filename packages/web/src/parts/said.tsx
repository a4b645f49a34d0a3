import classes from './said.module.css';

/**
 * Words that a device said. They stand in an isle of their own, so that marks of writing direction end where they end; what is
 * longer than the place is cut, and the whole is in the title.
 */
export function Said({ children, lines = 1, mono = false }: SaidProps) {
  const blank = children.trim() === '';
  const text = blank ? '(blank)' : children.length > MOST ? `${children.slice(0, MOST)}…` : children;
  return (
    <bdi
      dir="auto"
      className={[lines === 1 ? classes['one'] : classes['several'], mono && classes['mono']].filter(Boolean).join(' ')}
      style={lines > 1 ? { WebkitLineClamp: lines } : undefined}
      title={text.length > SHORT ? text : undefined}
    >
      {text}
    </bdi>
  );
}

interface SaidProps {
  readonly children: string;
  /** On how many lines it may stand. */
  readonly lines?: number;
  readonly mono?: boolean;
}

// no place shows more, and a name of 10 KB in each row would slow every screen
const MOST = 500;
const SHORT = 24;
