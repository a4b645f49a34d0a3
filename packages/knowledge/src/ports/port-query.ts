import type { RegistryTransport } from './registry-row.ts';

/** What a person asks, in the form of the document (product.md 4). A name, or numbers; never both. */
export interface PortQuery {
  readonly text: string;
  readonly port: number | null;
  readonly portEnd: number | null;
  readonly transport: RegistryTransport | null;
  readonly name: string | null;
}

/** A question that cannot be one, and why, as a sentence. */
export interface InvalidQuery {
  readonly text: string;
  readonly invalid: true;
  readonly why: string;
}

/**
 * Reads `N`, `N/T`, `A-B`, `A-B/T`, `NAME` and `NAME/T` (ports.md 2.5). Registered names hold slashes (`cl/1`), so a
 * whole text that `isName` knows is a name before anything is split off.
 */
export function parsePortQuery(
  text: string,
  isName: (name: string) => boolean = () => false,
): PortQuery | InvalidQuery {
  const invalid = (why: string): InvalidQuery => ({ text, invalid: true, why });
  const asked = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  if (asked === '') return invalid('Nothing was asked: give a number, a range or a service name.');
  const odd = /[^\x21-\x7e]/u.exec(asked)?.[0];
  if (odd !== undefined) return invalid(whyOdd(odd));
  if (!numeric.test(asked) && isName(asked)) return { text, port: null, portEnd: null, transport: null, name: asked };

  const slash = asked.lastIndexOf('/');
  const what = slash < 0 ? asked : asked.slice(0, slash);
  const transport = slash < 0 ? null : asked.slice(slash + 1).toLowerCase();
  if (what === '') return invalid('There is no number and no name before the slash.');
  if (transport !== null && !isTransport(transport))
    return invalid(
      `${transport === '' ? 'Nothing' : `"${transport}"`} is no transport: they are tcp, udp, sctp and dccp.`,
    );

  const numbers = /^(-?)(\d+)(?:(-)(-?\d*))?$/.exec(what);
  if (numbers === null) return { text, port: null, portEnd: null, transport, name: what };
  const [, minus = '', first = '', dash, second = ''] = numbers;
  if (minus !== '') return invalid(`${what} is negative: port numbers are 0 to 65535.`);
  const port = Number(first);
  const portEnd = dash === undefined ? port : Number(second);
  if (dash !== undefined && !/^\d+$/.test(second)) return invalid(`The range ${what} has no number at its end.`);
  const beyond = [first, dash === undefined ? first : second].find((digits) => Number(digits) > 65_535);
  if (beyond !== undefined) return invalid(`${beyond.slice(0, 20)} is out of range: port numbers are 0 to 65535.`);
  if (portEnd < port) return invalid(`The range ${port}-${portEnd} runs backwards.`);
  return { text, port, portEnd, transport, name: null };
}

/** Whether text is one of the four transports. */
function isTransport(text: string): text is RegistryTransport {
  return (transports as readonly string[]).includes(text);
}

function whyOdd(character: string): string {
  const code = character.codePointAt(0)!;
  if (code === 0x20) return 'There is a space in it: a port or a service name has none.';
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  if (code < 0x20 || code === 0x7f) return `There is a control character in it (U+${hex}).`;
  const digit = /\p{Nd}/u.test(character) ? 'digits are 0 to 9' : 'numbers and service names are plain ASCII';
  return `There is a character in it that is not ASCII (U+${hex}): ${digit}.`;
}

// a service name has at least one letter (RFC 6335, 5.1): for a number no name is searched
const numeric = /^[\d-]+(?:\/(?:tcp|udp|sctp|dccp))?$/i;
const transports: readonly RegistryTransport[] = ['tcp', 'udp', 'sctp', 'dccp'];
