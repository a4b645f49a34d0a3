import type { StateWord } from '../../model/claim.ts';

/** What Host Resources says of one printer; what was not told is `undefined`. */
interface PrinterReading {
  readonly deviceStatus?: number | undefined;
  readonly printerStatus?: number | undefined;
  /** hrPrinterDetectedErrorState: bit 0 is the most significant of the first octet; missing octets are zero. */
  readonly errors?: Uint8Array | undefined;
}

/**
 * The combination that RFC 2790 and RFC 3805 mean together. `undefined` where too little was told to say a word: that
 * a device runs is not yet that its printer is idle.
 */
export function judgeState(reading: PrinterReading): { word: StateWord; reasons: readonly string[] } | undefined {
  const { deviceStatus, printerStatus } = reading;
  const reasons = readErrors(reading);
  if (deviceStatus === DOWN) return { word: reasons.length > 0 ? 'stopped' : 'asleep', reasons };
  switch (printerStatus) {
    case 3:
      return { word: 'idle', reasons };
    case 4:
      return { word: 'processing', reasons };
    case 5:
      return { word: 'idle', reasons: [...reasons, 'warming-up'] };
    case 1:
      // power save on many units
      return deviceStatus === RUNNING && reasons.length === 0
        ? { word: 'asleep', reasons }
        : { word: 'unknown', reasons };
    case 2:
      return { word: 'unknown', reasons };
    default:
      return undefined;
  }
}

function readErrors({ errors, deviceStatus }: PrinterReading): readonly string[] {
  const severity = deviceStatus === DOWN ? '-error' : deviceStatus === WARNING ? '-warning' : '';
  const reasons: string[] = [];
  for (let bit = 0; bit < errorWords.length; bit++) {
    if (((errors?.[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) === 0) continue;
    // several makers set these two without cause: they count only with a second sign
    if ((bit === OFFLINE || bit === SERVICE) && deviceStatus !== DOWN) continue;
    reasons.push(errorWords[bit]! + severity);
  }
  return reasons;
}

const RUNNING = 2;
const WARNING = 3;
const DOWN = 5;
const OFFLINE = 6;
const SERVICE = 7;
// RFC 3805, hrPrinterDetectedErrorState; the words are those of printer-state-reasons (RFC 8011, section 5.4.12)
const errorWords: readonly string[] = [
  'media-low',
  'media-empty',
  'toner-low',
  'toner-empty',
  'door-open',
  'media-jam',
  'offline',
  'service-requested',
  'input-tray-missing',
  'output-tray-missing',
  'marker-supply-missing',
  'output-area-almost-full',
  'output-area-full',
  'media-empty',
  'maintenance-overdue',
];

/** The other way round, for the device side: reason words, with or without a severity, as error bits. */
export function errorOctets(reasons: readonly string[]): Uint8Array {
  const octets = new Uint8Array(2);
  for (const reason of reasons) {
    const bit = errorWords.indexOf(reason.replace(/-(error|warning|report)$/, ''));
    if (bit >= 0) octets[bit >> 3]! |= 0x80 >> (bit & 7);
  }
  return octets;
}
