import { createTheme, type MantineThemeOverride } from '@mantine/core';

/** The console's own palette: a still harbour. Colours of states stand in tokens.css. */
export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 8, dark: 7 },
  colors: {
    tide: [
      '#e6f6f5',
      '#cfe9e7',
      '#a0d3cf',
      '#6dbbb6',
      '#45a7a1',
      '#2c9a94',
      '#1b8d87',
      '#0b7a75',
      '#046a66',
      '#005652',
    ],
    gray: [
      '#f6f9fa',
      '#edf2f3',
      '#dae2e5',
      '#c8d3d8',
      '#a9b7be',
      '#73838d',
      '#51626c',
      '#3d4d56',
      '#27353d',
      '#16232a',
    ],
    dark: [
      '#e3eaed',
      '#b8c4cb',
      '#9dacb5',
      '#73838d',
      '#37454e',
      '#232e35',
      '#182026',
      '#10161a',
      '#0c1114',
      '#080b0d',
    ],
  },
  defaultRadius: 'md',
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
  fontFamilyMonospace: 'var(--qp-mono)',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
});
