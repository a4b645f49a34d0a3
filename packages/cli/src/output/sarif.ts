/** A rule as SARIF lists it. */
export interface SarifRule {
  readonly id: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly title: string;
  readonly help: string;
}

export interface SarifResult {
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Why a comment in the file takes it back. */
  readonly because?: string;
}

/** A log in SARIF 2.1.0 (OASIS standard), for viewers of code findings. */
export function sarifLog(version: string, rules: readonly SarifRule[], results: readonly SarifResult[]): object {
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'quietport',
            version,
            rules: rules.map(({ id, level, title, help }) => ({
              id,
              shortDescription: { text: title },
              help: { text: help },
              defaultConfiguration: { level },
            })),
          },
        },
        // section 3.30: columns count UTF-16 code units, as our readers do
        columnKind: 'utf16CodeUnits',
        results: results.map(({ rule, level, text, file, line, column, because }) => ({
          ruleId: rule,
          ruleIndex: rules.findIndex(({ id }) => id === rule),
          level,
          message: { text },
          // section 3.35
          ...(because === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: because }] }),
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: uriOf(file) },
                region: { startLine: line, startColumn: column },
              },
            },
          ],
        })),
      },
    ],
  };
}

/** A path as a URI reference: relative as it was named, or `file:` where it is absolute. */
function uriOf(path: string): string {
  const parts = path
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/');
  const encoded = parts.map(encodeURIComponent).join('/');
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
