/** How many columns a text takes on a terminal. */
export type Measure = (text: string) => number;

/** A measure for these texts. The table of wide characters takes long to load: it is fetched only when a text needs it. */
export async function measureFor(texts: Iterable<string>): Promise<Measure> {
  for (const text of texts) if (!ascii.test(text)) return measureAny();
  return (text) => text.length;
}

/** A measure for texts that are not known yet. */
export async function measureAny(): Promise<Measure> {
  const { default: stringWidth } = await import('string-width');
  return (text) => (ascii.test(text) ? text.length : stringWidth(text));
}

/** At most `width` columns of the text; what is cut is marked by an ellipsis. Never cuts a character in two. */
export function truncate(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  if (width < 1) return '';
  if (ascii.test(text)) return `${text.slice(0, width - 1)}…`;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes().segment(text)) {
    used += measure(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Made when a text needs it, and once: making it takes longer than what it does. */
function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter();
  return segmenter;
}

let segmenter: Intl.Segmenter | undefined;
const ascii = /^[ -~…]*$/;
