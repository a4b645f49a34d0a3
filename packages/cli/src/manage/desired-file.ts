import { Fault } from '@quietport/core';
import { type DesiredDevice, type PropertyValues, properties } from '@quietport/library';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';

/**
 * The desired state of devices in YAML: `devices` by any of their names, and `groups` of them; a device's own values count
 * more than those of its groups. Throws `manage/bad-file` with the line.
 */
export function readDesired(text: string, path: string): readonly DesiredDevice[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const bad = (node: { readonly range?: readonly number[] | null | undefined } | null, detail: string): Fault =>
    new Fault('manage/bad-file', { path, line: lines.linePos(node?.range?.[0] ?? 0).line, detail });
  const [error] = document.errors;
  if (error !== undefined)
    throw new Fault('manage/bad-file', {
      path,
      line: error.linePos?.[0].line ?? 1,
      detail: error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? 'it is no YAML',
    });
  const top = document.contents;
  if (!isMap<Node, Node>(top)) throw bad(top, 'it has no devices and no groups');
  const found = new Map<string, { own: PropertyValues; ofGroups: PropertyValues }>();
  const rowOf = (id: string) => {
    const row = found.get(id) ?? { own: {}, ofGroups: {} };
    found.set(id, row);
    return row;
  };
  for (const [key, value] of rowsOf(top)) {
    const part = textOf(key);
    if (part !== 'devices' && part !== 'groups') throw bad(key, `"${part}" is neither devices nor groups`);
    if (!isMap<Node, Node>(value)) throw bad(key, `${part} has nothing in it`);
    for (const [name, body] of rowsOf(value)) {
      if (!isMap<Node, Node>(body)) throw bad(name, `"${textOf(name)}" has nothing in it`);
      if (part === 'devices') rowOf(textOf(name)).own = valuesIn(body, bad, []);
      else {
        const values = valuesIn(body, bad, ['devices']);
        for (const id of membersOf(body, name, bad)) {
          const row = rowOf(id);
          const twice = Object.entries(values).find(([property, value]) => {
            const before = row.ofGroups[property as keyof PropertyValues];
            return before !== undefined && before !== value;
          });
          if (twice !== undefined) throw bad(name, `two groups of "${id}" have another ${twice[0]} each`);
          row.ofGroups = { ...row.ofGroups, ...values };
        }
      }
    }
  }
  const desired = [...found].map(([id, { own, ofGroups }]) => ({ id, values: { ...ofGroups, ...own } }));
  if (desired.length === 0) throw bad(top, 'it names no device');
  return desired;
}

type Bad = (node: Node | null, detail: string) => Fault;

function valuesIn(body: YAMLMap<Node, Node>, bad: Bad, besides: readonly string[]): PropertyValues {
  const values: Record<string, string | null> = {};
  for (const [key, value] of rowsOf(body)) {
    const name = textOf(key);
    if (besides.includes(name)) continue;
    if (!properties.some((property) => property === name))
      throw bad(key, `there is no "${name}"; known are ${[...besides, ...properties].join(', ')}`);
    const plain: unknown = isScalar(value) ? value.value : undefined;
    if (plain !== null && typeof plain !== 'string')
      throw bad(value ?? key, `the ${name} is no text; put it in quotes, or write null to remove it`);
    values[name] = plain;
  }
  return values;
}

function membersOf(body: YAMLMap<Node, Node>, name: Node, bad: Bad): readonly string[] {
  const members = body.get('devices', true) as Node | undefined;
  if (!isSeq<Node>(members) || members.items.length === 0) throw bad(name, `"${textOf(name)}" has no list of devices`);
  return members.items.map((item) => {
    if (!isScalar(item)) throw bad(item, 'that is no name of a device');
    return String(item.source ?? item.value);
  });
}

function rowsOf(map: YAMLMap<Node, Node>): readonly (readonly [Node, Node | null])[] {
  return map.items.map(({ key, value }) => [key, value] as const);
}

/** As it is written: a serial of digits stays text. */
function textOf(node: Node): string {
  return isScalar(node) ? String(node.source ?? node.value) : String(node);
}
