import { findAttribute, numberOf, textOf } from './codec-look.ts';
import { groupTags, type IppAttribute, type IppMessage, type IppValue } from './codec-message.ts';

/** What a request asks of a job, divided by what the printer can do. */
export interface JobTicket {
  readonly taken: readonly IppAttribute[];
  readonly unsupported: readonly IppAttribute[];
  /** RFC 8011, section 4.1.2: rather no job than another one. */
  readonly strict: boolean;
}

/** Compares the job attributes of a request with the `NAME-supported` of the printer (RFC 8011, section 4.1.7). */
export function ticketOf(request: IppMessage, abilities: readonly IppAttribute[]): JobTicket {
  const wished = request.groups.filter(({ tag }) => tag === groupTags.job).flatMap(({ attributes }) => attributes);
  const can = (attribute: IppAttribute) => isSupported(attribute, abilities);
  const fidelity = findAttribute(request, groupTags.operation, 'ipp-attribute-fidelity')?.values[0];
  return {
    taken: wished.filter(can),
    unsupported: wished.filter((attribute) => !can(attribute)),
    strict: fidelity?.is === 'boolean' && fidelity.value,
  };
}

function isSupported({ name, values }: IppAttribute, abilities: readonly IppAttribute[]): boolean {
  const supported = abilities.find((one) => one.name === `${name}-supported`)?.values;
  if (supported === undefined) return false;
  return values.every((value) => supported.some((one) => covers(one, value)));
}

function covers(able: IppValue, wished: IppValue): boolean {
  // of collections the members that are known are named: which values they may have is the printer's to choose
  if (wished.is === 'collection') return true;
  const number = numberOf(wished);
  if (able.is === 'boolean') return able.value;
  if (able.is === 'range')
    return number === undefined ? wished.is === 'range' : number >= able.value.lower && number <= able.value.upper;
  if (number !== undefined) return numberOf(able) === number;
  if (wished.is === 'resolution')
    return (
      able.is === 'resolution' && able.value.across === wished.value.across && able.value.along === wished.value.along
    );
  return textOf(wished) !== undefined && textOf(able) === textOf(wished);
}
