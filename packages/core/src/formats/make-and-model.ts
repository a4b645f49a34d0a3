/**
 * `printer-make-and-model` begins with the maker on most devices and not on all (`ECOSYS M2040dn`): only a maker that
 * we know is split off, anything else stays whole.
 */
export function splitMakeAndModel(text: string): { readonly make?: string; readonly model: string } {
  const trimmed = text.trim();
  const make = makers.find((name) => trimmed.toLowerCase().startsWith(`${name.toLowerCase()} `));
  if (make === undefined) return { model: trimmed };
  return { make: trimmed.slice(0, make.length), model: trimmed.slice(make.length).trim() };
}

/** Whose a model is that names itself by its series alone: `ECOSYS M2040dn`. */
export function makeOfSeries(model: string): string | undefined {
  return series.find(([pattern]) => pattern.test(model.trim()))?.[1];
}

// each a registered name of one maker
const series: readonly (readonly [RegExp, string])[] = [
  [/^(ECOSYS|TASKalfa) /, 'Kyocera'],
  [/^(LaserJet|OfficeJet|DeskJet|DesignJet) /i, 'HP'],
  [/^(PIXMA|imageRUNNER|imageCLASS|i-SENSYS) /i, 'Canon'],
  [/^(AltaLink|VersaLink|WorkCentre|Phaser) /i, 'Xerox'],
  [/^bizhub /i, 'Konica Minolta'],
];

// longer names before their beginnings
const makers = [
  'Hewlett-Packard',
  'Konica Minolta',
  'SEIKO EPSON',
  'EPSON',
  'HP',
  'Brother',
  'Canon',
  'Xerox',
  'Kyocera',
  'Lexmark',
  'Ricoh',
  'Samsung',
  'Sharp',
  'Toshiba',
  'OKI',
  'Zebra',
  'DYMO',
  'Pantum',
  'Fuji Xerox',
  'FUJIFILM',
  'Dell',
];
