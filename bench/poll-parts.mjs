// What the product's reading costs without its conversation: the Printer-MIB by three GETBULKs a device, through the
// product's UDP socket, codec and claims. The product itself asks otherwise (row by row, and more): `look` measures that.

import { decodeSnmpMessage, encodeSnmpMessage } from '../packages/core/dist/formats/snmp-message.js';
import { claimsOf } from '../packages/core/dist/protocols/snmp/claims.js';

const ROOT_OID = '1.3.6.1.2.1.43';
const WINDOW = 128;
const REPETITIONS = 25;
const WAIT_MS = 500;
const TRIES = 4;

export async function pollParts(network, clock, addresses, port) {
  const socket = await network.udp({ family: 4, receiveBuffer: 8 * 1024 * 1024 });
  const community = new TextEncoder().encode('public');
  const value = { type: 'Null', value: null };
  const open = new Map();
  const count = { done: 0, failed: 0, sent: 0, varbinds: 0, supplies: 0 };
  let next = 0;
  let id = 0x4000_0000;

  return new Promise((resolve) => {
    const timer = setInterval(askAgain, 100);
    socket.listen(({ from, bytes }) => {
      const decoded = decodeSnmpMessage(bytes);
      if (!decoded.ok || decoded.value.pdu.is !== 'Response') return;
      const { pdu } = decoded.value;
      const one = open.get(pdu.requestId);
      if (one === undefined || one.address !== from.address) return;
      open.delete(pdu.requestId);
      if (take(one, pdu.varbinds)) ask(one);
      else {
        // a walk cuts tables in two: what it brought is read as one answer
        const claims = claimsOf({ pdu: { ...pdu, varbinds: one.varbinds } });
        count.supplies += claims.filter(({ is }) => is === 'supply').length;
        count.varbinds += one.varbinds.length;
        count.done++;
        begin();
      }
    });
    for (let i = 0; i < Math.min(WINDOW, addresses.length); i++) begin();

    function begin() {
      if (next < addresses.length) ask({ address: addresses[next++], at: ROOT_OID, tries: 0, varbinds: [] });
      else if (open.size === 0) {
        clearInterval(timer);
        socket.close();
        resolve(count);
      }
    }

    function ask(one) {
      one.due = clock.monotonic() + WAIT_MS;
      open.set(++id, one);
      count.sent++;
      const varbinds = [{ oid: one.at, value }];
      const pdu = { is: 'GetBulkRequest', requestId: id, errorStatus: 0, errorIndex: REPETITIONS, varbinds };
      void socket.send(encodeSnmpMessage({ version: 1, community, pdu }), {
        address: one.address,
        port,
        transport: 'udp',
      });
    }

    function askAgain() {
      const now = clock.monotonic();
      for (const [key, one] of [...open]) {
        if (one.due > now) continue;
        open.delete(key);
        if (++one.tries < TRIES) ask(one);
        else {
          count.failed++;
          begin();
        }
      }
    }
  });
}

/** True while there is more to walk. */
function take(one, varbinds) {
  for (const varbind of varbinds) {
    if (!varbind.oid.startsWith(`${ROOT_OID}.`) || varbind.value.value === null) return false;
    one.varbinds.push(varbind);
    one.at = varbind.oid;
  }
  return varbinds.length > 0;
}
