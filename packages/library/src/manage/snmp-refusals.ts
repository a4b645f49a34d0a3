/** An error-status in words. */
export function snmpRefusal(errorStatus: number): string {
  return words.get(errorStatus) ?? `it answers with error ${errorStatus}`;
}

/** Whether another key may be let in where this one was not: version 1 has one word for that and for what is not there. */
export function isKeyRefusal(errorStatus: number): boolean {
  return keyRefusals.has(errorStatus);
}

/** Whether the agent says that something may have been changed all the same: undoFailed (RFC 3416, section 4.2.5). */
export function leavesUnknown(errorStatus: number): boolean {
  return errorStatus === UNDO_FAILED;
}

// RFC 3416, section 3; in version 1 an agent says noSuchName or readOnly (RFC 1157, section 4.1.5)
const words: ReadonlyMap<number, string> = new Map([
  [1, 'the answer would be too big for it'],
  [2, 'it has no such object to write'],
  [3, 'the value is none that it takes'],
  [4, 'the object can only be read'],
  [5, 'something went wrong there'],
  [6, 'the key may read and not write'],
  [7, 'the value is of a type that it does not take'],
  [8, 'the value is too long for it'],
  [9, 'the value is encoded otherwise than it takes'],
  [10, 'the value is none that it takes'],
  [11, 'the object cannot be made'],
  [12, 'the value cannot be taken now'],
  [13, 'it has no room for the value'],
  [14, 'it could not carry the order out'],
  [15, 'it could not carry the order out, nor take it back'],
  [16, 'the key may not do that'],
  [17, 'the object can only be read'],
]);
const keyRefusals: ReadonlySet<number> = new Set([2, 4, 6, 16]);
const UNDO_FAILED = 15;
