import type { Level } from '../data/documents.ts';
import { inkOf } from './ink.ts';
import classes from './level-bar.module.css';

interface LevelBarProps {
  readonly name: string;
  readonly colorant: string | null;
  readonly level: Level;
  /** The level in words. */
  readonly text: string;
  readonly slim?: boolean;
}

/**
 * A level in the colour of what is in the cartridge. An exact one is a bar; one that is known between two marks is a bar to
 * the lower and a paler band to the upper; what is not known is hatched, and never drawn as empty.
 */
export function LevelBar({ name, colorant, level, text, slim = false }: LevelBarProps) {
  return (
    <span
      role="img"
      aria-label={`${name}: ${text}`}
      className={classes['track']}
      data-slim={slim || undefined}
      data-type={level.type}
      style={{ '--ink': inkOf(colorant) } as React.CSSProperties}
    >
      {level.type === 'exact' && <span className={classes['fill']} style={{ width: `${level.ratio * 100}%` }} />}
      {level.type === 'step' && (
        <>
          <span className={classes['fill']} style={{ width: `${level.min * 100}%` }} />
          <span
            className={classes['band']}
            style={{ left: `${level.min * 100}%`, width: `${(level.max - level.min) * 100}%` }}
          />
        </>
      )}
    </span>
  );
}
