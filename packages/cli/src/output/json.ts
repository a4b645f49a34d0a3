/** JSON for people and programs. Characters that steer terminals stand as `\u` escapes: to JSON they are the same. */
export function formatDocument(document: object): string {
  return safe(JSON.stringify(document, undefined, 2));
}

/** The same on one line, for ndjson. */
export function formatRecord(record: object): string {
  return safe(JSON.stringify(record));
}

function safe(json: string): string {
  return json.replace(/[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
