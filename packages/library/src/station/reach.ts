import { contains, type Device, parseIp, type SegmentPlan, segmentsOf } from '@quietport/core';
import type { House } from '../house.ts';
import { chooseInterfaces } from '../interfaces.ts';
import type { FindRequest } from '../plan.ts';

/** The request on those of its interfaces that are there now. Where none is, it stays as it is, and looking says so. */
export async function onThere(request: FindRequest, house: House): Promise<FindRequest> {
  const { interfaces = [] } = request;
  const all = await house.network.interfaces();
  const there = interfaces.filter((name) => all.some((row) => row.name === name));
  return there.length === 0 ? request : { ...request, interfaces: there };
}

/** Which devices of the inventory are on the segments of a request now: nobody else is polled. */
export class Reach {
  readonly #segments: readonly SegmentPlan[];

  private constructor(segments: readonly SegmentPlan[]) {
    this.#segments = segments;
  }

  static async of({ interfaces = [] }: FindRequest, house: House): Promise<Reach> {
    const all = await house.network.interfaces();
    // a named interface that is gone for now reaches nobody, and does not stand for all
    if (interfaces.some((name) => !all.some((row) => row.name === name))) return new Reach([]);
    return new Reach(segmentsOf(chooseInterfaces(all, interfaces, house.allowedInterfaces).interfaces));
  }

  /** An address of the device on these segments, IPv4 first. */
  addressOf({ interfaces }: Device): string | undefined {
    const own = new Set(this.#segments.flatMap((segment) => segment.own));
    const addresses = interfaces
      .flatMap((row) => row.addresses)
      .filter((address) => {
        const parsed = parseIp(address);
        const near = ({ prefixes }: SegmentPlan) => prefixes.some((prefix) => contains(prefix, parsed!));
        return parsed !== undefined && !own.has(address) && this.#segments.some(near);
      });
    return addresses.find((address) => !address.includes(':')) ?? addresses[0];
  }
}
