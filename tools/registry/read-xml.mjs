import { elements } from './xml-elements.mjs';

/** IANA's XML as rows: records and the people behind them. Throws where it is not that registry. */
export function readXml(text) {
  if (!root.test(text)) throw new Error('This is not the port registry of IANA.');
  if (!/<\/registry>\s*(<!--[\s\S]*?-->\s*)*$/.test(text))
    throw new Error('<registry> is never closed: the file is cut off.');
  const records = [];
  let people;
  let updated = '';
  for (const element of elements(text, ['record', 'people', 'updated'])) {
    if (element.name === 'updated') updated ||= plain(element.inner);
    else if (element.name === 'people') people = peopleOf(element.inner);
    else records.push(element);
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(updated)) throw new Error('The file does not say when it was updated.');
  // the people stand at the end: without them every row would lose who registered it
  if (people === undefined) throw new Error('The file has no table of people.');
  return { rows: records.map((record) => readRecord(record, people)), updated };
}

function readRecord({ attributes, inner }, people) {
  const parts = [
    ...elements(inner, ['name', 'protocol', 'description', 'number', 'note', 'unauthorized', 'sc', 'assignee', 'xref']),
  ];
  const all = (name) => parts.filter((part) => part.name === name);
  const text = (name) =>
    tidy(
      all(name)
        .map((part) => withReferences(part.inner, people))
        .join(' | '),
    );
  const [port, portEnd = port] = text('number') === '' ? [] : text('number').split('-').map(Number);
  const persons = all('xref').filter((part) => part.attributes.type === 'person');
  const contact = person(people, persons[0]);
  const [named] = all('assignee').flatMap((part) => [...elements(part.inner, ['xref'])]);
  const assignee = named === undefined ? contact : person(people, named);
  const description = text('description');
  const notes = text('note');
  const service = text('name');
  const modified = attributes.updated ?? '';
  return {
    service,
    port,
    portEnd,
    transport: text('protocol').toLowerCase(),
    description,
    assignee: assignee.name,
    organisation: assignee.org,
    contact: contact.name,
    contactOrganisation: contact.org,
    contactDomain: contact.domain,
    registered: attributes.date ?? '',
    modified,
    reference: all('xref')
      .map(referenceOf)
      .filter((one) => one !== '')
      .join('; '),
    serviceCode: text('sc'),
    unauthorizedUse: text('unauthorized'),
    ...statusOf({ service, port, description, notes, modified }),
    notes,
  };
}

/** The status stands in words only (ports.md 2.1, 2.3). */
function statusOf({ service, port, description, notes, modified }) {
  const aliasOf = /(?:an alias to|duplicate of the) "([^"]+)"/i.exec(notes)?.[1] ?? '';
  // a note that names the RFC in place of a day: the day is that of the change
  const day = /(?:de-?assigned|removed) on (\d{4}-\d{2}-\d{2})/i.exec(notes)?.[1];
  const deassigned = day ?? (/released by/i.test(notes) ? modified : '');
  const historic = /historic|deprecated|obsolete/i.test(`${notes} ${description}`) ? '1' : '';
  const status = () => {
    if (port === undefined) return 'name-only';
    if (aliasOf !== '') return 'alias';
    if (/unassigned but widespread use/i.test(notes)) return 'squat';
    if (service !== '') return /^reserved\b/i.test(description) ? 'reserved' : 'assigned';
    if (/^\(?unassigned/i.test(description)) return 'unassigned';
    return /^any private/i.test(description) ? 'assigned' : 'reserved';
  };
  return { status: status(), aliasOf, deassigned, historic };
}

function peopleOf(inner) {
  return new Map(
    [...elements(inner, ['person'])].map(({ attributes, inner: body }) => {
      const text = (name) => tidy(plain([...elements(body, [name])][0]?.inner ?? ''));
      // the address is `mailto:name&domain`; only the domain tells a vendor, and only that is kept
      const domain = /^mailto:[^&@]*[&@](.+)$/.exec(text('uri'))?.[1] ?? '';
      return [attributes.id, { name: text('name') || text('org'), org: text('org'), domain }];
    }),
  );
}

function person(people, xref) {
  if (xref === undefined) return { name: '', org: '', domain: '' };
  const id = xref.attributes.data ?? '';
  return people.get(id) ?? { name: id.replaceAll('_', ' '), org: '', domain: '' };
}

/** A reference of the type `note` is a footnote mark and says nothing by itself. */
function referenceOf({ attributes, inner }) {
  const { type = '', data = '' } = attributes;
  if (type === 'person' || type === 'note') return '';
  if (type === 'rfc') return data.toUpperCase();
  return data === '' ? tidy(plain(inner)) : data;
}

/** References stand as empty elements in the text: taking the plain text would drop them. */
function withReferences(inner, people) {
  let out = '';
  let at = 0;
  for (const xref of elements(inner, ['xref'])) {
    const written = xref.attributes.type === 'person' ? person(people, xref).name : referenceOf(xref);
    out += `${plain(inner.slice(at, xref.begin))}${written}`;
    at = xref.end;
  }
  return out + plain(inner.slice(at));
}

const root =
  /^\uFEFF?\s*(<\?xml[^>]*\?>\s*)?((<!--[\s\S]*?-->|<\?[^>]*\?>)\s*)*<registry\b[^>]*\bid=(["'])service-names-port-numbers\4/;
const tidy = (text) => text.replace(/\s+/g, ' ').trim();
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(inner) {
  return inner.replace(/<[^>]*>/g, ' ').replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
