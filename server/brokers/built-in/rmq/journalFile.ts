// What has to outlive the broker, as a file: records one behind the other, written before anybody is told. After a kill -9 the
// system still has every byte of it; a record that was cut off by it is left out. When the file has become mostly past it is
// written anew.
import { closeSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Binding, ExchangeOptions } from './model/exchange.ts';
import { exchangeTypes } from './model/exchange.ts';
import type { Journal } from './model/journal.ts';
import { costOf, type Entry } from './model/message.ts';
import type { QueueOptions } from './model/queueOptions.ts';
import type { VirtualHost } from './model/virtualHost.ts';
import { AmqpWriter } from './wire/amqpWriter.ts';
import { ByteReader } from './wire/byteReader.ts';
import { readHeader, writeHeader } from './wire/properties.ts';

const kinds = {
  exchange: 1,
  exchangeGone: 2,
  queue: 3,
  queueGone: 4,
  bound: 5,
  unbound: 6,
  message: 7,
  delivered: 8,
  removed: 9,
};
const recordHead = 4;
/** Below this size it is not worth writing anew. */
const smallBytes = 16 * 1024 * 1024;
const flushAboveBytes = 1024 * 1024;

/** Puts back what the folder keeps of an earlier life, and writes down from now on what happens. */
export function keepJournal(host: VirtualHost, folder: string): void {
  const path = join(folder, 'journal');
  const held = replay(host, path);
  for (const [queue, entries] of held) {
    for (const entry of [...entries.values()].sort((a, b) => a.position - b.position)) {
      host.held(costOf(entry.message));
      host.queues.get(queue)?.restore(entry);
    }
    host.queues.get(queue)?.pump();
  }
  host.journal = new JournalFile(host, path, held);
}

type Held = Map<string, Map<number, Entry>>;

class JournalFile implements Journal {
  readonly #path: string;
  readonly #host: VirtualHost;
  /** What has to be kept of each queue, those that somebody has included. */
  readonly #held: Held;
  #file: number;
  #bytes = 0;
  #liveBytes = 0;
  #pending = new AmqpWriter();

  constructor(host: VirtualHost, path: string, held: Held) {
    this.#host = host;
    this.#path = path;
    this.#held = held;
    this.#file = this.#writeAnew();
  }

  exchange(options: ExchangeOptions): void {
    this.#record(kinds.exchange, (writer) => {
      writer.shortstr(options.name);
      writer.shortstr(options.type);
      writer.bit(options.autoDelete);
      writer.bit(options.internal);
      writer.table(options.arguments);
    });
  }

  exchangeGone(name: string): void {
    this.#record(kinds.exchangeGone, (writer) => writer.shortstr(name));
  }

  queue(options: QueueOptions): void {
    this.#record(kinds.queue, (writer) => {
      writer.shortstr(options.name);
      writer.bit(options.autoDelete);
      writer.table(options.arguments);
    });
  }

  queueGone(name: string): void {
    this.#held.delete(name);
    this.#record(kinds.queueGone, (writer) => writer.shortstr(name));
  }

  bound(exchange: string, binding: Binding): void {
    this.#record(kinds.bound, (writer) => writeBinding(writer, exchange, binding));
  }

  unbound(exchange: string, binding: Binding): void {
    this.#record(kinds.unbound, (writer) => writeBinding(writer, exchange, binding));
  }

  message(queue: string, entry: Entry): void {
    const entries = this.#held.get(queue) ?? new Map<number, Entry>();
    this.#held.set(queue, entries.set(entry.position, entry));
    this.#liveBytes += costOf(entry.message);
    this.#record(kinds.message, (writer) => writeMessage(writer, queue, entry));
  }

  delivered(queue: string, { position }: Entry): void {
    this.#record(kinds.delivered, (writer) => writeMark(writer, queue, position));
  }

  removed(queue: string, entry: Entry): void {
    if (this.#held.get(queue)?.delete(entry.position) !== true) return;
    this.#liveBytes -= costOf(entry.message);
    this.#record(kinds.removed, (writer) => writeMark(writer, queue, entry.position));
  }

  flush(): void {
    this.#write();
    if (this.#bytes < smallBytes || this.#bytes < 3 * this.#liveBytes) return;
    closeSync(this.#file);
    this.#file = this.#writeAnew();
  }

  #record(kind: number, write: (writer: AmqpWriter) => void): void {
    const start = this.#pending.length;
    this.#pending.long(0);
    this.#pending.octet(kind);
    write(this.#pending);
    this.#pending.done().writeUInt32BE(this.#pending.length - start - recordHead, start);
    if (this.#pending.length > flushAboveBytes) this.#write();
  }

  #write(): void {
    if (this.#pending.length === 0) return;
    const bytes = this.#pending.done();
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#bytes += bytes.length;
    this.#pending = new AmqpWriter();
  }

  /** Only what holds now, aside and then in the place of the old one. */
  #writeAnew(): number {
    const aside = `${this.#path}.new`;
    this.#file = openSync(aside, 'w', 0o600);
    this.#bytes = 0;
    for (const { options } of this.#host.exchanges.values()) {
      if (options.durable && options.name !== '' && !options.name.startsWith('amq.')) this.exchange(options);
    }
    for (const { options } of this.#host.queues.values())
      if (options.durable && !options.exclusive) this.queue(options);
    for (const { options, bindings } of this.#host.exchanges.values()) {
      for (const binding of bindings) {
        const to = this.#host.queues.get(binding.queue)?.options;
        if (options.durable && to?.durable === true && !to.exclusive) this.bound(options.name, binding);
      }
    }
    this.#liveBytes = 0;
    for (const [queue, entries] of this.#held) for (const entry of entries.values()) this.message(queue, entry);
    this.#write();
    renameSync(aside, this.#path);
    return this.#file;
  }
}

/** Puts back exchanges, queues and bindings, and returns the messages. */
function replay(host: VirtualHost, path: string): Held {
  const held: Held = new Map();
  const bytes = readOr(path);
  for (let at = 0; at + recordHead <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const end = at + recordHead + length;
    // It was being written when the broker was killed.
    if (end > bytes.length) break;
    replayRecord(host, held, bytes.subarray(at + recordHead, end));
    at = end;
  }
  return held;
}

function replayRecord(host: VirtualHost, held: Held, record: Buffer): void {
  const reader = new ByteReader(record);
  switch (reader.octet()) {
    case kinds.exchange: {
      const [name, type] = [reader.shortstr(), reader.shortstr()];
      const [autoDelete, internal] = [reader.bit(), reader.bit()];
      const known = exchangeTypes.find((one) => one === type) ?? 'direct';
      return host.addExchange({ name, type: known, durable: true, autoDelete, internal, arguments: reader.table() });
    }
    case kinds.exchangeGone: {
      const exchange = host.exchanges.get(reader.shortstr());
      return exchange && host.deleteExchange(exchange);
    }
    case kinds.queue: {
      const [name, autoDelete] = [reader.shortstr(), reader.bit()];
      host.addQueue({ name, durable: true, exclusive: false, autoDelete, arguments: reader.table() });
      return;
    }
    case kinds.queueGone: {
      const name = reader.shortstr();
      held.delete(name);
      const queue = host.queues.get(name);
      return queue && host.deleteQueue(queue);
    }
    case kinds.bound: {
      const { exchange, binding } = readBinding(reader);
      const found = host.exchanges.get(exchange);
      return found && host.bind(found, binding);
    }
    case kinds.unbound: {
      const { exchange, binding } = readBinding(reader);
      const found = host.exchanges.get(exchange);
      return found && host.unbind(found, binding);
    }
    case kinds.message: {
      const [queue, entry] = readMessage(reader, record);
      held.set(queue, (held.get(queue) ?? new Map<number, Entry>()).set(entry.position, entry));
      return;
    }
    case kinds.delivered: {
      const entry = held.get(reader.shortstr())?.get(Number(reader.longlong()));
      if (entry !== undefined) entry.redelivered = true;
      return;
    }
    case kinds.removed:
      held.get(reader.shortstr())?.delete(Number(reader.longlong()));
  }
}

function writeBinding(writer: AmqpWriter, exchange: string, binding: Binding): void {
  writer.shortstr(exchange);
  writer.shortstr(binding.queue);
  writer.shortstr(binding.routingKey);
  writer.table(binding.arguments);
}

function readBinding(reader: ByteReader): { exchange: string; binding: Binding } {
  const exchange = reader.shortstr();
  return { exchange, binding: { queue: reader.shortstr(), routingKey: reader.shortstr(), arguments: reader.table() } };
}

function writeMark(writer: AmqpWriter, queue: string, position: number): void {
  writer.shortstr(queue);
  writer.longlong(BigInt(position));
}

function writeMessage(writer: AmqpWriter, queue: string, { message, position, redelivered, expiresAtMs }: Entry): void {
  writeMark(writer, queue, position);
  writer.bit(redelivered);
  writer.longlong(BigInt(expiresAtMs ?? 0));
  writer.shortstr(message.exchange);
  writer.shortstr(message.routingKey);
  const header = new AmqpWriter();
  writeHeader(header, { bodyBytes: message.body.length, properties: message.properties });
  writer.long(header.length);
  writer.bytes(header.done());
  writer.bytes(message.body);
}

function readMessage(reader: ByteReader, record: Buffer): [string, Entry] {
  const queue = reader.shortstr();
  const position = Number(reader.longlong());
  const redelivered = reader.bit();
  const expiresAtMs = Number(reader.longlong()) || undefined;
  const [exchange, routingKey] = [reader.shortstr(), reader.shortstr()];
  const { bodyBytes, properties } = readHeader(Buffer.from(reader.longstr(), 'latin1'));
  const body = Buffer.from(record.subarray(record.length - bodyBytes));
  return [
    queue,
    { message: { exchange, routingKey, properties, body }, position, redelivered, expiresAtMs, isKept: true },
  ];
}

function readOr(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    // The first life of this broker.
    return Buffer.alloc(0);
  }
}
