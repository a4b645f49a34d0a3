/** The tab-separated form of the registry (columns: protocols/ports.md 2.1), as rows. */
export function readTsv(text) {
  const [header = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const names = header.split('\t');
  const missing = Object.values(FROM).filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Error(`The first line lacks the columns ${missing.join(', ')}`);
  return lines.map((line, index) => {
    const cells = line.split('\t');
    if (cells.length !== names.length)
      throw new Error(`Line ${index + 2} has ${cells.length} cells, not ${names.length}`);
    const row = {};
    for (const [column, name] of Object.entries(FROM)) row[column] = cells[names.indexOf(name)];
    row.port = row.port === '' ? undefined : Number(row.port);
    row.portEnd = row.portEnd === '' ? undefined : Number(row.portEnd);
    return row;
  });
}

const FROM = {
  service: 'service',
  port: 'port_lo',
  portEnd: 'port_hi',
  transport: 'transport',
  status: 'status',
  description: 'description',
  assignee: 'assignee',
  organisation: 'assignee_org',
  contact: 'contact',
  contactOrganisation: 'contact_org',
  contactDomain: 'contact_domain',
  registered: 'registered',
  modified: 'modified',
  reference: 'reference',
  serviceCode: 'service_code',
  unauthorizedUse: 'unauthorized_use',
  aliasOf: 'alias_of',
  deassigned: 'deassigned',
  historic: 'historic',
  notes: 'notes',
};
