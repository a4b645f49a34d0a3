/** Line drawings on a field of 20 by 20. They never stand for a word alone. */
const SHAPES = {
  overview: 'M3 10.5 10 4l7 6.5M5.5 9v7h9V9',
  devices: 'M6 7V3.5h8V7M4 7h12v6.5h-2.5M6.5 13.5H4V7M6.5 11.5h7v5h-7z',
  supplies: 'M10 3c3 3.8 4.5 6.2 4.5 8.5a4.5 4.5 0 0 1-9 0C5.500 9.200 7 6.800 10 3z',
  alerts: 'M5 14V9a5 5 0 0 1 10 0v5l1.500 1.500h-13zM8.500 17.500h3',
  ports: 'M4 6h12v9h-3v2H7v-2H4zM7 6v3M10 6v3M13 6v3',
  unknown: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM8 8a2 2 0 1 1 2.700 1.900c-.500.200-.700.600-.700 1.100M10 13.500v.2',
  discovery: 'M10 10l5-5M10 3a7 7 0 1 0 7 7M10 6.500a3.500 3.500 0 1 0 3.500 3.500',
  credentials: 'M12.500 3.500a4 4 0 1 1-3.700 5.500L3.500 14.300V16.500H6V14.500h2v-2l2.100-2.100',
  settings: 'M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4',
  wallboard: 'M3 4.500h14v9H3zM7 16.500h6M10 13.500v3',
  search: 'M9 14.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM13 13l4 4',
  menu: 'M3 5.500h14M3 10h14M3 14.500h14',
  close: 'M5 5l10 10M15 5 5 15',
  right: 'M8 5l5 5-5 5',
  down: 'M5 8l5 5 5-5',
  up: 'M5 12l5-5 5 5',
  sun: 'M10 13.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM10 2v2M10 16v2M2 10h2M16 10h2M4.300 4.300l1.400 1.400M14.300 14.300l1.400 1.400M4.300 15.700l1.400-1.400M14.300 5.700l1.400-1.400',
  moon: 'M16 11.500A6.500 6.500 0 0 1 8.500 4 6.500 6.500 0 1 0 16 11.500z',
  auto: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 3v14M10 6l5 0M10 9h6.500M10 12h6.300M10 15h4',
  check: 'M4 10.500l4 4 8-9',
  play: 'M7 4.500l8 5.500-8 5.500z',
  stop: 'M6.500 3.500h7l3 3v7l-3 3h-7l-3-3v-7zM10 6.500v4.500M10 13.300v.2',
  gap: 'M4 10h2M9 10h2M14 10h2',
  warn: 'M10 3.500 17.500 16.500h-15zM10 8v4M10 14v.2',
  star: 'M10 3l2.100 4.600 4.900.600-3.600 3.400.900 4.900L10 14.100 5.700 16.500l.900-4.900L3 8.200l4.900-.600z',
  download: 'M10 3v9M6.500 9 10 12.500 13.500 9M4 16.500h12',
  columns: 'M3.500 4.500h13v11h-13zM8 4.500v11M12.500 4.500v11',
  exposure: 'M10 3l6 2v4.500c0 3.500-2.500 6-6 7.500-3.500-1.500-6-4-6-7.500V5zM10 7v3.500M10 13v.2',
  jobs: 'M5 3.500h7l3 3v10H5zM12 3.500v3h3M7.500 10h5M7.500 13h5',
  changes: 'M4 7h10l-3-3M16 13H6l3 3',
  people:
    'M7.500 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.500 16.500a5 5 0 0 1 10 0M13 4a3 3 0 0 1 0 5.500M14.500 11.700a5 5 0 0 1 3 4.800',
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none', display: 'block' }}
    >
      <path d={SHAPES[name]} />
    </svg>
  );
}
