import type { HttpRequest } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { cupsAddress } from './cups-door.ts';

const { signal } = new AbortController();

describe('the way to a CUPS server by its address', () => {
  it.each([
    ['localhost', 'localhost:631'],
    ['192.0.2.9:8631', '192.0.2.9:8631'],
    ['::1', '[::1]:631'],
    ['[fe80::1%eth0]', '[fe80::1%eth0]:631'],
    ['[::1]:8631', '[::1]:8631'],
  ])('%s leads to %s, and no password goes there', async (address, place) => {
    const asked: HttpRequest[] = [];
    const http = async (request: HttpRequest) => {
      asked.push(request);
      return { is: 'silent' } as const;
    };
    const door = cupsAddress(address, { http }, 'ada');
    expect(await door.post('/admin/', new Uint8Array(), true, signal)).toEqual({ is: 'silent' });
    expect(door.name).toBe(place);
    expect(door.authority).not.toContain('%');
    expect(asked).toMatchObject([{ url: `http://${place}/admin/`, method: 'POST' }]);
    expect(Object.keys(asked[0]!.headers)).toEqual(['Content-Type', 'Accept']);
  });
});
