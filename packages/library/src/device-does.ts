import type { Device, PortDevice } from '@quietport/core';

/** What a device does with what it is sent, by its kind. */
export function doesOf(kind: Device['kind'] | undefined): PortDevice['does'] {
  switch (kind) {
    case 'printer':
    case 'mfp':
    case 'pos-printer':
    case 'label-printer':
    case 'print-server':
      return 'prints';
    case 'scanner':
    case 'projector':
      return 'images';
    case 'other':
      return 'other';
    default:
      return null;
  }
}
