import type { RouteId, Routes } from '@quietport/api';

/** What the server writes down: every operation but the reading ones. */
type Written = { [K in RouteId]: Routes[K]['method'] extends 'GET' ? never : K }[RouteId];

/** Operations of the API in plain words; one without words does not compile. */
export const OPERATION_WORDS: Readonly<Record<Written, string>> = {
  signIn: 'Signed in',
  signOut: 'Signed out',
  setUp: 'Made the first user',
  addUser: 'Added a user',
  removeUser: 'Removed a user',
  setPassword: 'Gave another password',
  setRole: 'Gave another role',
  endSession: 'Ended a session',
  changePassword: 'Changed the own password',
  makeToken: 'Made a token',
  removeToken: 'Took a token back',
  addCredential: 'Kept a new key',
  changeCredential: 'Changed a key',
  removeCredential: 'Forgot a key',
  putSetting: 'Changed a setting',
  resetSetting: 'Took a setting back to what it was',
  consent: 'Let the network be looked at',
  withdraw: 'Took consent back',
  look: 'Asked for a look',
  nameDevice: 'Named a device',
  ignoreDevice: 'Ignored a device, or not',
  mergeDevices: 'Merged devices',
  splitDevice: 'Split a device',
  undoCorrection: 'Took a correction back',
  acknowledge: 'Looks after an alert',
  unacknowledge: 'Looks after it no more',
  silence: 'Silenced alerts',
  unsilence: 'Ended a silence',
  putAlertRule: 'Changed a rule',
  deleteAlertRule: 'Removed a rule',
  putChannel: 'Changed a channel',
  deleteChannel: 'Removed a channel',
  testChannel: 'Tested a channel',
  print: 'Printed a document',
  cancelJob: 'Cancelled a job',
  makePlan: 'Made a plan',
  applyPlan: 'Applied a plan',
  discardPlan: 'Discarded a plan',
  undoRun: 'Planned to undo a run',
  identify: 'Let a device show itself',
};

/** One that is in no table of this version stands as it is called. */
export function operationText(operation: string): string {
  return operation in OPERATION_WORDS ? OPERATION_WORDS[operation as Written] : operation;
}
