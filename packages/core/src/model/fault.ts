import { faults } from './fault-register.ts';

export { faults } from './fault-register.ts';

export type FaultCode = keyof typeof faults;

/** What we or our caller did wrong. Thrown; `text` says what and where, `next` what to do. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly text: string;
  readonly next: string;
  readonly exit: number;

  constructor(code: FaultCode, values: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    const row = faults[code];
    const text = fill(row.text, values);
    super(text, cause === undefined ? undefined : { cause });
    this.name = 'Fault';
    this.code = code;
    this.text = text;
    this.next = fill(row.next, values);
    this.exit = row.exit;
  }
}

function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
