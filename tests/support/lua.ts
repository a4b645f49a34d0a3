/** Plain data as a Lua table, readable: objects as fields, `Map`s by their keys, arrays as lists. */
export function lua(value: unknown, indent = ''): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) throw new RangeError(`${String(value)} has no place in a Lua table`);
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((one) => lua(one, deeper))
    : value instanceof Map
      ? [...value].map(([key, one]) => `[${lua(key)}] = ${lua(one, deeper)}`)
      : Object.entries(value).map(([key, one]) => `${key} = ${lua(one, deeper)}`);
  const line = `{ ${parts.join(', ')} }`;
  if (parts.length === 0) return '{}';
  if (!line.includes('\n') && indent.length + line.length <= 110) return line;
  return `{\n${parts.map((part) => `${deeper}${part},`).join('\n')}\n${indent}}`;
}

function text(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value)) throw new RangeError(`"${value}" needs escapes`);
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
