import { describe, expect, it } from 'vitest';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { encodeText } from '../../bytes/text.ts';
import type { Answering } from '../../contracts/virtual-device.ts';
import { answers } from './answers.ts';
import { contentClaims, targetClaims } from './claims.ts';
import { decodeWsd } from './codec.ts';
import { get, getScannerElements, probe, resolve } from './messages.ts';
import { replay } from './replay.ts';

const ID = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const laser = { kind: 'printer', make: 'Brother', serial: 'E78088K1N123456' } as const;
const from = { address: '127.0.0.1', port: 40_000, transport: 'udp' } as const;
const udpOf = (rows: readonly Answering[]) => rows.find((row) => row.on === 'udp')!;
const httpOf = (rows: readonly Answering[]) => rows.find((row) => row.on === 'http')!;
const said = (rows: readonly Answering[], bytes: Uint8Array) =>
  udpOf(rows)
    .answer({ from, bytes })
    .map((row) => {
      const decoded = decodeWsd(row.bytes);
      if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
      return decoded.value;
    });
const post = (rows: readonly Answering[], path: string, body: Uint8Array) =>
  httpOf(rows).serve({ method: 'POST', path, headers: {}, body, from });

describe('a virtual device', () => {
  const mfp = answers(sampleDevice({ name: 'B & "C" <\u0001ü>' }));

  it('answers the questions that fit it, related to the question', () => {
    for (const type of [undefined, 'wsdp:Device', 'wprt:PrintDeviceType', 'wscn:ScanDeviceType'])
      expect(said(mfp, probe(ID, type))).toMatchObject([{ relatesTo: ID, body: { is: 'probe-matches' } }]);
    expect(said(answers(sampleDevice(laser)), probe(ID, 'wscn:ScanDeviceType'))).toEqual([]);
    expect(said(mfp, probe(ID, 'wsdp:Toaster'))).toEqual([]);
    expect(said(mfp, resolve(ID, `urn:uuid:${sampleDevice().uuid}`))).toMatchObject([
      { body: { is: 'resolve-matches' } },
    ]);
    expect(said(mfp, resolve(ID, 'urn:uuid:1'))).toEqual([]);
    expect(udpOf(mfp).answer({ from, bytes: encodeText('x') })).toEqual([]);
  });

  it('says who it is in a way that our own reader understands', () => {
    const [match] = said(mfp, probe(ID));
    const targets = match && 'targets' in match.body ? match.body.targets : [];
    expect(targetClaims(targets[0]!, '192.0.2.9')).toMatchObject([
      { fact: 'uuid' },
      { is: 'mac', value: '64:eb:8c:10:20:01' },
      { fact: 'kind', value: 'mfp' },
      { is: 'service', service: 'wsd', port: 80, resource: 'WSD/DEVICE' },
    ]);
    const served = post(mfp, '/WSD/DEVICE', get(ID, 'urn:uuid:1'));
    const decoded = decodeWsd(served.body);
    if (!decoded.ok) throw new Error(decoded.error.code);
    expect(contentClaims(decoded.value)).toMatchObject([
      { fact: 'uuid' },
      { is: 'mac' },
      { fact: 'kind', value: 'mfp' },
      { fact: 'make', value: 'EPSON' },
      { fact: 'model', value: 'ET-4850 Series' },
      { fact: 'name', value: 'B & "C" <\ufffdü>' },
      { fact: 'serial', value: 'X8DE001742' },
      { fact: 'firmware', value: '05.22.XG23P7' },
      { fact: 'adminUrl', value: 'http://192.0.2.9:80/' },
    ]);
  });

  it('leaves other paths to other rooms, and bears any body', () => {
    expect(post(mfp, '/', get(ID, '')).status).toBe(404);
    expect(post(mfp, '/WSD/DEVICE', encodeText('no')).status).toBe(400);
    expect(post(mfp, '/WSD/DEVICE', probe(ID)).status).toBe(400);
    expect(post(mfp, '/WSD/SCANNER', getScannerElements(ID, '')).status).toBe(200);
    expect(post(answers(sampleDevice(laser)), '/WSD/SCANNER', getScannerElements(ID, '')).status).toBe(400);
  });

  it('comes and goes by Hello and Bye, to the group of its family', () => {
    const { announce, farewell, groups } = udpOf(answers(sampleDevice({ address: 'fe80::9%eth0' })));
    expect(groups).toEqual(['ff02::c']);
    const bodies = [...announce!, ...farewell!].map(({ bytes }) => decodeWsd(bytes));
    expect(bodies).toMatchObject([{ value: { body: { is: 'hello' } } }, { value: { body: { is: 'bye' } } }]);
  });
});

describe('a recorded device', () => {
  const own = answers(sampleDevice(laser));
  const { bytes } = udpOf(own).answer({ from, bytes: probe(ID) })[0]!;
  const place = { address: '10.0.0.5', recordedAddress: '192.0.2.9', port: (port: number) => port + 1 };
  const again = replay([{ over: 'udp', port: 3702, asked: probe(ID), answers: [{ afterMs: 5, bytes }] }], place);

  it('answers a new question with the old answer, at its new place', () => {
    const asked = probe('urn:uuid:00000000-0000-4000-8000-00000000beef');
    const [match] = said(again, asked);
    expect(match?.relatesTo).toBe('urn:uuid:00000000-0000-4000-8000-00000000beef');
    const targets = match && 'targets' in match.body ? match.body.targets : [];
    expect(targetClaims(targets[0]!, '10.0.0.5')).toContainEqual(
      expect.objectContaining({ is: 'service', service: 'wsd', port: 5358 }),
    );
    expect(said(again, resolve(ID, 'x'))).toEqual([]);
  });
});
