import { decodeText } from '../../bytes/text.ts';
import { type SlpMessage, slpFunctions } from '../../formats/slp.ts';
import type { Claim } from '../../model/claim.ts';
import { parseHttpUrl } from '../../net/http-url.ts';

/**
 * What an advertisement lets us say: that its sender offers printing or scanning by SLP, and where it says that it serves
 * IPP. What it offers may be somebody else's printer, so nothing is said of its kind. Messages that offer neither, and
 * questions, say nothing.
 */
export function claimsOf(message: SlpMessage, sender: string): readonly Claim[] {
  if (!advertising.has(message.function)) return [];
  const offers = message.parts.filter(
    ({ path, kind, bytes }) => kind === 'text' && offering.test(path) && wanted.test(decodeText(bytes)),
  );
  const [first] = offers;
  if (first === undefined) return [];
  const here: Claim = { is: 'service', service: 'slp', port: 427, transport: 'udp', path: first.path };
  return [here, ...offers.flatMap(({ path, bytes }) => ippClaims(decodeText(bytes), path, sender))];
}

/** `service:printer:ipp://10.0.0.9:631/ipp/print`, where it is the sender's own address. */
function ippClaims(url: string, path: string, sender: string): readonly Claim[] {
  const ipp = /^service:printer:(?:ipp|http):\/\/(.*)$/i.exec(url)?.[1];
  const place = ipp === undefined ? undefined : parseHttpUrl(`http://${ipp}`);
  if (place === undefined || place.host !== sender) return [];
  const port = /^[^/]*:\d+(\/|$)/.test(ipp ?? '') ? place.port : 631;
  const resource = place.path.replace(/^\//, '');
  return [{ is: 'service', service: 'ipp', port, transport: 'tcp', resource, path }];
}

const advertising: ReadonlySet<number> = new Set([
  slpFunctions.reply,
  slpFunctions.register,
  slpFunctions.serviceAgent,
]);
const offering = /(^|\.)(url|serviceType|attributes)$/;
const wanted = /service:(printer|scanner)\b/i;
