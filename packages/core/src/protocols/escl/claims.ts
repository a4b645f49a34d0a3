import { splitMakeAndModel } from '../../formats/make-and-model.ts';
import { canonicalUuid, macInUuid } from '../../formats/uuid.ts';
import { type Claim, derived, type FactKey, type StateWord, told } from '../../model/claim.ts';
import type { EsclDocument, EsclText } from './codec.ts';

/** What a scanner's answer lets us say. Scanning is a part of a device: whether it prints too, others tell. */
export function claimsOf(document: EsclDocument): Claim[] {
  const path = document.paths.get(document.root)!;
  const kind = derived('kind', 'scanner', path);
  return document.is === 'status'
    ? [...kind, ...stateClaims(document.texts)]
    : [...kind, ...identityClaims(document.texts)];
}

function identityClaims(texts: EsclDocument['texts']): Claim[] {
  const say = (fact: FactKey, name: string) => {
    const said = texts.get(name);
    return said === undefined ? [] : told(fact, said.text, said.path);
  };
  const uuid = texts.get('UUID');
  const bare = canonicalUuid(uuid?.text ?? '');
  const mac = macInUuid(bare);
  const admin = texts.get('AdminURI');
  return [
    ...makeClaims(texts),
    ...say('serial', 'SerialNumber'),
    ...(uuid === undefined ? [] : told('uuid', bare, uuid.path)),
    ...(mac === undefined ? [] : [{ is: 'mac', value: mac, path: uuid!.path } as const]),
    ...say('firmware', 'FirmwareVersion'),
    ...(admin !== undefined && /^https?:\/\//i.test(admin.text) ? told('adminUrl', admin.text, admin.path) : []),
  ];
}

/**
 * MakeAndModel is one text. Where Manufacturer and ModelName stand beside it, they are the better words; where the model
 * alone does, what stands in front of it in the text is the maker.
 */
function makeClaims(texts: EsclDocument['texts']): Claim[] {
  const [whole, maker, model] = ['MakeAndModel', 'Manufacturer', 'ModelName'].map((name) => texts.get(name));
  const split = whole === undefined ? undefined : splitText(whole, model);
  const makes = maker !== undefined ? told('make', maker.text, maker.path) : split?.make;
  const models = model !== undefined ? told('model', model.text, model.path) : split?.model;
  return [...(makes ?? []), ...(models ?? [])];
}

function splitText({ text, path }: EsclText, model: EsclText | undefined): { make: Claim[]; model: Claim[] } {
  const front = model !== undefined && text.endsWith(` ${model.text}`) ? text.slice(0, -model.text.length).trim() : '';
  if (front !== '') return { make: derived('make', front, path), model: [] };
  const { make, model: rest } = splitMakeAndModel(text);
  return make === undefined
    ? { make: [], model: told('model', text, path) }
    : { make: derived('make', make, path), model: derived('model', rest, path) };
}

/** The state of the scanner, and what its feeder says in the way of reasons. */
function stateClaims(texts: EsclDocument['texts']): Claim[] {
  const state = texts.get('State');
  const word = stateWords[state?.text.toLowerCase() ?? ''];
  if (state === undefined || word === undefined) return [];
  const reason = feederReasons[texts.get('AdfState')?.text ?? ''];
  return [{ is: 'state', word, reasons: reason === undefined ? [] : [reason], of: 'scanner', path: state.path }];
}

const stateWords: Readonly<Record<string, StateWord>> = {
  idle: 'idle',
  processing: 'processing',
  testing: 'processing',
  stopped: 'stopped',
  down: 'stopped',
};
/** An empty feeder is no reason for anything; what keeps it from feeding is, in the words of IPP. */
const feederReasons: Readonly<Record<string, string>> = {
  ScannerAdfJam: 'media-jam-error',
  ScannerAdfHatchOpen: 'cover-open',
};
