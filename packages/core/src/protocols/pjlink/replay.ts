import { equalBytes } from '../../bytes/hex.ts';
import { decodePjLink, encodePjLink } from './codec.ts';

/** Whether two questions ask the same, whatever digest stands in front of them. */
export function sameQuestion(recorded: Uint8Array, asked: Uint8Array): boolean {
  return equalBytes(withoutDigest(recorded), withoutDigest(asked));
}

/** A line as it may be kept: from the digest and the random digits a password can be guessed. */
export function withoutDigest(bytes: Uint8Array): Uint8Array {
  const decoded = decodePjLink(bytes);
  if (!decoded.ok || decoded.value.is !== 'command' || decoded.value.digest === undefined) return bytes;
  const { digest: _digest, ...rest } = decoded.value;
  return encodePjLink(rest);
}
