/** Where systemd and container runtimes put a process. */
export interface Place {
  readonly unit: string | null;
  readonly container: string | null;
}

/**
 * Unit and container by the path in `/proc/PID/cgroup` (ports.md 5.4). Of many lines the one of version 2 counts, then
 * the one of systemd. `0::/`, as containers see themselves, tells nothing.
 */
export function placeOf(cgroup: string): Place {
  const known = places.get(cgroup);
  if (known !== undefined) return known;
  const place = parsePlace(cgroup);
  if (places.size >= PLACES) places.clear();
  places.set(cgroup, place);
  return place;
}

function parsePlace(cgroup: string): Place {
  const lines = cgroup.split('\n');
  const unified = pathAfter(lines, /^0::/);
  const path = unified !== undefined && unified !== '/' ? unified : (pathAfter(lines, /^\d+:name=systemd:/) ?? '/');
  const parts = path.split('/').filter((part) => part !== '');
  const container = containerOf(parts);
  const service = container === null ? parts.findLast((part) => part.endsWith('.service')) : undefined;
  // the manager of a user's session is no unit that one would name for what runs in no unit of its own
  const named = service === undefined || /^user@\d+\.service$/.test(service) ? null : service;
  return { unit: named, container };
}

function pathAfter(lines: readonly string[], head: RegExp): string | undefined {
  return lines.find((line) => head.test(line))?.replace(head, '');
}

function containerOf(parts: readonly string[]): string | null {
  for (const [i, part] of parts.entries()) {
    for (const [runtime, pattern] of scopes) {
      const id = pattern.exec(part)?.[1];
      if (id !== undefined) return `${runtime}/${id.slice(0, 12)}`;
    }
    const bare = /^[0-9a-f]{64}$/.test(part) ? parts[i - 1] : undefined;
    if (bare === 'docker') return `docker/${part.slice(0, 12)}`;
    if (bare !== undefined && /^(kubepods|besteffort|burstable|pod)/.test(bare))
      return `kubernetes/${part.slice(0, 12)}`;
    const name = /^lxc\.payload\.(.+)$/.exec(part)?.[1];
    if (name !== undefined) return `lxc/${name}`;
    const machine = parts[i - 1] === 'machine.slice' ? /^machine-(.+)\.scope$/.exec(part)?.[1] : undefined;
    if (machine !== undefined) return `machine/${machine}`;
  }
  return null;
}

// `libpod-conmon-` is Podman's monitor on the host: no container, and its id has no 64 digits right after the dash
const scopes: readonly (readonly [string, RegExp])[] = [
  ['docker', /^docker-([0-9a-f]{64})\.scope$/],
  ['podman', /^libpod-([0-9a-f]{64})\.scope$/],
  ['kubernetes', /^cri-containerd-([0-9a-f]{12,64})\.scope$/],
  ['kubernetes', /^crio-([0-9a-f]{12,64})\.scope$/],
];

// hundreds of processes stand in one group
const places = new Map<string, Place>();
const PLACES = 1_000;
