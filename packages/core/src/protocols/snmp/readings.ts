import type { Conversation } from '../../contracts/conversation.ts';
import type { Session } from './ask.ts';
import { oidOf } from './object-names.ts';
import { walkRows } from './walk-rows.ts';

/** How a printer is: its supplies with their colours, its trays, what it complains about. */
export function* askReadings(session: Session): Conversation<void> {
  for (const { columns, mostRows } of READINGS) if (!(yield* walkRows(session, columns, mostRows))) return;
}

const READINGS: readonly { readonly columns: readonly string[]; readonly mostRows: number }[] = [
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
    mostRows: 200,
  },
  { columns: [oidOf('prtMarkerColorantValue')], mostRows: 50 },
  {
    columns: [
      oidOf('prtInputName'),
      oidOf('prtInputCapacityUnit'),
      oidOf('prtInputMaxCapacity'),
      oidOf('prtInputCurrentLevel'),
      oidOf('prtInputStatus'),
      oidOf('prtInputMediaName'),
    ],
    mostRows: 50,
  },
  {
    columns: [
      oidOf('prtAlertSeverityLevel'),
      oidOf('prtAlertGroup'),
      oidOf('prtAlertCode'),
      oidOf('prtAlertDescription'),
    ],
    mostRows: 50,
  },
];
