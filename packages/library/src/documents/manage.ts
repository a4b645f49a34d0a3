import type { AppliedDevice, PlannedDevice } from '../manage/manage.ts';

/** `quietport plan -o json` */
export function planDocument(devices: readonly PlannedDevice[]): object {
  return { schema: 'quietport/plan@1', devices: devices.map(planRecord) };
}

/** `quietport apply -o json` */
export function applyDocument(run: string, devices: readonly AppliedDevice[]): object {
  return { schema: 'quietport/apply@1', run, devices: devices.map(applyRecord) };
}

/** `quietport undo -o json` */
export function undoDocument(run: string, devices: readonly AppliedDevice[]): object {
  return { schema: 'quietport/undo@1', run, devices: devices.map(applyRecord) };
}

/** `quietport identify -o json` */
export function identifyDocument(device: string, protocol: string, address: string): object {
  return { schema: 'quietport/identify@1', device, protocol, address, outcome: 'done' };
}

function planRecord({ device, protocol, address, changes, problem }: PlannedDevice): object {
  return {
    device: device.id,
    name: device.facts.name?.value ?? null,
    protocol: protocol ?? null,
    address: address ?? null,
    changes,
    problem: problem === undefined ? null : { code: problem.code, text: problem.text, next: problem.next },
  };
}

function applyRecord(row: AppliedDevice): object {
  return { ...planRecord(row), outcome: row.outcome };
}
