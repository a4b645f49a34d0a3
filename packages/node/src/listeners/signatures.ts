import { toolAnswer } from './system-tool.ts';

/** What a system says of a program's file beside its name. */
export interface SignedFile {
  readonly executable: string;
  /** Who signed it: the team on macOS, the subject's common name on Windows. `null` where nothing valid was read. */
  readonly signer: string | null;
}

/**
 * The teams that signed these files on macOS, by `codesign`: first whether the signature holds, then whose it is. What the
 * system itself brings is left out, and of many files the first are asked: each takes two runs of the tool.
 */
export async function macSigners(
  paths: Iterable<string>,
  signal: AbortSignal,
  ask: typeof toolAnswer = toolAnswer,
): Promise<ReadonlyMap<string, string>> {
  const asked = [...new Set(paths)].filter((path) => !OWN.test(path)).slice(0, MOST);
  const found = await Promise.all(
    asked.map(async (path): Promise<readonly [string, string][]> => {
      const held = await ask('codesign', ['--verify', '--strict', path], signal);
      if (held?.code !== 0) return [];
      // it tells on standard error
      const told = await ask('codesign', ['-dv', path], signal);
      const team = parseCodesign(told?.err ?? '');
      return team === null ? [] : [[path, team]];
    }),
  );
  return new Map(found.flat());
}

/** `codesign -dv`: the team, ten letters and digits; `not set` for what was signed for one machine alone. */
export function parseCodesign(text: string): string | null {
  return /^TeamIdentifier=([A-Z0-9]{10})\s*$/m.exec(text)?.[1] ?? null;
}

/** Paths and signers of these processes on Windows, by one PowerShell that hands over a table. */
export async function windowsFiles(
  pids: Iterable<number>,
  signal: AbortSignal,
  ask: typeof toolAnswer = toolAnswer,
): Promise<ReadonlyMap<number, SignedFile> | undefined> {
  const ids = [...new Set(pids)].join(',');
  if (ids === '') return new Map();
  const script = [
    `Get-Process -Id ${ids} -ErrorAction SilentlyContinue | Where-Object Path | ForEach-Object {`,
    '$s = Get-AuthenticodeSignature -LiteralPath $_.Path;',
    '[pscustomobject]@{Id=$_.Id;Path=$_.Path;Status=[string]$s.Status;Signer=[string]$s.SignerCertificate.Subject} }',
    '| ConvertTo-Csv -NoTypeInformation',
  ].join(' ');
  const told = await ask('powershell', ['-NoProfile', '-NonInteractive', '-Command', script], signal);
  return told?.code === 0 ? parseAuthenticode(told.out) : undefined;
}

/** Rows of id, path, status and subject. The subject counts only where the status is `Valid`, which is never translated. */
export function parseAuthenticode(text: string): ReadonlyMap<number, SignedFile> {
  const rows = text.split('\n').flatMap((line): [number, SignedFile][] => {
    const cells = [...line.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => match[1]!.replaceAll('""', '"'));
    const [pid = '', executable = '', status, subject = ''] = cells;
    if (!/^\d+$/.test(pid) || executable === '') return [];
    // X.500: a value with a comma in it stands in quotes
    const name = /(?:^|,\s*)CN=(?:"([^"]*)"|([^,]*))/.exec(subject);
    const signer = status === 'Valid' ? (name?.[1] ?? name?.[2]?.trim() ?? null) : null;
    return [[Number(pid), { executable, signer: signer === '' ? null : signer }]];
  });
  return new Map(rows);
}

const OWN = /^\/(usr\/(?!local\/)|bin\/|sbin\/|System\/)/;
const MOST = 40;
