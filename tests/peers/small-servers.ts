/**
 * Servers as other people might have written them, run by `Host.serve`. Each is a function that needs nothing from around
 * it: its text is handed to a Node of its own. All say `ready` when they stand.
 */

/** Takes whatever comes to these TCP ports and says how much it was. */
export function sink(...ports: readonly number[]): void {
  const net = process.getBuiltinModule('node:net');
  let waiting = ports.length;
  for (const port of ports)
    net
      .createServer((socket) => {
        process.stdout.write(`connection ${port}\n`);
        socket.on('data', (bytes) => process.stdout.write(`bytes ${port} ${bytes.length}\n`));
        socket.on('error', () => socket.destroy());
      })
      .listen(port, () => {
        if (--waiting === 0) process.stdout.write('ready\n');
      });
}

/** Answers each ENPC question with many copies, half of them from another port. */
export function flood(copies: number): void {
  const dgram = process.getBuiltinModule('node:dgram');
  const ear = dgram.createSocket('udp4');
  const mouth = dgram.createSocket('udp4');
  ear.on('message', (question, from) => {
    const reply = Buffer.alloc(76);
    question.copy(reply, 0, 0, 10);
    reply[5] = question[5]! | 0x20;
    reply.writeUInt16BE(62, 12);
    for (let i = 0; i < copies; i++) {
      reply.write(`FLOOD${String(i).padStart(6, '0')}`, 14);
      (i % 2 === 0 ? ear : mouth).send(Buffer.from(reply), from.port, from.address, () => undefined);
    }
    process.stdout.write('flooded\n');
  });
  ear.bind(3289, () => process.stdout.write('ready\n'));
}

/** Answers every datagram to these ports with the largest datagram that UDP has, filled with the question. */
export function giant(...ports: readonly number[]): void {
  const dgram = process.getBuiltinModule('node:dgram');
  let waiting = ports.length;
  for (const port of ports) {
    const socket = dgram.createSocket('udp4');
    socket.on('message', (question, from) => {
      const reply = Buffer.alloc(65_507);
      question.copy(reply);
      reply[5] = question[5]! | 0x20;
      socket.send(reply, from.port, from.address, () => process.stdout.write(`giant ${port}\n`));
    });
    socket.bind(port, () => {
      if (--waiting === 0) process.stdout.write('ready\n');
    });
  }
}

/** Hears ENPC questions at one of the host's addresses and answers each from another one. */
export function otherMouth(asked: string, answers: string): void {
  const dgram = process.getBuiltinModule('node:dgram');
  const ear = dgram.createSocket('udp4');
  const mouth = dgram.createSocket('udp4');
  ear.on('message', (question, from) => {
    const reply = Buffer.alloc(76);
    question.copy(reply, 0, 0, 10);
    reply[5] = question[5]! | 0x20;
    reply.writeUInt16BE(62, 12);
    reply.write('EPSONAABBCC', 14);
    mouth.send(reply, from.port, from.address, () => process.stdout.write('answered\n'));
  });
  mouth.bind(3289, answers, () => ear.bind(3289, asked, () => process.stdout.write('ready\n')));
}

/** An IPP server whose answer never ends: a good head, then bytes for ever, slowly. */
export function endless(port: number): void {
  const http = process.getBuiltinModule('node:http');
  http
    .createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/ipp' });
      response.write(Buffer.from('0200000000000001', 'hex'));
      const more = setInterval(() => response.write(Buffer.alloc(4096, 0x20)), 20);
      response.on('close', () => clearInterval(more));
      process.stdout.write('asked\n');
    })
    .listen(port, () => process.stdout.write('ready\n'));
}

/** Accepts connections to these ports and says nothing. */
export function mute(...ports: readonly number[]): void {
  const net = process.getBuiltinModule('node:net');
  let waiting = ports.length;
  for (const port of ports)
    net
      .createServer((socket) => {
        process.stdout.write(`connection ${port}\n`);
        socket.on('error', () => socket.destroy());
      })
      .listen(port, () => {
        if (--waiting === 0) process.stdout.write('ready\n');
      });
}

/**
 * Answers each question in the mDNS group with given messages (hex), whoever asks: pointers that loop, or a service at a
 * port where it must not be.
 */
export function multicaster(own: string, ...messages: readonly string[]): void {
  const dgram = process.getBuiltinModule('node:dgram');
  const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });
  socket.on('message', (question, from) => {
    // questions only: the first bit of the flags
    if (from.address === own || (question[2]! & 0x80) !== 0) return;
    for (const message of messages) socket.send(Buffer.from(message, 'hex'), 5353, '224.0.0.251', () => undefined);
    process.stdout.write('answered\n');
  });
  socket.bind(5353, () => {
    socket.addMembership('224.0.0.251', own);
    socket.setMulticastInterface(own);
    socket.setMulticastTTL(255);
    process.stdout.write('ready\n');
  });
}

/** Sends these datagrams (`port hex`) to an address, and says what comes back until the end. */
export function shout(own: string, to: string, ...datagrams: readonly string[]): void {
  const dgram = process.getBuiltinModule('node:dgram');
  const socket = dgram.createSocket('udp4');
  socket.on('message', (bytes, from) => process.stdout.write(`heard ${from.address}:${from.port} ${bytes.length}\n`));
  socket.on('error', (error) => process.stdout.write(`${error.message}\n`));
  socket.bind(0, own, () => {
    socket.setBroadcast(true);
    socket.setMulticastInterface(own);
    let waiting = datagrams.length;
    for (const line of datagrams) {
      const [port = '', hex = ''] = line.split(' ');
      socket.send(Buffer.from(hex, 'hex'), Number(port), to, (error) => {
        if (error) process.stdout.write(`${error.message}\n`);
        if (--waiting === 0) process.stdout.write('shouted\n');
      });
    }
  });
}

/** Echoes datagrams: when the echo is back, what was sent before has arrived. */
export function echo(port: number): void {
  const socket = process.getBuiltinModule('node:dgram').createSocket('udp4');
  socket.on('message', (bytes, from) => socket.send(bytes, from.port, from.address, () => undefined));
  socket.bind(port, () => process.stdout.write('ready\n'));
}

/** Tries these TCP ports of an address, says what became of each, and ends. */
export function tryPorts(address: string, ...ports: readonly number[]): void {
  const net = process.getBuiltinModule('node:net');
  for (const port of ports) {
    const socket = net.connect(port, address);
    socket.on('connect', () => socket.destroy(void process.stdout.write(`open ${port}\n`)));
    socket.on('error', () => process.stdout.write(`closed ${port}\n`));
  }
}

/** Says the same datagram to a group again and again, from that port. */
export function announceTo(group: string, port: number, hex: string, everyMs: number): void {
  const socket = process.getBuiltinModule('node:dgram').createSocket({ type: 'udp4', reuseAddr: true });
  const say = () => socket.send(Buffer.from(hex, 'hex'), port, group, () => undefined);
  socket.bind(port, () => {
    setInterval(say, everyMs);
    process.stdout.write('ready\n');
  });
}
