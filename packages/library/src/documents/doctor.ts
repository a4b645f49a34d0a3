import type { Diagnosis } from '../doctor/doctor.ts';
import { redact } from '../doctor/redact.ts';
import { iso } from './device.ts';

/** What decides whether this vantage point sees, as `quietport/doctor@1`. */
export function doctorDocument({ blind, checks, sights }: Diagnosis): object {
  return { schema: 'quietport/doctor@1', blind, checks, sights };
}

/** All of it for a bug report, as `quietport/bundle@1`: without the names of the machine and its user, and their MACs. */
export function bundleDocument(
  diagnosis: Diagnosis,
  about: { readonly version: string; readonly node: string; readonly at: number; readonly names: readonly string[] },
): object {
  const { names, version, node, at } = about;
  const { machine, ...rest } = diagnosis.facts;
  // programs are named, their users and paths are not
  const holders = machine.holders?.map(({ port, transport, address, process }) => ({
    port,
    transport,
    address,
    process,
  }));
  const facts = { ...rest, machine: { ...machine, holders: holders ?? null } };
  const bundle = { program: version, node, at: iso(at), doctor: doctorDocument(diagnosis), facts };
  return { schema: 'quietport/bundle@1', ...redact(bundle, names) };
}
