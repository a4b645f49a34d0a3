import { usual } from './columns.tsx';

type Asked = Readonly<Record<string, string>>;

/** What an address of the list asks for, under a name. */
export interface SavedView {
  readonly name: string;
  readonly asked: Asked;
}

/** What is shown now, columns included, so that a link shows the same to who has chosen others. */
export function viewOf(
  asked: Readonly<Record<string, string | undefined>>,
  visible: readonly string[],
): Record<string, string> {
  const kept = PARTS.flatMap((part) => (asked[part] ? [[part, asked[part]] as const] : []));
  const plain = visible.join(' ') === usual.join(' ');
  return { ...Object.fromEntries(kept), ...(plain ? {} : { columns: visible.join(' ') }) };
}

/** What was kept, in the order of names; what is none of it is left out. */
export function readViews(text: string | undefined): readonly SavedView[] {
  let told: unknown;
  try {
    told = JSON.parse(text ?? '[]');
  } catch {
    return [];
  }
  return Array.isArray(told) ? told.filter(isView).sort((a, b) => a.name.localeCompare(b.name)) : [];
}

export function writeViews(views: readonly SavedView[]): string {
  return JSON.stringify(views.slice(-MOST));
}

function isView(told: unknown): told is SavedView {
  if (typeof told !== 'object' || told === null || !('name' in told) || !('asked' in told)) return false;
  const { name, asked } = told;
  if (typeof name !== 'string' || typeof asked !== 'object' || asked === null) return false;
  return Object.entries(asked).every(
    ([part, value]) => (PARTS.includes(part) || part === 'columns') && typeof value === 'string',
  );
}

const PARTS: readonly string[] = ['q', 'kind', 'state', 'supply', 'ignored', 'sort'];
const MOST = 50;
