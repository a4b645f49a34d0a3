/** The columns of a row, in the order in which the compact form has them. */
export const COLUMNS = [
  'service',
  'port',
  'portEnd',
  'transport',
  'status',
  'description',
  'assignee',
  'organisation',
  'contact',
  'contactOrganisation',
  'contactDomain',
  'registered',
  'modified',
  'reference',
  'serviceCode',
  'unauthorizedUse',
  'aliasOf',
  'deassigned',
  'historic',
  'notes',
];

/** Every row as one text, for comparing. */
export function rowText(row) {
  return COLUMNS.map((column) => row[column] ?? '').join('\t');
}

const ORDER = ['tcp', 'udp', 'sctp', 'dccp', ''];

/** By number, then transport, then name; names without a number last. */
export function sortRows(rows) {
  const place = (row) => (row.port === undefined ? 1e9 : row.port);
  return rows
    .map((row, at) => ({ row, at }))
    .sort(
      (a, b) =>
        place(a.row) - place(b.row) ||
        (a.row.portEnd ?? 0) - (b.row.portEnd ?? 0) ||
        ORDER.indexOf(a.row.transport) - ORDER.indexOf(b.row.transport) ||
        compare(a.row.service, b.row.service) ||
        a.at - b.at,
    )
    .map(({ row }) => row);
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
