import { columns, usual } from './columns.tsx';

/** Which columns the address asks for; the usual ones if it asks for none. The first one is always there. */
export function shownColumns(asked: string | undefined): readonly string[] {
  const known = columns.map(({ id = '' }) => id);
  if (asked === undefined || asked === '') return usual;
  return ['name', ...asked.split(' ').filter((id) => id !== 'name' && known.includes(id))];
}
