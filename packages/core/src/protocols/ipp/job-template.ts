import { collectionOf, enumOf, integers, rangeOf, resolutionOf, text } from './attribute.ts';
import { type IppAttribute, type IppValue, valueTags } from './codec-message.ts';

/** Hundredths of a millimetre; names are PWG 5101.1's. */
const mediaSizes: Readonly<Record<string, readonly [number, number]>> = {
  iso_a4_210x297mm: [21000, 29700],
  'na_letter_8.5x11in': [21590, 27940],
};
const margins = ['media-bottom-margin', 'media-left-margin', 'media-right-margin', 'media-top-margin'];

/** Defaults and choices of a job (RFC 8011 section 5.2); the names of media are PWG 5101.1. */
export const jobTemplate: readonly IppAttribute[] = [
  integers('copies-default', 1),
  { name: 'copies-supported', values: [rangeOf(1, 99)] },
  text('media-default', valueTags.keyword, 'iso_a4_210x297mm'),
  text('media-supported', valueTags.keyword, ...Object.keys(mediaSizes)),
  text('media-ready', valueTags.keyword, 'iso_a4_210x297mm'),
  { name: 'media-col-default', values: [mediaCol('iso_a4_210x297mm')] },
  { name: 'media-col-ready', values: [mediaCol('iso_a4_210x297mm')] },
  text('media-col-supported', valueTags.keyword, 'media-size', ...margins),
  text('media-source-supported', valueTags.keyword, 'main'),
  text('media-type-supported', valueTags.keyword, 'stationery'),
  ...margins.map((margin) => integers(`${margin}-supported`, 300)),
  text('print-content-optimize-default', valueTags.keyword, 'auto'),
  text('print-content-optimize-supported', valueTags.keyword, 'auto', 'graphic', 'photo', 'text'),
  text('print-rendering-intent-default', valueTags.keyword, 'auto'),
  text('print-rendering-intent-supported', valueTags.keyword, 'auto', 'perceptual', 'relative'),
  { name: 'media-size-supported', values: Object.keys(mediaSizes).map(mediaSize) },
  text('sides-default', valueTags.keyword, 'one-sided'),
  text('sides-supported', valueTags.keyword, 'one-sided', 'two-sided-long-edge', 'two-sided-short-edge'),
  { name: 'orientation-requested-default', values: [enumOf(3)] },
  { name: 'orientation-requested-supported', values: [enumOf(3), enumOf(4)] },
  { name: 'print-quality-default', values: [enumOf(4)] },
  { name: 'print-quality-supported', values: [enumOf(3), enumOf(4), enumOf(5)] },
  { name: 'printer-resolution-default', values: [resolutionOf(360)] },
  { name: 'printer-resolution-supported', values: [resolutionOf(360), resolutionOf(720)] },
  { name: 'finishings-default', values: [enumOf(3)] },
  { name: 'finishings-supported', values: [enumOf(3)] },
  text('output-bin-default', valueTags.keyword, 'face-up'),
  text('output-bin-supported', valueTags.keyword, 'face-up'),
  text('print-color-mode-default', valueTags.keyword, 'auto'),
  text('print-color-mode-supported', valueTags.keyword, 'auto', 'color', 'monochrome'),
];

/** Given only when asked for by its name, for its size on real printers (PWG 5100.7 section 6.9). */
export const mediaColDatabase: IppAttribute = {
  name: 'media-col-database',
  values: Object.keys(mediaSizes).map(mediaCol),
};

function mediaCol(name: string): IppValue {
  return collectionOf(
    { name: 'media-size', values: [mediaSize(name)] },
    ...margins.map((margin) => integers(margin, 300)),
  );
}

function mediaSize(name: string): IppValue {
  const [width, height] = mediaSizes[name] ?? [0, 0];
  return collectionOf(integers('x-dimension', width), integers('y-dimension', height));
}
