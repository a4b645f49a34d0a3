import { parseHttpUrl } from './http-url.ts';
import { formatIp, parseIp } from './ip-address.ts';

/** A URL that a host told of itself, read against the address that it told it from. */
export type ToldUrl =
  /** On the host that told it. `host` where it named itself, and not its address: a label, nothing to go by. */
  | {
      readonly is: 'here';
      readonly secure: boolean;
      readonly port: number;
      /** Path and query without the slash in front. */
      readonly resource: string;
      readonly host?: string;
    }
  /** On another address: what the host claims, and no place to go. */
  | { readonly is: 'elsewhere'; readonly address: string };

/**
 * Where a URL of this host leads. Addresses are compared without their zones, for a URL seldom has one. `undefined`
 * where the text is no http URL.
 */
export function readToldUrl(text: string, sender: string): ToldUrl | undefined {
  const url = parseHttpUrl(text.trim());
  if (url === undefined) return undefined;
  const { secure, port, path } = url;
  const place = { is: 'here', secure, port, resource: path.replace(/^\//, '') } as const;
  const named = bare(url.host);
  if (named === undefined) return { ...place, host: url.host };
  return named === bare(sender) ? place : { is: 'elsewhere', address: named };
}

/** Several URLs stand in one text, parted by white space; at most so many are read. */
export function readToldUrls(text: string, sender: string, most = 16): readonly ToldUrl[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return words.slice(0, most).flatMap((word) => readToldUrl(word, sender) ?? []);
}

function bare(host: string): string | undefined {
  const address = parseIp(host);
  return address === undefined ? undefined : formatIp({ family: address.family, bytes: address.bytes });
}
