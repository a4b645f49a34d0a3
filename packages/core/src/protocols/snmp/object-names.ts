/** `sysDescr.0` for `1.3.6.1.2.1.1.1.0`; `undefined` where none of the objects that we know is meant. */
export function objectName(oid: string): string | undefined {
  const found = objectAt(oid);
  if (found === undefined) return undefined;
  return found.instance === '' ? found.name : `${found.name}.${found.instance}`;
}

/** The object that this OID is or lies below, and what stands behind the object's own OID. No object lies below another. */
export function objectAt(oid: string): { readonly name: ObjectName; readonly instance: string } | undefined {
  for (let end = oid.length; end > 0; end = oid.lastIndexOf('.', end - 1)) {
    const name = names.get(oid.slice(0, end));
    if (name !== undefined) return { name, instance: oid.slice(end + 1) };
  }
  return undefined;
}

/** The OID of an object by its name in the MIB. */
export function oidOf(name: ObjectName, instance = ''): string {
  return instance === '' ? objects[name] : `${objects[name]}.${instance}`;
}

export type ObjectName = keyof typeof objects;

// RFC 3418 (system), RFC 2863 (interfaces), RFC 4293 (IP addresses), RFC 2790 (Host Resources), RFC 3805 (Printer-MIB),
// PWG 5107.2 (Port Monitor), RFC 3411 (engine), RFC 3412 and 3413 (messages, contexts), RFC 3414 (users)
const objects = {
  sysDescr: '1.3.6.1.2.1.1.1',
  sysObjectID: '1.3.6.1.2.1.1.2',
  sysUpTime: '1.3.6.1.2.1.1.3',
  sysContact: '1.3.6.1.2.1.1.4',
  sysName: '1.3.6.1.2.1.1.5',
  sysLocation: '1.3.6.1.2.1.1.6',
  sysServices: '1.3.6.1.2.1.1.7',
  ifNumber: '1.3.6.1.2.1.2.1',
  ifIndex: '1.3.6.1.2.1.2.2.1.1',
  ifDescr: '1.3.6.1.2.1.2.2.1.2',
  ifType: '1.3.6.1.2.1.2.2.1.3',
  ifPhysAddress: '1.3.6.1.2.1.2.2.1.6',
  ifOperStatus: '1.3.6.1.2.1.2.2.1.8',
  ipAdEntAddr: '1.3.6.1.2.1.4.20.1.1',
  ipAdEntIfIndex: '1.3.6.1.2.1.4.20.1.2',
  ipAdEntNetMask: '1.3.6.1.2.1.4.20.1.3',
  hrDeviceOther: '1.3.6.1.2.1.25.3.1.1',
  hrDevicePrinter: '1.3.6.1.2.1.25.3.1.5',
  hrDeviceIndex: '1.3.6.1.2.1.25.3.2.1.1',
  hrDeviceType: '1.3.6.1.2.1.25.3.2.1.2',
  hrDeviceDescr: '1.3.6.1.2.1.25.3.2.1.3',
  hrDeviceID: '1.3.6.1.2.1.25.3.2.1.4',
  hrDeviceStatus: '1.3.6.1.2.1.25.3.2.1.5',
  hrDeviceErrors: '1.3.6.1.2.1.25.3.2.1.6',
  hrPrinterStatus: '1.3.6.1.2.1.25.3.5.1.1',
  hrPrinterDetectedErrorState: '1.3.6.1.2.1.25.3.5.1.2',
  prtGeneralConfigChanges: '1.3.6.1.2.1.43.5.1.1.1',
  prtGeneralCurrentLocalization: '1.3.6.1.2.1.43.5.1.1.2',
  prtGeneralPrinterName: '1.3.6.1.2.1.43.5.1.1.16',
  prtGeneralSerialNumber: '1.3.6.1.2.1.43.5.1.1.17',
  prtInputType: '1.3.6.1.2.1.43.8.2.1.2',
  prtInputCapacityUnit: '1.3.6.1.2.1.43.8.2.1.8',
  prtInputMaxCapacity: '1.3.6.1.2.1.43.8.2.1.9',
  prtInputCurrentLevel: '1.3.6.1.2.1.43.8.2.1.10',
  prtInputStatus: '1.3.6.1.2.1.43.8.2.1.11',
  prtInputMediaName: '1.3.6.1.2.1.43.8.2.1.12',
  prtInputName: '1.3.6.1.2.1.43.8.2.1.13',
  prtInputDescription: '1.3.6.1.2.1.43.8.2.1.18',
  prtLocalizationCharacterSet: '1.3.6.1.2.1.43.7.1.1.4',
  prtMarkerCounterUnit: '1.3.6.1.2.1.43.10.2.1.3',
  prtMarkerLifeCount: '1.3.6.1.2.1.43.10.2.1.4',
  prtMarkerSuppliesColorantIndex: '1.3.6.1.2.1.43.11.1.1.3',
  prtMarkerSuppliesClass: '1.3.6.1.2.1.43.11.1.1.4',
  prtMarkerSuppliesType: '1.3.6.1.2.1.43.11.1.1.5',
  prtMarkerSuppliesDescription: '1.3.6.1.2.1.43.11.1.1.6',
  prtMarkerSuppliesSupplyUnit: '1.3.6.1.2.1.43.11.1.1.7',
  prtMarkerSuppliesMaxCapacity: '1.3.6.1.2.1.43.11.1.1.8',
  prtMarkerSuppliesLevel: '1.3.6.1.2.1.43.11.1.1.9',
  prtMarkerColorantValue: '1.3.6.1.2.1.43.12.1.1.4',
  prtAlertSeverityLevel: '1.3.6.1.2.1.43.18.1.1.2',
  prtAlertGroup: '1.3.6.1.2.1.43.18.1.1.4',
  prtAlertCode: '1.3.6.1.2.1.43.18.1.1.7',
  prtAlertDescription: '1.3.6.1.2.1.43.18.1.1.8',
  ppmPrinterName: '1.3.6.1.4.1.2699.1.2.1.2.1.1.2',
  ppmPrinterIEEE1284DeviceId: '1.3.6.1.4.1.2699.1.2.1.2.1.1.3',
  snmpEngineID: '1.3.6.1.6.3.10.2.1.1',
  snmpEngineBoots: '1.3.6.1.6.3.10.2.1.2',
  snmpEngineTime: '1.3.6.1.6.3.10.2.1.3',
  snmpUnknownSecurityModels: '1.3.6.1.6.3.11.2.1.1',
  snmpInvalidMsgs: '1.3.6.1.6.3.11.2.1.2',
  snmpUnknownPDUHandlers: '1.3.6.1.6.3.11.2.1.3',
  snmpUnavailableContexts: '1.3.6.1.6.3.12.1.4',
  snmpUnknownContexts: '1.3.6.1.6.3.12.1.5',
  usmStatsUnsupportedSecLevels: '1.3.6.1.6.3.15.1.1.1',
  usmStatsNotInTimeWindows: '1.3.6.1.6.3.15.1.1.2',
  usmStatsUnknownUserNames: '1.3.6.1.6.3.15.1.1.3',
  usmStatsUnknownEngineIDs: '1.3.6.1.6.3.15.1.1.4',
  usmStatsWrongDigests: '1.3.6.1.6.3.15.1.1.5',
  usmStatsDecryptionErrors: '1.3.6.1.6.3.15.1.1.6',
} as const;

const names: ReadonlyMap<string, ObjectName> = new Map(
  Object.entries(objects).map(([name, oid]) => [oid, name as ObjectName]),
);
