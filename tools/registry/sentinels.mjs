/** Rows without which a file is no registry: each stands for a form that readers like to lose (ports.md 2.3, 2.4). */
const SENTINELS = [
  { name: '22/tcp ssh', is: (row) => row.port === 22 && row.transport === 'tcp' && row.service === 'ssh' },
  { name: '443/tcp https', is: (row) => row.port === 443 && row.transport === 'tcp' && row.service === 'https' },
  { name: '3259/udp epncdp2', is: (row) => row.port === 3259 && row.transport === 'udp' && row.service === 'epncdp2' },
  {
    name: '6000-6063/tcp x11',
    is: (row) => row.port === 6000 && row.portEnd === 6063 && row.transport === 'tcp' && row.service === 'x11',
  },
  {
    name: '11434/udp reserved',
    is: (row) => row.port === 11434 && row.transport === 'udp' && row.status === 'reserved',
  },
  {
    name: '36412/sctp s1-control',
    is: (row) => row.port === 36412 && row.transport === 'sctp' && row.service === 's1-control',
  },
  { name: '49151 reserved', is: (row) => row.port === 49151 && row.status === 'reserved' },
];

/** What speaks against these rows, in sentences; nothing where all is well. */
export function findTrouble(rows, before, acceptLoss = false) {
  const trouble = SENTINELS.filter(({ is }) => !rows.some(is)).map(({ name }) => `The row ${name} is missing.`);
  for (const row of rows) {
    if (row.port === undefined) continue;
    if (!(row.port >= 0 && row.port <= row.portEnd && row.portEnd <= 65535))
      trouble.push(`A row has the numbers ${row.port}-${row.portEnd}.`);
  }
  for (const number of gaps(rows)) trouble.push(`No row has the number ${number}.`);
  if (before !== undefined && !acceptLoss && rows.length < before.length * 0.99)
    trouble.push(`Only ${rows.length} rows are left of ${before.length}: more than one in a hundred is gone.`);
  return trouble.slice(0, 10);
}

/** Every number below the dynamic ones has a row (ports.md 2.1). */
function* gaps(rows) {
  const covered = new Uint8Array(49152);
  for (const { port, portEnd } of rows) if (port !== undefined) covered.fill(1, port, portEnd + 1);
  for (let number = 0; number < covered.length; number++) if (covered[number] === 0) yield number;
}
