import type { Conversation } from '../../contracts/conversation.ts';
import { ask, type Session } from './ask.ts';
import { oidOf } from './object-names.ts';
import { walkRows } from './walk-rows.ts';

/**
 * How a printer is: its supplies with their colours, its trays, what it complains about. Where names came that are no
 * UTF-8, it is asked for its character set, and once more with that.
 */
export function* askReadings(session: Session): Conversation<void> {
  if (!(yield* walkReadings(session)) || session.foreign !== true) return;
  const charset = yield* askCharset(session);
  if (charset === undefined) return;
  session.charset = charset;
  yield* walkReadings(session);
}

function* walkReadings(session: Session): Conversation<boolean> {
  for (const { columns, mostRows } of READINGS) if (!(yield* walkRows(session, columns, mostRows))) return false;
  return true;
}

/** The set of the localization that the printer uses (RFC 3805: prtGeneralCurrentLocalization names its row). */
function* askCharset(session: Session): Conversation<number | undefined> {
  const row = yield* numberAt(session, oidOf('prtGeneralCurrentLocalization', '1'));
  return row === undefined || row < 1
    ? undefined
    : yield* numberAt(session, oidOf('prtLocalizationCharacterSet', `1.${row}`));
}

function* numberAt(session: Session, oid: string): Conversation<number | undefined> {
  const answer = yield* ask(session, { is: 'GetRequest', oids: [oid] });
  const value = typeof answer === 'string' || answer.errorStatus !== 0 ? undefined : answer.varbinds[0]?.value.value;
  return typeof value === 'number' ? value : undefined;
}

/** `key`: the column without which a row says nothing (`claims-readings.ts`). */
export const READINGS: readonly {
  readonly columns: readonly string[];
  readonly key: string;
  readonly mostRows: number;
}[] = [
  {
    columns: [
      oidOf('prtMarkerSuppliesDescription'),
      oidOf('prtMarkerSuppliesType'),
      oidOf('prtMarkerSuppliesClass'),
      oidOf('prtMarkerSuppliesColorantIndex'),
      oidOf('prtMarkerSuppliesSupplyUnit'),
      oidOf('prtMarkerSuppliesMaxCapacity'),
      oidOf('prtMarkerSuppliesLevel'),
    ],
    key: oidOf('prtMarkerSuppliesDescription'),
    mostRows: 200,
  },
  { columns: [oidOf('prtMarkerColorantValue')], key: oidOf('prtMarkerColorantValue'), mostRows: 50 },
  {
    columns: [
      oidOf('prtInputName'),
      oidOf('prtInputCapacityUnit'),
      oidOf('prtInputMaxCapacity'),
      oidOf('prtInputCurrentLevel'),
      oidOf('prtInputStatus'),
      oidOf('prtInputMediaName'),
    ],
    key: oidOf('prtInputCurrentLevel'),
    mostRows: 50,
  },
  {
    columns: [
      oidOf('prtAlertSeverityLevel'),
      oidOf('prtAlertGroup'),
      oidOf('prtAlertCode'),
      oidOf('prtAlertDescription'),
    ],
    key: oidOf('prtAlertCode'),
    mostRows: 50,
  },
];
