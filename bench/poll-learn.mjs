// What a look knows of a device, in few packets: the system group and the whole Printer-MIB by GETBULK, as packets. Our
// product never asks an Epson so: this prepares a measurement, and is no part of it.

import { decodeSnmpMessage, encodeSnmpMessage } from '../packages/core/dist/formats/snmp-message.js';

const ROOT_OID = '1.3.6.1.2.1.43';
const SINGLES = ['1.1.0', '1.2.0', '1.5.0', '2.2.1.6.1', '25.3.2.1.5.1', '25.3.5.1.1.1', '25.3.5.1.2.1'];
const REPETITIONS = 25;
const WAIT_MS = 500;
const TRIES = 4;

/** The answers of each address, in order. */
export async function learn(network, clock, addresses, port) {
  const socket = await network.udp({ family: 4, receiveBuffer: 8 * 1024 * 1024 });
  const community = new TextEncoder().encode('public');
  const value = { type: 'Null', value: null };
  const open = new Map();
  const learnt = new Map(addresses.map((address) => [address, []]));
  let id = 0x4000_0000;
  return new Promise((resolve) => {
    const timer = setInterval(askAgain, 100);
    socket.listen(({ from, bytes }) => {
      const decoded = decodeSnmpMessage(bytes);
      const one = decoded.ok ? open.get(decoded.value.pdu.requestId) : undefined;
      if (one === undefined || one.address !== from.address) return;
      open.delete(decoded.value.pdu.requestId);
      learnt.get(one.address).push(bytes);
      const { varbinds } = decoded.value.pdu;
      const last = varbinds.at(-1);
      const at = one.at === undefined ? ROOT_OID : last.oid;
      if (one.at === undefined || (at.startsWith(ROOT_OID) && last.value.value !== null))
        ask({ address: one.address, at, tries: 0 });
      else finish();
    });
    for (const address of addresses) ask({ address, tries: 0 });

    function ask(one) {
      one.due = clock.monotonic() + WAIT_MS;
      open.set(++id, one);
      const names = one.at === undefined ? SINGLES.map((tail) => `1.3.6.1.2.1.${tail}`) : [one.at];
      const varbinds = names.map((oid) => ({ oid, value }));
      const is = one.at === undefined ? 'GetRequest' : 'GetBulkRequest';
      const pdu = { is, requestId: id, errorStatus: 0, errorIndex: one.at === undefined ? 0 : REPETITIONS, varbinds };
      const to = { address: one.address, port, transport: 'udp' };
      void socket.send(encodeSnmpMessage({ version: 1, community, pdu }), to);
    }

    function askAgain() {
      const now = clock.monotonic();
      for (const [key, one] of [...open]) {
        if (one.due > now) continue;
        open.delete(key);
        if (++one.tries < TRIES) ask(one);
      }
      finish();
    }

    function finish() {
      if (open.size > 0) return;
      clearInterval(timer);
      socket.close();
      resolve(learnt);
    }
  });
}
