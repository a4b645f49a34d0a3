/** DER in the textual form of RFC 7468. */
export function formatPem(label: 'CERTIFICATE', der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** The first part of that label in a PEM text, as DER; `undefined` where there is none. */
export function parsePem(label: 'CERTIFICATE', text: string): Uint8Array | undefined {
  const match = new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`).exec(text);
  return match?.[1] === undefined ? undefined : new Uint8Array(Buffer.from(match[1], 'base64'));
}
