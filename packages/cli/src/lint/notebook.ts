import type { FileFormat, FilePort, FileReading, FileRemark, NamedPort, PortRole, Transport } from '@quietport/core';
import { parsePorts } from './port-text.ts';
import type { Spot } from './spots.ts';

/** What a reader knows of a number beside the number itself. */
export interface UseNotes
  extends Partial<
    Pick<
      FilePort,
      | 'host'
      | 'scope'
      | 'program'
      | 'certain'
      | 'speaks'
      | 'target'
      | 'hints'
      | 'privileged'
      | 'nodePort'
      | 'moves'
      | 'debug'
      | 'profiles'
      | 'tie'
    >
  > {
  readonly role: PortRole;
  readonly owner: string;
  readonly transport?: Transport;
  /** As it is written, where that is more than the number. */
  readonly text?: string;
}

/** Collects what a reader finds in one file. */
export class Notebook implements FileReading {
  readonly uses: FilePort[] = [];
  readonly remarks: FileRemark[] = [];
  readonly names: NamedPort[] = [];
  readonly file: string;
  readonly format: FileFormat;

  constructor(file: string, format: FileFormat) {
    this.file = file;
    this.format = format;
  }

  /** Notes a port, or why it is none. */
  take(spot: Spot, ports: string, { text = ports, transport, ...notes }: UseNotes): void {
    const read = parsePorts(ports, transport);
    if (read.is === 'ports') {
      const { port, portEnd } = read;
      this.uses.push({
        place: { file: this.file, ...spot },
        format: this.format,
        text,
        port,
        portEnd,
        transport: read.transport,
        host: '',
        scope: 'host',
        program: `${this.file}#${this.uses.length}`,
        certain: false,
        ...notes,
      });
    } else if (read.is === 'wrong') this.remark('port-invalid', spot, text, read.why);
    else if (read.is === 'unresolved') this.unresolved(spot, text);
  }

  /** Somebody goes to a port of a program by its name. */
  goesTo(spot: Spot, text: string, owner: string, program: readonly string[]): void {
    this.names.push({ place: { file: this.file, ...spot }, text, owner, program });
  }

  unresolved(spot: Spot, text: string): void {
    this.remark('not-resolved', spot, text, `What "${text}" stands for is not said in these files: it was not judged.`);
  }

  remark(rule: FileRemark['rule'], spot: Spot, text: string, reason: string): void {
    this.remarks.push({ rule, place: { file: this.file, ...spot }, text, reason });
  }
}
