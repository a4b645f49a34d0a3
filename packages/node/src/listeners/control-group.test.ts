import { expect, it } from 'vitest';
import { placeOf } from './control-group.ts';

const id = '0123456789abcdef'.repeat(4);

it.each<readonly [string, string | null, string | null]>([
  ['0::/system.slice/cups.service', 'cups.service', null],
  ['0::/system.slice/system-postgresql.slice/postgresql@15-main.service', 'postgresql@15-main.service', null],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-code.service', 'app-code.service', null],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-code.scope', null, null],
  ['0::/user.slice/user-1000.slice/session-3.scope', null, null],
  [`0::/system.slice/docker-${id}.scope`, null, 'docker/0123456789ab'],
  [`0::/docker/${id}`, null, 'docker/0123456789ab'],
  [`0::/machine.slice/libpod-${id}.scope/container`, null, 'podman/0123456789ab'],
  [`0::/machine.slice/libpod-conmon-${id}.scope`, null, null],
  [`0::/kubepods.slice/kubepods-pod1.slice/cri-containerd-${id}.scope`, null, 'kubernetes/0123456789ab'],
  [`0::/kubepods/besteffort/pod77/${id}`, null, 'kubernetes/0123456789ab'],
  ['0::/lxc.payload.web/system.slice/nginx.service', null, 'lxc/web'],
  ['0::/machine.slice/machine-deb.scope', null, 'machine/deb'],
  ['0::/', null, null],
  ['', null, null],
  ['12:cpu:/x.service\n1:name=systemd:/system.slice/ssh.service\n0::/', 'ssh.service', null],
  ['0::/system.slice/ssh.service\n1:name=systemd:/other.service', 'ssh.service', null],
])('%s is unit %s and container %s', (cgroup, unit, container) => {
  expect(placeOf(`${cgroup}\n`)).toEqual({ unit, container });
});
