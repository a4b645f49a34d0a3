import fc from 'fast-check';
import type { Claim } from '../../packages/core/src/model/claim.ts';
import { readLevel } from '../../packages/core/src/model/supply-level.ts';

/** Readings of a small printer: few rows, few levels, so that they repeat and contradict each other. */
export const reportedClaim: fc.Arbitrary<Claim> = fc.oneof(
  fc
    .record({
      row: fc.constantFrom('1.1', '1.2', 'marker.0'),
      name: fc.constantFrom('Black', 'Black Toner', 'Waste'),
      kind: fc.constantFrom('toner', 'unknown', 'waste-toner'),
      level: fc.constantFrom(-3, -2, 0, 20, 71, 150),
      colorant: fc.constantFrom(undefined, 'black', 'cyan'),
      whole: fc.boolean(),
    })
    .map(({ row, name, kind, level, colorant, whole }): Claim => {
      const raw = { level, max: 100 };
      const direction = kind === 'waste-toner' ? 'filled' : 'consumed';
      const colour = colorant === undefined ? {} : { colorant };
      return { is: 'supply', row, name, kind, direction, level: readLevel(raw), raw, path: row, whole, ...colour };
    }),
  fc
    .record({ row: fc.constantFrom('1.1', '1.2'), value: fc.constantFrom(3, 5, 900) })
    .map(({ row, value }): Claim => ({ is: 'counter', row, name: 'sheets', value, unit: 'sheets', path: row })),
  fc
    .record({ row: fc.constantFrom('1.1', '1.2'), name: fc.constantFrom('Tray 1', 'Tray 2') })
    .map(
      ({ row, name }): Claim => ({ is: 'tray', row, name, level: { type: 'unknown' }, raw: { level: -2 }, path: row }),
    ),
  fc
    .constantFrom('critical' as const, 'warning' as const)
    .map((severity): Claim => ({ is: 'alert', row: '1.1', severity, code: 'jam', path: 'alert' })),
);
