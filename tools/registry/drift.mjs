import { rowText } from './row.mjs';

/** What became of the rows between two snapshots: keys are number, transport and name. */
export function compareRows(before, after) {
  const old = byKey(before);
  const now = byKey(after);
  const added = [...now.keys()].filter((key) => !old.has(key));
  const removed = [...old.keys()].filter((key) => !now.has(key));
  const reowned = [...now].filter(([key, row]) => old.has(key) && owner(old.get(key)) !== owner(row));
  const changed = [...now].filter(([key, row]) => old.has(key) && rowText(old.get(key)) !== rowText(row));
  const places = new Map(removed.map((key) => [place(key), key]));
  const renamed = added.filter((key) => places.has(place(key))).map((key) => `${places.get(place(key))} → ${key}`);
  return { added, removed, renamed, reowned: reowned.map(([key]) => key), changed: changed.map(([key]) => key) };
}

/** For the person who reviews a refresh. */
export function formatDrift(drift) {
  const parts = Object.entries(drift).map(([word, keys]) => `${keys.length} ${word}`);
  const lines = Object.entries(drift).flatMap(([word, keys]) => keys.slice(0, SHOWN).map((key) => `  ${word} ${key}`));
  return [parts.join(', '), ...lines].join('\n');
}

function byKey(rows) {
  return new Map(
    rows.map((row) => [`${row.port ?? '-'}-${row.portEnd ?? '-'}/${row.transport || 'any'} ${row.service}`, row]),
  );
}

const owner = (row) => [row.assignee, row.organisation, row.contact, row.contactDomain].join('\t');
const place = (key) => key.slice(0, key.indexOf(' '));
const SHOWN = 200;
