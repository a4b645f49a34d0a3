import type { Transport } from '@quietport/core';
import { interpolate, type Variables } from '../variables.ts';
import type { YamlNode } from '../yaml-view.ts';

/** One entry of `ports`, short or long. */
export interface Mapping {
  /** As it is written. */
  readonly text: string;
  readonly host: string;
  /** Nothing where the engine picks the number. */
  readonly published: string | undefined;
  readonly target: string;
  readonly transport: Transport | undefined;
  /** Equal for entries that mean the same. */
  readonly key: string;
  /** Why it is none. */
  readonly why: string | undefined;
  /** A YAML 1.1 reader makes one number of it. */
  readonly base60: boolean;
}

/** Reads `[HOST:]CONTAINER[/PROTOCOL]` and the long form (Compose specification, "ports"). */
export function mappingOf(node: YamlNode, variables: Variables): Mapping {
  return node.isMap ? longMapping(node, variables) : shortMapping(node, variables);
}

function shortMapping(node: YamlNode, variables: Variables): Mapping {
  const text = node.text ?? '';
  const [numbers = '', protocol] = interpolate(text, variables).split('/', 2);
  const target = numbers.slice(numbers.lastIndexOf(':') + 1);
  const before = numbers.includes(':') ? numbers.slice(0, numbers.lastIndexOf(':')) : undefined;
  // what stands before the last colon of that is the address; brackets hold the colons of IPv6
  const split = /^(?:(.*):)?([^:\]]*)$/.exec(before ?? '');
  return made(text, {
    host: (split?.[1] ?? '').replace(/^\[(.*)\]$/, '$1'),
    published: before === undefined || split?.[2] === '' ? undefined : split?.[2],
    target,
    protocol,
    // YAML 1.1, tag int: digits, then groups below 60
    base60: node.isPlain && /^[-+]?[1-9][\d_]*(:[0-5]?\d)+$/.test(text),
  });
}

function longMapping(node: YamlNode, variables: Variables): Mapping {
  const read = (key: string): string | undefined => {
    const text = node.get(key)?.text;
    return text === undefined ? undefined : interpolate(text, variables);
  };
  const published = read('published');
  return made(node.get('published')?.text ?? node.get('target')?.text ?? '', {
    host: read('host_ip') ?? '',
    published: published === '' ? undefined : published,
    target: read('target') ?? '',
    protocol: read('protocol'),
    base60: false,
  });
}

function made(
  text: string,
  row: Pick<Mapping, 'host' | 'published' | 'target' | 'base60'> & { readonly protocol: string | undefined },
): Mapping {
  const { host, published, target, protocol, base60 } = row;
  const known = protocol === undefined || protocol === 'tcp' || protocol === 'udp';
  return {
    text,
    host,
    // the reader of numbers says what is wrong with another transport
    published: published === undefined || known ? published : `${published}/${protocol}`,
    target: known || published !== undefined ? target : `${target}/${protocol}`,
    transport: known ? (protocol as Transport | undefined) : undefined,
    key: [host, published ?? '', target, protocol ?? 'tcp'].join(' '),
    why: whyUneven(published, target),
    base60,
  };
}

/** Both sides of a mapping of ranges are equally long, or one number stands behind a range to pick from. */
function whyUneven(published: string | undefined, target: string): string | undefined {
  const [one, other] = [lengthOf(published ?? ''), lengthOf(target)];
  if (published === undefined || one === undefined || other === undefined || other === 1 || one === other)
    return undefined;
  return `The ranges ${published} and ${target} are not equally long.`;
}

function lengthOf(range: string): number | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(range);
  return match === null ? undefined : Number(match[2] ?? match[1]) - Number(match[1]) + 1;
}
