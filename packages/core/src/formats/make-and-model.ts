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
