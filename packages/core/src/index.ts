export * from './bytes/byte-reader.ts';
export * from './bytes/byte-writer.ts';
export * from './bytes/decode-error.ts';
export * from './bytes/decoding.ts';
export * from './bytes/field.ts';
export * from './bytes/frame.ts';
export * from './bytes/hex.ts';
export * from './bytes/text.ts';
export * from './contracts/attached-device.ts';
export * from './contracts/bus.ts';
export * from './contracts/channel.ts';
export * from './contracts/clock.ts';
export * from './contracts/conversation.ts';
export * from './contracts/credentials.ts';
export * from './contracts/cryptography.ts';
export type { DatagramLine } from './contracts/datagram-line.ts';
export * from './contracts/dice.ts';
export * from './contracts/host.ts';
export * from './contracts/neighbours.ts';
export * from './contracts/network.ts';
export * from './contracts/overheard.ts';
export * from './contracts/packet-tap.ts';
export * from './contracts/protocol.ts';
export * from './contracts/replay.ts';
export * from './contracts/secure-stream.ts';
export * from './contracts/store.ts';
export * from './contracts/vault.ts';
export * from './contracts/virtual-device.ts';
export { builtInRules } from './engine/alert/built-in-rules.ts';
export { graver } from './engine/alert/raise.ts';
export * from './engine/alert/step-alerts.ts';
export * from './engine/collect/samples.ts';
export * from './engine/exposure/audit-device.ts';
export * from './engine/exposure/exposure-rules.ts';
export * from './engine/forecast/days-left.ts';
export * from './engine/forecast/forecast-words.ts';
export * from './engine/forecast/pages.ts';
export * from './engine/forecast/urgency.ts';
export type { Replacement } from './engine/forecast/wear.ts';
export * from './engine/free/choose-free.ts';
export * from './engine/free/free-facts.ts';
export * from './engine/fusion/alone.ts';
export { PERSON } from './engine/fusion/corrected.ts';
export * from './engine/fusion/fuse.ts';
export type { Conflict } from './engine/fusion/groups.ts';
export * from './engine/fusion/ports.ts';
export * from './engine/fusion/superseded.ts';
export * from './engine/gate/gate.ts';
export type { JobLine, JobPermit } from './engine/gate/job-line.ts';
export * from './engine/gate/ledger.ts';
export * from './engine/gate/print-ports.ts';
export * from './engine/gate/scope.ts';
export * from './engine/gate/secure-permit.ts';
export * from './engine/gate/tape.ts';
export * from './engine/keys/check-pin.ts';
export * from './engine/keys/choose-key.ts';
export * from './engine/keys/forecast-keys.ts';
export * from './engine/keys/key-notes.ts';
export * from './engine/keys/key-scope.ts';
export * from './engine/lint/file-port.ts';
export * from './engine/lint/lint.ts';
export * from './engine/lint/lint-finding.ts';
export * from './engine/lint/lint-lore.ts';
export * from './engine/lint/lint-rules.ts';
export * from './engine/lint/suppress.ts';
export * from './engine/observe/event-packets.ts';
export * from './engine/observe/frame-label.ts';
export * from './engine/observe/hint.ts';
export * from './engine/observe/look-at-bytes.ts';
export * from './engine/observe/port-ear.ts';
export * from './engine/observe/port-event.ts';
export type { Likeness } from './engine/observe/signatures.ts';
export * from './engine/observe/text-runs.ts';
export * from './engine/overhear/overhear.ts';
export * from './engine/plan/look.ts';
export * from './engine/plan/look-world.ts';
export * from './engine/plan/note-look.ts';
export * from './engine/plan/order.ts';
export * from './engine/plan/poll.ts';
export * from './engine/plan/segments.ts';
export * from './engine/plan/sweep.ts';
export * from './engine/talk/converse.ts';
export * from './engine/verdict/check-device.ts';
export * from './engine/verdict/judge.ts';
export * from './engine/verdict/judge-port.ts';
export * from './engine/verdict/port-scene.ts';
export * from './engine/verdict/reading-words.ts';
export * from './engine/verdict/scene.ts';
export * from './engine/watch/memory-bus.ts';
export * from './engine/watch/schedule.ts';
export * from './engine/watch/watched.ts';
export * from './formats/capture-file.ts';
export * from './formats/capture-packet.ts';
export * from './formats/capture-stream.ts';
export * from './formats/document-format.ts';
export {
  basicAuthorization,
  challengesIn,
  chooseChallenge,
  digestAuthorization,
  type HttpChallenge,
  type HttpLogin,
} from './formats/http-login.ts';
export * from './formats/packet-encode.ts';
export * from './formats/pcapng-encode.ts';
export * from './formats/x509-encode.ts';
export * from './model/alert-rule.ts';
export * from './model/claim.ts';
export * from './model/correction.ts';
export * from './model/device.ts';
export * from './model/exchange.ts';
export * from './model/exposure.ts';
export * from './model/fault.ts';
export * from './model/listener.ts';
export * from './model/look-note.ts';
export * from './model/observation.ts';
export * from './model/print-job.ts';
export * from './model/raised-alert.ts';
export * from './model/reading.ts';
export * from './model/roll.ts';
export * from './model/sample.ts';
export * from './model/supply.ts';
export * from './model/supply-level.ts';
export * from './model/verdict.ts';
export * from './net/address-class.ts';
export * from './net/address-range.ts';
export * from './net/endpoint.ts';
export * from './net/http-url.ts';
export * from './net/ip-address.ts';
export * from './net/mac-address.ts';
export * from './net/prefix.ts';
export * from './net/source-key.ts';
export * from './protocols/catalogue.ts';
export {
  DNS_SD_GROUPS,
  DNS_SD_PORT,
  type OfferedService,
  respondFor,
} from './protocols/dns-sd/serve-service.ts';
export { type NamedService, parseDomain, type Zone, zoneOf } from './protocols/dns-sd/zone.ts';
export * from './protocols/ipp/job-answer.ts';
export * from './protocols/ipp/job-requests.ts';
export { httpUrl, type IppPlace, ippUri, placesOf } from './protocols/ipp/paths.ts';
export * from './protocols/ipp/queue-answer.ts';
export {
  encodeChangeQueue,
  encodeGetQueue,
  encodeGetQueues,
  encodeIdentifyQueue,
  encodePrintText,
  encodeSetPrinter,
  IDENTIFY_PRINTER,
  PRINT_JOB,
  type QueueRequest,
  SET_PRINTER_ATTRIBUTES,
} from './protocols/ipp/queue-requests.ts';
export { textIn } from './protocols/ipp/queue-values.ts';
export { knockOn } from './protocols/knock/talk.ts';
export * from './protocols/lpd/codec.ts';
export {
  type ClientWorld as Ncdp2ClientWorld,
  type LoginOutcome as Ncdp2LoginOutcome,
  type Ncdp2Answer,
  Ncdp2Client,
  Ncdp2Lost,
  type Ncdp2Place,
  type OrderOptions as Ncdp2OrderOptions,
} from './protocols/ncdp2/client/client.ts';
export { ncdp2PlaceIn, ncdp2Uuid } from './protocols/ncdp2/client/place-of.ts';
export { Announcer, type AnnouncerOptions } from './protocols/ncdp2/server/announcer.ts';
export type { DevicePlace } from './protocols/ncdp2/server/device-places.ts';
export { type ReplyRates, replyRates } from './protocols/ncdp2/server/reply-limit.ts';
export {
  type DeviceEvent,
  type ServedDevice as NcdpDevice,
  ServedDevices,
  type ServedDevicesOptions,
} from './protocols/ncdp2/server/served-devices.ts';
export { type UdpCounts, UdpService, type UdpServiceOptions } from './protocols/ncdp2/server/udp-service.ts';
export { DEFAULT_MAX_AGE_SECONDS, isNcdp2, NCDP2_GROUPS, NCDP2_PORT } from './protocols/ncdp2/server/wire-place.ts';
export type { AuditEntry, AuditLog } from './protocols/ncdp2/session/audit.ts';
export { serveSession } from './protocols/ncdp2/session/session.ts';
export { type DeskOptions, SessionDesk } from './protocols/ncdp2/session/session-desk.ts';
export { SnmpClient, type SnmpSecret, type SnmpWritten } from './protocols/snmp/client/client.ts';
export type { SystemValues } from './protocols/snmp/client/system-values.ts';
