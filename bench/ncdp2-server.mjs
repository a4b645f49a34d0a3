// Questions answered in a second of one core's time, beside a plain UDP echo in Node in the same run. Over loopback,
// asker and server in processes of their own, always so many questions on their way; by the CPU time of the server's
// process, for the asker needs as much as the echo and both share the machine.
import { fork } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { figure, median, table } from './measure.mjs';

export async function ncdp2({ small, runs }) {
  const ms = small ? 300 : 3000;
  const rows = [];
  const broken = [];
  for (const what of QUESTIONS) {
    const taken = [];
    // in turns, so that a slow minute of the machine hits both
    for (let run = 0; run < runs; run++) {
      const echo = await measure('echo', what, ms);
      const ours = await measure('server', what, ms);
      taken.push({ echo, ours });
    }
    const echo = median(taken.map((row) => row.echo.perCore));
    const ours = median(taken.map((row) => row.ours.perCore));
    const ratio = median(taken.map((row) => row.ours.perCore / row.echo.perCore));
    const wrong = taken.reduce((sum, row) => sum + row.ours.wrong, 0);
    const least = Math.min(...taken.map((row) => row.ours.answered));
    if (least === 0) broken.push(`${what.name}: nothing was answered`);
    if (wrong > 0) broken.push(`${what.name}: ${wrong} datagrams that are no such reply`);
    rows.push({
      name: what.name,
      runs,
      bytes: what.bytes.length,
      echo,
      ours,
      ratio,
      wall: median(taken.map((row) => row.ours.perSecond)),
    });
  }
  return { name: 'ncdp2', rows, markdown: page(rows), missing: [], broken };
}

async function measure(role, { bytes, reply }, ms) {
  const worker = fork(WORKER, [role, String(PORT)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  try {
    await once(worker, 'message');
    const asker = createSocket('udp4');
    await new Promise((resolve) => asker.bind(0, '127.0.0.1', resolve));
    const ask = () => asker.send(bytes, PORT, '127.0.0.1');
    let answered = 0;
    let wrong = 0;
    asker.on('message', (heard) => {
      answered++;
      if (role === 'server' && !reply(heard)) wrong++;
      ask();
    });
    const fill = () => {
      for (let i = 0; i < ON_THE_WAY; i++) ask();
    };
    fill();
    // what a full queue dropped is asked again
    let before = 0;
    const refill = setInterval(() => {
      if (answered === before) fill();
      before = answered;
    }, 100);
    // until the language has compiled what is hot: the first seconds are no measure of the hours that follow
    const warmUntil = performance.now() + WARM_LONGEST_MS * (ms / 3000);
    while (answered < WARM_ANSWERS * (ms / 3000) && performance.now() < warmUntil) await pause(50);
    const [startCpu, startCount, startAt] = [await cpuOf(worker), answered, performance.now()];
    await pause(ms);
    const [endCpu, endCount, endAt] = [await cpuOf(worker), answered, performance.now()];
    clearInterval(refill);
    asker.close();
    const count = endCount - startCount;
    return {
      answered: count,
      wrong,
      perCore: count / ((endCpu - startCpu) / 1e6),
      perSecond: (count * 1000) / (endAt - startAt),
    };
  } finally {
    if (worker.connected) worker.send('close');
    await once(worker, 'exit');
  }
}

async function cpuOf(worker) {
  worker.send('cpu');
  const [{ cpu }] = await once(worker, 'message');
  return cpu.user + cpu.system;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Key 0 of eight bytes, key 1, and padding to the size. */
function question(letter, type, number, id, size) {
  const frame = Buffer.alloc(size);
  frame.write(`NCDP2${letter}`, 'latin1');
  frame.set([type, number, id >> 8, id & 0xff, 0, 0, (size - 14) >> 8, (size - 14) & 0xff], 6);
  const padding = size - 14 - 16;
  frame.set([0xa3, 0, 0x48, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 2, 0x58, padding], 14);
  return frame;
}

/** Done, from the device that was asked, with the token. */
function answers(letter) {
  const token = Buffer.from([0, 0x48, 1, 2, 3, 4, 5, 6, 7, 8]);
  return (heard) =>
    heard[5] === letter.charCodeAt(0) && heard.readUInt16BE(10) === 0 && heard.subarray(15, 25).equals(token);
}

function page(rows) {
  const head = ['question', 'runs', 'bytes', 'answered a second of CPU', 'UDP echo', 'ratio', 'answered a second'];
  return table(
    head,
    rows.map((row) => [
      row.name,
      row.runs,
      row.bytes,
      figure(row.ours),
      figure(row.echo),
      figure(row.ratio, 2),
      figure(row.wall),
    ]),
  );
}

const WORKER = fileURLToPath(new URL('ncdp2-worker.mjs', import.meta.url));
const PORT = 23_259;
const ON_THE_WAY = 64;
const WARM_ANSWERS = 60_000;
const WARM_LONGEST_MS = 8000;
const QUESTIONS = [
  { name: 'P to one device', bytes: question('P', 2, 0, 0, 200), reply: answers('p') },
  { name: 'Q status', bytes: question('Q', 2, 0, 0x10, 200), reply: answers('q') },
];
