import { readFileSync } from 'node:fs';

/** The dashboard, as far as it asks for something. */
interface Dashboard {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
}

export function readDashboard(): Dashboard {
  return JSON.parse(readFileSync('docs/grafana/quietport.json', 'utf8')) as Dashboard;
}

/** Every expression of it, with Grafana's variables as they stand when nothing is chosen. */
export function expressions(): readonly { readonly title: string; readonly expr: string; readonly legend: string }[] {
  return readDashboard().panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr, legendFormat }) => ({
      title,
      expr: expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(?:virtual|device|job)\b/g, '.*'),
      legend: legendFormat,
    })),
  );
}
