/** The parts of an `http:` or `https:` URL whose host is an address (no names: a probe asks where it was told to ask). */
export interface HttpUrl {
  readonly secure: boolean;
  readonly address: string;
  readonly port: number;
  readonly path: string;
}

export function parseHttpUrl(url: string): HttpUrl | undefined {
  const parts = /^(https?):\/\/(?:\[([^\]]+)\]|([^/:]+))(?::(\d{1,5}))?(\/.*)?$/i.exec(url);
  if (parts === null) return undefined;
  const secure = parts[1]!.toLowerCase() === 'https';
  const port = parts[4] === undefined ? (secure ? 443 : 80) : Number(parts[4]);
  if (port < 1 || port > 65_535) return undefined;
  return { secure, address: parts[2] ?? parts[3]!, port, path: parts[5] ?? '/' };
}
