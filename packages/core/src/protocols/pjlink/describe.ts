import type { Field } from '../../bytes/field.ts';
import type { Described } from '../../contracts/protocol.ts';
import { decodePjLink, type PjLine } from './codec.ts';

/** One line, field by field. The value is named after its command: `POWR`, `LAMP`. */
export function describePjLink(bytes: Uint8Array): Described {
  const decoded = decodePjLink(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { is, ...rest } = decoded.value;
  const fields: Field[] = [];
  let offset = 0;
  const put = (path: string, length: number, text: string) => {
    if (length > 0) fields.push({ path, offset, length, text, confidence: 'spec' });
    offset += length;
  };
  for (const [path, text, length] of partsOf(decoded.value, bytes.length - 1)) put(path, length, text);
  put('end', 1, 'CR');
  // the digest of a password is nobody's to read
  return { ok: true, value: { is, ...rest, ...('digest' in rest ? { digest: HIDDEN } : {}) }, fields };
}

type Part = readonly [path: string, text: string, length: number];

function partsOf(line: PjLine, size: number): readonly Part[] {
  switch (line.is) {
    case 'greeting': {
      const { security, random } = line;
      const rest: readonly Part[] = random === undefined ? [] : [['greeting.random', random, random.length + 1]];
      return [
        ['greeting.magic', 'PJLINK', 7],
        ['greeting.security', securities[security] ?? security, security.length],
        ...rest,
      ];
    }
    case 'answer':
      return [
        ['class', line.class, 2],
        ['command', line.command, 4],
        ['separator', '=', 1],
        [line.command, line.value, size - 7],
      ];
    case 'command': {
      const { digest, parameter } = line;
      const before: readonly Part[] = digest === undefined ? [] : [['digest', HIDDEN, 32]];
      const after: readonly Part[] = parameter === undefined ? [] : [['parameter', parameter, parameter.length + 1]];
      return [...before, ['class', line.class, 2], ['command', line.command, 4], ...after];
    }
  }
}

const HIDDEN = '•••';
const securities: Readonly<Record<string, string>> = {
  '0': '0 (no password)',
  '1': '1 (a password is needed)',
  ERRA: 'ERRA (wrong password)',
};
