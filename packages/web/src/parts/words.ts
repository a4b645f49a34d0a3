import type { Device } from '../data/documents.ts';

/** What a device is called: the name that people gave it, else make and model, else what it is. */
export function titleOf(device: Device): string {
  return device.facts['name']?.value.trim() || modelOf(device) || spaced(device.kind);
}

export function modelOf({ facts }: Device): string {
  return [facts['make']?.value, facts['model']?.value].filter(Boolean).join(' ').trim();
}

export function addressOf({ interfaces }: Device): string {
  return interfaces.flatMap(({ addresses }) => addresses)[0] ?? '';
}

/** The words of the documents have hyphens where a sentence has spaces. */
export function spaced(word: string): string {
  return word.replaceAll('-', ' ');
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function numberText(value: number): string {
  return value.toLocaleString('en');
}

export function countText(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

/** An id that nothing has yet, made of what a person calls the thing: small letters, digits and hyphens. */
export function freeId(title: string, otherwise: string, taken: readonly string[]): string {
  const plain = title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  const base = plain === '' ? otherwise : plain;
  let id = base;
  for (let number = 2; taken.includes(id); number++) id = `${base}-${number}`;
  return id;
}
