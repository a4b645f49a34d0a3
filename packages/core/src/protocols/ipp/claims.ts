import { canonicalUuid, macInUuid } from '../../formats/uuid.ts';
import { type Claim, derived, type StateWord, told } from '../../model/claim.ts';
import { modelClaims } from '../../model/model-claims.ts';
import { readingClaims } from './claims-readings.ts';
import { findAttribute, numberOf, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppMessage } from './codec-message.ts';
import { valuePath } from './names.ts';
import { isMakersSite, isPathName, saysAsleep } from './quirks.ts';

/** Where the answer came from: that alone shows that IPP is served there. */
export interface IppServedAt {
  readonly service: 'ipp' | 'ipps';
  readonly port: number;
  readonly resource: string;
}

/**
 * What an answer lets us say (protocols page, sections 4 and 5). URIs in it are often built from the Host that we sent:
 * they give services and a page, never an address.
 */
export function claimsOf(message: IppMessage, servedAt?: IppServedAt): Claim[] {
  const services = serviceClaims(message);
  const found = services.some(
    (claim) => claim.is === 'service' && claim.service === servedAt?.service && claim.port === servedAt.port,
  );
  const here: Claim[] =
    servedAt === undefined || found ? [] : [{ is: 'service', transport: 'tcp', ...servedAt, path: 'code' }];
  return [...identityClaims(message), ...stateClaims(message), ...readingClaims(message), ...services, ...here];
}

/** A CUPS queue speaks for a printer that is somewhere else. */
export function isPrintServer(message: IppMessage): boolean {
  return attribute(message, 'cups-version') !== undefined;
}

function identityClaims(message: IppMessage): Claim[] {
  const uuid = canonicalUuid(text(message, 'printer-uuid'));
  const mac = macInUuid(uuid);
  return [
    ...modelClaims((name) => text(message, name), pathOf),
    ...kindClaims(message),
    ...told('uuid', uuid, pathOf('printer-uuid')),
    ...(mac === undefined ? [] : [{ is: 'mac', value: mac, path: pathOf('printer-uuid') } as const]),
    ...firmwareClaims(message),
    ...nameClaims(message),
    ...told('location', text(message, 'printer-location'), pathOf('printer-location')),
    ...adminClaims(message),
  ];
}

function kindClaims(message: IppMessage): Claim[] {
  if (isPrintServer(message)) return derived('kind', 'print-server', pathOf('cups-version'));
  const shows = ['printer-make-and-model', 'printer-state'].find((name) => attribute(message, name) !== undefined);
  return shows === undefined ? [] : derived('kind', 'printer', pathOf(shows));
}

/** Names and versions are parallel lists; some of them are the versions of formats. */
function firmwareClaims(message: IppMessage): Claim[] {
  const names = attribute(message, 'printer-firmware-name')?.values.map((value) => textOf(value) ?? '') ?? [];
  const versions = attribute(message, 'printer-firmware-string-version');
  const main = names.findIndex((name) => /^(main|system|firmware)/i.test(name));
  const index = main >= 0 ? main : names.findIndex((name) => !/^(ipp|jpeg|pdf|urf)/i.test(name));
  const version = textOf(versions?.values[index]);
  if (versions === undefined || version === undefined) return [];
  const path = valuePath('printer', 'printer-firmware-string-version', index, versions.values.length);
  return told('firmware', version, path);
}

function nameClaims(message: IppMessage): Claim[] {
  const best = ['printer-dns-sd-name', 'printer-info', 'printer-name'].find((name) => {
    const value = text(message, name).trim();
    return value !== '' && !isPathName(value);
  });
  return best === undefined ? [] : told('name', text(message, best), pathOf(best));
}

function adminClaims(message: IppMessage): Claim[] {
  const url = text(message, 'printer-more-info');
  return /^https?:\/\//i.test(url) && !isMakersSite(url) ? told('adminUrl', url, pathOf('printer-more-info')) : [];
}

function stateClaims(message: IppMessage): Claim[] {
  const state = numberOf(attribute(message, 'printer-state')?.values[0]);
  if (state === undefined) return [];
  const reasons = (attribute(message, 'printer-state-reasons')?.values ?? [])
    .map((value) => textOf(value)?.trim() ?? '')
    .filter((reason) => reason !== '' && reason !== 'none');
  const asleep =
    reasons.some((reason) => /^(standby|suspend|hibernate)/.test(reason)) ||
    saysAsleep(text(message, 'printer-state-message'));
  // a printer that works is awake, whatever else it says
  const word = asleep && state !== 4 ? 'asleep' : (stateWords[state] ?? 'unknown');
  return [{ is: 'state', word, reasons, path: pathOf('printer-state') }];
}

function serviceClaims(message: IppMessage): Claim[] {
  const uris = attribute(message, 'printer-uri-supported');
  return (uris?.values ?? []).flatMap((value, index): Claim[] => {
    const uri = parseIppUri(textOf(value) ?? '');
    if (uri === undefined) return [];
    const path = valuePath('printer', 'printer-uri-supported', index, uris?.values.length);
    return [{ is: 'service', ...uri, transport: 'tcp', path }];
  });
}

/** Both schemes mean 631 where no port is named (RFC 3510, RFC 7472). */
function parseIppUri(uri: string): IppServedAt | undefined {
  const match = /^(ipps?):\/\/(?:\[[^\]]*\]|[^/:?#]*)(?::(\d{1,5}))?(?:\/([^?#]*))?$/i.exec(uri.trim());
  if (match === null) return undefined;
  const port = match[2] === undefined ? 631 : Number(match[2]);
  if (port < 1 || port > 65_535) return undefined;
  return { service: match[1]!.toLowerCase() === 'ipps' ? 'ipps' : 'ipp', port, resource: match[3] ?? '' };
}

function attribute(message: IppMessage, name: string): IppAttribute | undefined {
  return findAttribute(message, groupTags.printer, name);
}

function text(message: IppMessage, name: string): string {
  return textOf(attribute(message, name)?.values[0]) ?? '';
}

function pathOf(name: string): string {
  return `printer.${name}`;
}

const stateWords: Readonly<Record<number, StateWord>> = { 3: 'idle', 4: 'processing', 5: 'stopped' };
