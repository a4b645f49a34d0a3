export { type AlertFilter, AlertWatch, type ShownAlert } from './alerts/alert-watch.ts';
export { channelCalled, channelsOf, deleteChannel, putChannel, secretOf } from './alerts/channel-book.ts';
export { Outbox } from './alerts/outbox.ts';
export { deleteRule, putRule, rulesOf } from './alerts/rule-book.ts';
export { type AnnounceRequest, type Announcing, announce } from './announce/announce.ts';
export {
  type AttachedChoice,
  type AttachedWish,
  type AttachedWorld,
  attachedSources,
} from './announce/sources/attached-sources.ts';
export type { ListedDevice } from './announce/sources/listed-source.ts';
export type { NamedRecording } from './announce/sources/recorded-source.ts';
export { type AuditRequest, audit, type DeviceAudit, readAudit } from './audit.ts';
export type { CaptureFile } from './capture/hear-capture.ts';
export { type ReadCaptures, readCaptures } from './capture/read-captures.ts';
export { recordingOf } from './capture/record-capture.ts';
export { correctionsOn } from './corrections/book.ts';
export {
  type Corrected,
  type CorrectionDesk,
  ignoreDevice,
  isCorrectionId,
  mergeDevices,
  nameDevice,
  splitDevice,
  undoCorrection,
} from './corrections/correct.ts';
export {
  addCredential,
  type CredentialChange,
  changeCredential,
  listCredentials,
  removeCredential,
  type ShownCredential,
  showCredential,
} from './credentials/credentials.ts';
export { forecastText } from './credentials/forecast-text.ts';
export { VaultLocksmith } from './credentials/locksmith.ts';
export { listPins, pinCertificate, unpinCertificate } from './credentials/pins.ts';
export { type TestedCredential, testCredential } from './credentials/test-credential.ts';
export { decode } from './decode.ts';
export { devicePorts } from './device-ports.ts';
export type { Check, CheckState, DoctorFacts } from './doctor/check.ts';
export { checksOf, isBlind } from './doctor/checks.ts';
export { type Diagnosis, doctor } from './doctor/doctor.ts';
export type { Hearing } from './doctor/hear-itself.ts';
export { redact } from './doctor/redact.ts';
export type { ProtocolSight, Sees, Sight } from './doctor/sight.ts';
export { demandDomain, discoveryZone } from './doctor/zone.ts';
export { alertDocument, alertRulesDocument, alertsDocument, silencesDocument } from './documents/alerts.ts';
export { announceDocument, servedRows } from './documents/announce.ts';
export { auditDocument, auditRecord } from './documents/audit.ts';
export { channelsDocument, channelTestDocument, deliveriesDocument } from './documents/channels.ts';
export { correctionDocument, correctionsDocument } from './documents/correction.ts';
export {
  credentialDocument,
  credentialRecord,
  credentialsDocument,
  pinRecord,
  pinsDocument,
  testedDocument,
} from './documents/credentials.ts';
export { decodeDocument } from './documents/decode.ts';
export { deviceDocument } from './documents/device.ts';
export { devicePortsDocument } from './documents/device-ports.ts';
export { bundleDocument, doctorDocument } from './documents/doctor.ts';
export { findDocument } from './documents/find.ts';
export { forecastDocument, reorderRecord, suppliesDocument } from './documents/forecast.ts';
export { inspectDocument, inspectedPortDocument } from './documents/inspect.ts';
export {
  applyDocument,
  identifyDocument,
  keptPlanDocument,
  keptPlansDocument,
  planDocument,
  undoDocument,
} from './documents/manage.ts';
export { messageRecord, observationDocument } from './documents/observation.ts';
export { jobDocument, printerJobDocument } from './documents/print.ts';
export { readDocument } from './documents/read.ts';
export { speakersDocument } from './documents/speakers.ts';
export {
  devicesDocument,
  eventDocument,
  historyDocument,
  looksDocument,
  scheduleDocument,
  scopeDocument,
} from './documents/station.ts';
export { statusDocument, statusRecord } from './documents/status.ts';
export { auditLogDocument, tokenDocument, tokensDocument } from './documents/tokens.ts';
export { findingProofDocument, whyDocument } from './documents/why.ts';
export { zoneDocument } from './documents/zone.ts';
export {
  type EmulatedFleet,
  type EmulateRequest,
  emulateFleet,
  emulateRecordings,
  fleetNames,
  loopbackHouse,
  recordedDevice,
} from './emulate.ts';
export type { EscPosAsked } from './escpos-order.ts';
export { type FindProgress, type Found, find } from './find.ts';
export { type DeviceForecast, forecastDevice } from './forecast/device-forecast.ts';
export { Forecasts } from './forecast/forecasts.ts';
export { type ReorderRow, reorderList, reorderPage } from './forecast/reorder.ts';
export { type House, type HouseWish, houseOn, openHouse } from './house.ts';
export { type Inspected, type InspectedPort, type InspectRequest, inspect } from './inspect.ts';
export { chooseInterfaces } from './interfaces.ts';
export { byAddress, findDevice, remember } from './inventory.ts';
export { macVendorText } from './mac-vendor-text.ts';
export { type Journal, memoryJournal, openJournal } from './manage/journal.ts';
export {
  type AppliedDevice,
  apply,
  type DesiredDevice,
  identify,
  type PlannedDevice,
  plan,
  planUndo,
} from './manage/manage.ts';
export { type KeptPlan, keptPlans } from './manage/plan-book.ts';
export { type Approval, PlanDesk, type PlanPlace } from './manage/plan-desk.ts';
export {
  type IdentifyAction,
  identifyActions,
  type ManageWorld,
  type PropertyValues,
  properties,
} from './manage/writer.ts';
export { dossierDocument } from './observe/dossier.ts';
export { observe } from './observe/observe.ts';
export type { Observed, ObservedMessage, ObserveListener, ObserveRequest, ObserveTools } from './observe/observed.ts';
export { observedSpeakers, type Speaker, type SpeakersWish } from './observe/speakers.ts';
export { AuditLog } from './people/audit-log.ts';
export { type OwnSession, type OwnVisit, People, type Person } from './people/people.ts';
export { type TokenScope, Tokens } from './people/tokens.ts';
export { type FindPlan, type FindRequest, planFind, type ScopeRow } from './plan.ts';
export { type Polled, type PollProgress, type PollRequest, poll } from './poll.ts';
export { type PortProbed, probePort } from './port-probe.ts';
export { jobCalled, jobsOf } from './print/job-book.ts';
export { askJob, cancelJob, printerJobs } from './print/jobs.ts';
export { type PrintPlan, type PrintProgress, type PrintRequest, planPrint, print } from './print/print.ts';
export { PrintRuns, type PrintWorld, settleJobs } from './print/print-runs.ts';
export { type RecordRequest, record } from './recording/record.ts';
export { type Recording, readRecording, recordingDocument } from './recording/recording.ts';
export { redactRecording } from './recording/redact.ts';
export type { Consent, ConsentBook, ConsentWay } from './station/consent.ts';
export { History } from './station/history.ts';
export { pageOf } from './station/page.ts';
export { defaultRetention, keepTidy, type Retention } from './station/retention.ts';
export { type LookTold, Station, type StationScope, type StationWish, type StationWorld } from './station/station.ts';
export { type Status, type StatusRequest, status } from './status.ts';
export { type WatchListener, watchNetwork } from './watch.ts';
export { type FactProof, type Proof, type Why, why } from './why.ts';
export { type FindingProof, whyOpen } from './why-open.ts';
