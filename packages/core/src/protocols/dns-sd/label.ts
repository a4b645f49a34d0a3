/**
 * An instance is named by its owner; as it leaves the factory it is maker and model (`Brother DCP-L3550CDW series`,
 * with ` (2)` or ` [AB12CD]` behind it where the name was taken). Whatever does not look like that names neither.
 */
export function readLabel(label: string): { readonly make: string; readonly model: string } | undefined {
  const plain = label.replace(/\s*(\((\d{1,3})\)|\[[0-9A-Fa-f:]+\])\s*$/, '').trim();
  const make = makers.find((one) => plain.toLowerCase().startsWith(`${one.toLowerCase()} `));
  if (make === undefined) return undefined;
  const model = plain.slice(make.length).trim();
  // every model has a number; "HP in the corner" is a place, and "EPSON ET-4750 @ desk" somebody's queue
  return /\d/.test(model) && !/[@,]/.test(model) ? { make: plain.slice(0, make.length), model } : undefined;
}

// the makers that name their printers by themselves, the longer words first
const makers: readonly string[] = [
  ...['Hewlett-Packard', 'KONICA MINOLTA', 'FUJI XEROX', 'Brother', 'Canon', 'EPSON', 'FUJIFILM', 'KYOCERA'],
  ...['Lexmark', 'Pantum', 'RICOH', 'Samsung', 'SHARP', 'TOSHIBA', 'Xerox', 'Dell', 'OKI', 'HP'],
];
