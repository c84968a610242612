// One socket: frames → requests → answers. As in Kafka, one request is carried out at a time and answers keep their order,
// so a fetch that waits holds up what the same connection asks after it; clients open another one for that.
import type { Socket } from 'node:net';
import { apis } from './requests/index.ts';
import type { BrokerState } from './requests/api.ts';
import { apiVersionsKey, writeVersions } from './requests/apiVersions.ts';
import { errorCode } from './wire/errorCode.ts';
import { Frames } from './wire/frames.ts';
import { ProtocolError } from './wire/protocolError.ts';
import { Reader } from './wire/reader.ts';
import { Writer } from './wire/writer.ts';

const byKey = new Map(apis.map((api) => [api.key, api]));
const firstFlexibleVersions = 3;
const lengthBytes = 4;

export class Connection {
  readonly #socket: Socket;
  readonly #broker: BrokerState;
  readonly #frames: Frames;
  readonly #gone = new AbortController();
  #isWorking = false;

  constructor(socket: Socket, broker: BrokerState) {
    this.#socket = socket;
    this.#broker = broker;
    this.#frames = new Frames(broker.limits.requestBytes);
    socket.on('data', (chunk) => this.#receive(chunk));
    // The peer is gone or broken; `close` follows and is what counts.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#gone.abort());
  }

  cutOff(): void {
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#frames.push(chunk);
    // What it asks while it waits for an answer is taken in up to a bound.
    if (this.#isWorking && this.#frames.length > this.#broker.limits.requestBytes) this.#socket.pause();
    if (!this.#isWorking) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    try {
      for (let frame = this.#frames.next(); frame !== undefined; frame = this.#frames.next()) {
        const answer = await this.#carryOut(new Reader(frame));
        if (this.#gone.signal.aborted) return;
        if (answer !== undefined) await this.#write(answer);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.cutOff();
    } finally {
      this.#isWorking = false;
      this.#socket.resume();
    }
  }

  /** The whole answer with its length, or undefined when none is wanted. */
  async #carryOut(body: Reader): Promise<Buffer | undefined> {
    const key = body.int16();
    const version = body.int16();
    const answer = new Writer().int32(0).int32(body.int32());
    const clientId = body.nullableString() ?? '';
    const api = byKey.get(key);
    const [lowest, highest] = api?.versions ?? [0, -1];
    if (api === undefined || version < lowest || version > highest) {
      if (key !== apiVersionsKey) throw new ProtocolError(`request ${key} in version ${version}`);
      writeVersions(answer, { version: 0, error: errorCode.unsupportedVersion, apis });
    } else {
      if (key === apiVersionsKey && version >= firstFlexibleVersions) body.skipTags();
      const { signal: gone } = this.#gone;
      const said = await api.run({ broker: this.#broker, version, clientId, body, answer, gone });
      if (said === 'silent') return undefined;
    }
    const bytes = answer.done();
    bytes.writeInt32BE(bytes.length - lengthBytes, 0);
    return bytes;
  }

  /** Resolves when the system has taken it: a client that does not read is not answered any further. */
  #write(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => this.#socket.write(bytes, () => resolve()));
  }
}
