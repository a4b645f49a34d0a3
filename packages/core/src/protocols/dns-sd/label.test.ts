import { expect, it } from 'vitest';
import { readLabel } from './label.ts';

// the labels are those of real announcements: a DCP-L3550CDW, an MF632C, an XP-410, an ET-4750
it.each([
  ['Brother DCP-L3550CDW series', 'Brother', 'DCP-L3550CDW series'],
  ['Canon MF632C/634C', 'Canon', 'MF632C/634C'],
  ['EPSON XP-410 Series', 'EPSON', 'XP-410 Series'],
  ['EPSON ET-4750 Series (2)', 'EPSON', 'ET-4750 Series'],
  ['HP LaserJet MFP M28w (E3B2A1)', 'HP', 'LaserJet MFP M28w (E3B2A1)'],
  ['KONICA MINOLTA bizhub C364e [A1:B2:C3]', 'KONICA MINOLTA', 'bizhub C364e'],
])('"%s" is a %s and a model', (label, make, model) => {
  expect(readLabel(label)).toEqual({ make, model });
});

it.each([['Office'], ['HP in the corner'], ['Epson'], ['HPLaser 4'], ['EPSON ET-4750 @ desk'], ['My Brother 2']])(
  '"%s" names neither',
  (label) => {
    expect(readLabel(label)).toBeUndefined();
  },
);
