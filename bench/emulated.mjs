// Get-Printer-Attributes of many virtual printers in one process, beside a plain Node server that gives as many bytes from memory. Every connection asks again as soon as it is answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { encodeGetPrinterAttributes } from '../packages/core/dist/protocols/ipp/request.js';
import { figure, median, table } from './measure.mjs';

export async function emulated({ small, runs }) {
  const [printers, seconds, connections] = small ? [20, 0.5, 10] : [1_000, 3, 50];
  const ours = await worker('printers', printers);
  const body = await bodyOf(ours.targets[0]);
  const plain = await worker('plain', body.length);
  try {
    const found = { ours: [], plain: [] };
    // in turn, so that a busy minute meets both
    for (let run = 0; run < runs; run++) {
      found.ours.push(await measured(ours, connections, seconds));
      found.plain.push(await measured(plain, connections, seconds));
    }
    const rows = [
      rowOf(`${figure(printers)} virtual printers, one process`, found.ours),
      rowOf('plain Node HTTP, as many bytes from memory', found.plain),
    ];
    return { name: 'emulated', rows, missing: [], markdown: markdownOf(rows, body.length) };
  } finally {
    await ours.stop();
    await plain.stop();
  }
}

function rowOf(who, found) {
  const middle = (name) => median(found.map((one) => one[name]));
  return { who, rate: middle('rate'), perCpu: middle('perCpu'), rss: Math.max(...found.map(({ rss }) => rss)) };
}

async function worker(what, size) {
  const child = spawn(process.execPath, [WORKER, what, String(size)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { addresses, port } = JSON.parse((await lines.next()).value);
  const used = async () => {
    child.stdin.write('memory\n');
    return JSON.parse((await lines.next()).value);
  };
  const stop = async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'exit');
  };
  return { targets: addresses.map((address) => ({ address, port })), used, stop };
}

async function measured({ targets, used }, connections, seconds) {
  const before = await used();
  const rate = await ask(targets, connections, seconds);
  const { rss, cpu } = await used();
  const spent = (cpu.user + cpu.system - before.cpu.user - before.cpu.system) / 1e6;
  return { rate, perCpu: (rate * seconds) / spent, rss: rss / 1e6 };
}

/** Answers a second over all connections. */
async function ask(targets, connections, seconds) {
  const counts = { answers: 0, over: false };
  const all = Array.from({ length: connections }, (_, i) => keepAsking(targets, i, connections, counts));
  await new Promise((done) => setTimeout(done, seconds * 1000));
  counts.over = true;
  const { answers } = counts;
  await Promise.all(all);
  return answers / seconds;
}

/** One connection at a time, a hundred questions each, to every so-manieth printer. */
async function keepAsking(targets, first, step, counts) {
  for (let i = first; !counts.over; i += step) {
    const socket = createConnection(targets[i % targets.length].port, targets[i % targets.length].address);
    socket.setNoDelay(true);
    const request = requestTo(targets[i % targets.length]);
    for (let asked = 0; asked < 100 && !counts.over; asked++) {
      socket.write(request);
      if ((await answerOf(socket)) === undefined) break;
      counts.answers++;
    }
    socket.destroy();
  }
}

function requestTo({ address, port }) {
  const printerUri = `ipp://${address}:${port}/ipp/print`;
  const body = encodeGetPrinterAttributes({ version: 0x0200, requestId: 7, printerUri, requested: ['all'] });
  const head = `POST /ipp/print HTTP/1.1\r\nHost: ${address}:${port}\r\nContent-Type: application/ipp\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Reads one answer by its content length. */
function answerOf(socket) {
  return new Promise((resolve) => {
    let held = Buffer.alloc(0);
    const done = (value) => {
      socket.off('data', take).off('close', closed).off('error', closed);
      resolve(value);
    };
    const closed = () => done(undefined);
    const take = (part) => {
      held = held.length === 0 ? part : Buffer.concat([held, part]);
      const end = held.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(held.toString('latin1', 0, end))?.[1]);
      if (held.length >= end + 4 + length) done(held.subarray(end + 4, end + 4 + length));
    };
    socket.on('data', take).on('close', closed).on('error', closed);
  });
}

async function bodyOf(target) {
  const socket = createConnection(target.port, target.address);
  socket.write(requestTo(target));
  const body = Buffer.from(await answerOf(socket));
  socket.destroy();
  if (body.readUInt16BE(2) !== 0) throw new Error(`the printer answered status ${body.readUInt16BE(2)}`);
  return body;
}

function markdownOf(rows, bytes) {
  return table(
    ['who', `answers of ${figure(bytes)} bytes a second`, 'a CPU second', 'memory MB'],
    rows.map((row) => [row.who, figure(row.rate), figure(row.perCpu), figure(row.rss)]),
  );
}

const WORKER = fileURLToPath(new URL('./emulated-worker.mjs', import.meta.url));
