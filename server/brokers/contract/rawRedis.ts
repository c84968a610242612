import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A socket that speaks bytes, to see exactly what a broker answers. Text is one character per byte. */
export class RawRedis {
  readonly #socket: Socket;
  #received = '';
  #closed = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#note(() => (this.#received += chunk.toString('latin1'))));
    socket.on('close', () => this.#note(() => (this.#closed = true)));
    // A reset is an end like any other here; `close` follows.
    socket.on('error', () => socket.destroy());
  }

  static connect(port: number): Promise<RawRedis> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new RawRedis(socket));
      });
    });
  }

  write(bytes: string | Buffer): void {
    this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Everything received up to the end of `text`, which is taken away. */
  async until(text: string): Promise<string> {
    await this.#when(() => this.#received.includes(text));
    const end = this.#received.indexOf(text) + text.length;
    const taken = this.#received.slice(0, end);
    this.#received = this.#received.slice(end);
    return taken;
  }

  /** Sends, and gives back what came for it: a PING with a mark of its own, allowed in every mode, shows where that ends. */
  async ask(bytes: string | Buffer): Promise<string> {
    this.write(bytes);
    const mark = `mark-${(marks += 1)}`;
    this.write(respCommand('PING', mark));
    const taken = await this.until(`${mark}\r\n`);
    return taken.replace(new RegExp(`(\\*2\\r\\n\\$4\\r\\npong\\r\\n)?\\$\\d+\\r\\n${mark}\\r\\n$`), '');
  }

  /** All that still comes until the broker closes. */
  async untilClosed(): Promise<string> {
    await this.#when(() => this.#closed);
    return this.#received;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #note(change: () => void): void {
    change();
    this.#wake();
  }

  async #when(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#closed) throw new Error(`closed by the broker; received: ${JSON.stringify(this.#received)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

let marks = 0;

/** A command as clients send it. */
export function respCommand(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}
