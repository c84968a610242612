import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';

/** tcpdump on the loopback interface, for tests: what it saw of each TCP stream, put together from the packets. */
export interface Capture extends AsyncDisposable {
  /** The bytes from one port to another, once there are at least so many. */
  stream(ports: { from: number; to: number }, atLeast: number): Promise<Buffer>;
  /** Whether these bytes went to the port, or for a reply came from it, on some connection. */
  hasSent(bytes: Buffer, port: number, leg: 'request' | 'reply'): Promise<boolean>;
}

const command = 'apt-get install tcpdump, then run the tests as root';

/** Undefined when a capture can be made here; else why not, and what to type. */
export async function whyNoCapture(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'captures are made with tcpdump on Linux';
  if (spawnSync('tcpdump', ['--version']).error !== undefined) return `there is no tcpdump: ${command}`;
  const child = spawn('tcpdump', ['-i', 'lo', '-w', '/dev/null', 'tcp port 1'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [said] = (await once(child.stderr, 'data')) as [Buffer];
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  return said.includes('listening on') ? undefined : `tcpdump may not listen: ${command}`;
}

export async function startCapture(): Promise<Capture> {
  // The kernel holds packets back to hand over several together, unless it is told not to; -U writes each at once.
  const child = spawn('tcpdump', ['-i', 'lo', '-U', '-B', '32768', '-s', '0', '--immediate-mode', '-w', '-', 'tcp'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const packets = new Packets();
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    packets.add(chunk);
    for (const look of waiting) look();
  });
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isTrue()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  await once(child.stderr, 'data');
  await untilItSees(packets, until);
  return {
    stream: async ({ from, to }, atLeast) => {
      await until(() => packets.stream(from, to).length >= atLeast);
      return packets.stream(from, to);
    },
    hasSent: async (bytes, port, leg) => {
      await until(() => packets.streamsOf(port, leg).some((stream) => stream.includes(bytes)));
      return true;
    },
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** It says that it listens before it does: one connection of our own shows when. */
async function untilItSees(packets: Packets, until: (isTrue: () => boolean) => Promise<void>): Promise<void> {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const knock = setInterval(() => socket.write('knock'), 20);
  await until(() => packets.hasPort(port));
  clearInterval(knock);
  socket.destroy();
  server.close();
}

const fileHead = 24;
const packetHead = 16;
const ethernetHead = 14;

/** The file format of tcpdump, with Ethernet, IPv4 and TCP in it. */
class Packets {
  #rest = Buffer.alloc(0);
  #isPastHead = false;
  /** By ports: what was said, by its place in the stream. */
  readonly #segments = new Map<string, { start: number | undefined; parts: Map<number, Buffer> }>();

  add(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (!this.#isPastHead) {
      if (this.#rest.length < fileHead) return;
      this.#rest = this.#rest.subarray(fileHead);
      this.#isPastHead = true;
    }
    while (this.#rest.length >= packetHead) {
      const length = this.#rest.readUInt32LE(8);
      if (this.#rest.length < packetHead + length) return;
      this.#take(this.#rest.subarray(packetHead + ethernetHead, packetHead + length));
      this.#rest = this.#rest.subarray(packetHead + length);
    }
  }

  hasPort(port: number): boolean {
    return [...this.#segments.keys()].some((key) => key.split(' ').includes(String(port)));
  }

  streamsOf(port: number, leg: 'request' | 'reply'): Buffer[] {
    return [...this.#segments.keys()]
      .map((key) => key.split(' ').map(Number))
      .filter(([from, to]) => (leg === 'request' ? to : from) === port)
      .map(([from = 0, to = 0]) => this.stream(from, to));
  }

  /** As far as it is there without a gap. */
  stream(from: number, to: number): Buffer {
    const { start, parts } = this.#segments.get(`${from} ${to}`) ?? {
      start: undefined,
      parts: new Map<number, Buffer>(),
    };
    if (start === undefined) return Buffer.alloc(0);
    const inOrder = [...parts].map(([seq, bytes]) => ({ at: (seq - start) >>> 0, bytes })).sort((a, b) => a.at - b.at);
    let stream = Buffer.alloc(0);
    for (const { at, bytes } of inOrder) {
      if (at > stream.length) break;
      // What is sent again may overlap.
      stream = Buffer.concat([
        stream.subarray(0, at),
        bytes,
        stream.subarray(Math.min(stream.length, at + bytes.length)),
      ]);
    }
    return stream;
  }

  #take(ip: Buffer): void {
    if (ip.length < 40 || ip.readUInt8(0) >> 4 !== 4) return;
    const tcp = ip.subarray((ip.readUInt8(0) & 15) * 4, ip.readUInt16BE(2));
    const key = `${tcp.readUInt16BE(0)} ${tcp.readUInt16BE(2)}`;
    const seq = tcp.readUInt32BE(4);
    const isSyn = (tcp.readUInt8(13) & 2) !== 0;
    const known = this.#segments.get(key);
    // A port may be used again: a new connection begins anew.
    const segment = known === undefined || isSyn ? { start: undefined, parts: new Map<number, Buffer>() } : known;
    this.#segments.set(key, segment);
    if (isSyn) segment.start = (seq + 1) >>> 0;
    const payload = tcp.subarray((tcp.readUInt8(12) >> 4) * 4);
    if (payload.length > 0) segment.parts.set(seq, Buffer.from(payload));
  }
}
