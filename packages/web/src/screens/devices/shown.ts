import { columns, usual } from './columns.tsx';

/** Which columns are asked for, by the address or by what this browser keeps; the usual ones if none are. The first one is always there. */
export function shownColumns(asked: string | undefined): readonly string[] {
  const known = columns.map(({ id }) => id);
  if (asked === undefined || asked === '') return usual;
  return ['name', ...asked.split(' ').filter((id) => id !== 'name' && known.includes(id))];
}

export const KEPT_COLUMNS = 'device-columns';
