import { styleText } from 'node:util';
import { visible } from './visible.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan';

/** Text with a colour. What is no `Painted` is a plain string and is shown escaped. */
export class Painted {
  readonly style: Style;
  readonly text: string;

  constructor(style: Style, text: string) {
    this.style = style;
    this.text = text;
  }
}

/** A part of a line: what `print` takes. */
export type Part = string | number | Painted;

export function paint(style: Style, text: string | number): Painted {
  return new Painted(style, String(text));
}

/** One line of parts. Everything in it is made visible; only our own colours reach the terminal as controls. */
export function renderLine(parts: readonly Part[], coloured: boolean): string {
  return parts.map((part) => render(part, coloured)).join('');
}

function render(part: Part, coloured: boolean): string {
  if (!(part instanceof Painted)) return visible(String(part));
  const text = visible(part.text);
  return coloured ? styleText(part.style, text, { validateStream: false }) : text;
}
