import { remembering } from '../../model/remembering.ts';

/** One word for a maker, whichever way it spells itself: `EPSON`, `Epson` and `SEIKO EPSON CORP.` are `epson`. */
export const makerOf: (text: string) => string = remembering(readMakerOf);

function readMakerOf(text: string): string {
  const plain = plainName(text);
  return forms.get(plain) ?? plain;
}

/** A model without the maker in front and without a trailing `Series`, for comparison only; what is shown stays whole. */
export const plainModel: (text: string) => string = remembering(readPlainModel);

function readPlainModel(text: string): string {
  const plain = plainText(text).replace(/ series$/, '');
  for (const form of longestFirst) {
    if (plain.startsWith(`${form} `)) return plain.slice(form.length + 1);
  }
  return plain;
}

export const plainText: (text: string) => string = remembering(readPlainText);

function readPlainText(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

function plainName(text: string): string {
  return plainText(text.replace(/[.,:_]+/g, ' ')).replace(/( (inc|corp|corporation|co|ltd|limited|gmbh))+$/, '');
}

// MFG forms of one maker as device IDs spell them (Debian's and CUPS' driver lists show the same sets). `Generic`,
// which some Konica Minolta units say, is left out: everybody says it.
const forms = new Map<string, string>(
  Object.entries({
    brother: ['brother', 'brother industries'],
    canon: ['canon'],
    epson: ['epson', 'seiko epson'],
    hp: ['hp', 'hewlett-packard', 'hewlett packard'],
    'konica minolta': ['konica minolta', 'konicaminolta'],
    kyocera: ['kyocera', 'kyocera mita', 'kyocera document solutions'],
    lexmark: ['lexmark', 'lexmark international'],
    oki: ['oki', 'oki data', 'okidata'],
    pantum: ['pantum'],
    ricoh: ['ricoh'],
    samsung: ['samsung', 'samsung electronics'],
    sharp: ['sharp'],
    toshiba: ['toshiba', 'toshiba tec'],
    xerox: ['xerox', 'fuji xerox', 'fx'],
    zebra: ['zebra', 'zebra technologies'],
  }).flatMap(([maker, spellings]) => spellings.map((spelling): [string, string] => [spelling, maker])),
);

const longestFirst = [...forms.keys()].sort((a, b) => b.length - a.length);
