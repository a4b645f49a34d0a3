import type { ComponentType } from 'react';
import type { IconName } from '../parts/icon.tsx';

/** A screen: where it is, what it is called, and the file that draws it, read when somebody goes there. */
export interface ScreenEntry {
  /** With `$name` for parts of the path. */
  readonly path: string;
  readonly title: string;
  /** Where it stands in the navigation; not at all if it is not given. */
  readonly place?: { readonly group: Group; readonly icon: IconName };
  /** Without navigation around it. */
  readonly bare?: boolean;
  readonly load: () => Promise<{ readonly Screen: ComponentType }>;
}

export const groups = ['Devices', 'Ports', 'Network', 'House'] as const;
type Group = (typeof groups)[number];

/** Every screen there is; a new one is a folder beside this file and an entry here. */
export const screens: readonly ScreenEntry[] = [
  {
    path: '/',
    title: 'Overview',
    place: { group: 'Devices', icon: 'overview' },
    load: () => import('./overview/index.tsx'),
  },
  {
    path: '/devices',
    title: 'Devices',
    place: { group: 'Devices', icon: 'devices' },
    load: () => import('./devices/index.tsx'),
  },
  { path: '/devices/$id', title: 'Device', load: () => import('./device/index.tsx') },
  {
    path: '/supplies',
    title: 'Supplies',
    place: { group: 'Devices', icon: 'supplies' },
    load: () => import('./supplies/index.tsx'),
  },
  {
    path: '/alerts',
    title: 'Alerts',
    place: { group: 'Devices', icon: 'alerts' },
    load: () => import('./alerts/index.tsx'),
  },
  {
    path: '/wallboard',
    title: 'Wallboard',
    place: { group: 'Devices', icon: 'wallboard' },
    bare: true,
    load: () => import('./wallboard/index.tsx'),
  },
  {
    path: '/jobs',
    title: 'Jobs',
    place: { group: 'Devices', icon: 'jobs' },
    load: () => import('./jobs/index.tsx'),
  },
  {
    path: '/changes',
    title: 'Changes',
    place: { group: 'Devices', icon: 'changes' },
    load: () => import('./changes/index.tsx'),
  },
  {
    path: '/exposure',
    title: 'Exposure',
    place: { group: 'Devices', icon: 'exposure' },
    load: () => import('./exposure/index.tsx'),
  },
  {
    path: '/ports',
    title: 'Ports',
    place: { group: 'Ports', icon: 'ports' },
    load: () => import('./ports/index.tsx'),
  },
  { path: '/ports/$query', title: 'Port', load: () => import('./port/index.tsx') },
  {
    path: '/3259',
    title: '3259',
    place: { group: 'Ports', icon: 'unknown' },
    load: () => import('./unknown/index.tsx'),
  },
  {
    path: '/discovery',
    title: 'Discovery',
    place: { group: 'Network', icon: 'discovery' },
    load: () => import('./discovery/index.tsx'),
  },
  {
    path: '/access',
    title: 'Access',
    place: { group: 'House', icon: 'people' },
    load: () => import('./access/index.tsx'),
  },
  {
    path: '/credentials',
    title: 'Credentials',
    place: { group: 'House', icon: 'credentials' },
    load: () => import('./credentials/index.tsx'),
  },
  {
    path: '/settings',
    title: 'Settings',
    place: { group: 'House', icon: 'settings' },
    load: () => import('./settings/index.tsx'),
  },
];
