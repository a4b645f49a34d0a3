import type { FilePort, FileRemark, NamedPort } from './file-port.ts';
import type { LintLevel } from './lint-finding.ts';
import type { LintLore } from './lint-lore.ts';

/** What a rule looks at. */
export interface Scene {
  readonly uses: readonly FilePort[];
  /** Those that take their number. */
  readonly taking: readonly FilePort[];
  readonly remarks: readonly FileRemark[];
  readonly names: readonly NamedPort[];
  readonly lore: LintLore;
}

/** What a rule found, at a use or at another place of a file. */
export interface Found {
  readonly use?: FilePort;
  readonly remark?: Pick<FileRemark, 'place' | 'text'>;
  readonly reason: string;
  /** Where it differs from the rule's. */
  readonly level?: LintLevel;
  /** Another number would help. */
  readonly elsewhere?: boolean;
}

/** One rule: what it is called, how grave it is, and where it holds. */
export interface LintRule {
  readonly id: string;
  readonly level: LintLevel;
  /** One line, for lists of rules. */
  readonly title: string;
  /** What follows from it, and what to do. */
  readonly help: string;
  find(scene: Scene): Iterable<Found>;
}

/** `compose.yml:7` */
export function at({ place }: Pick<FilePort, 'place'>): string {
  return `${place.file}:${place.line}`;
}

/** `8080/tcp`, `7000-7005/udp` */
export function numberOf({ port, portEnd, transport }: FilePort): string {
  return `${port === portEnd ? port : `${port}-${portEnd}`}/${transport}`;
}

/** Whether one of the words that tell what a use is has to do with one of these. */
export function hintsAt(use: FilePort, words: readonly string[]): boolean {
  const own = (use.hints ?? []).map(plain).filter((hint) => hint.length > 2);
  const theirs = words.map(plain).filter((word) => word.length > 2);
  return own.some((hint) => theirs.some((word) => hint.includes(word) || word.includes(hint)));
}

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}
