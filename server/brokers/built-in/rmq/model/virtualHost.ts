import { overheadBytes, type Limits } from '../limits.ts';
import { emptyTable, type FieldTable } from '../wire/field.ts';
import { ConnectionError } from '../wire/protocolError.ts';
import { deadMessage, goesRound, type Reason } from './deadLetter.ts';
import { Exchange, isSame, type Binding, type ExchangeOptions } from './exchange.ts';
import { noJournal, type Journal } from './journal.ts';
import type { Message } from './message.ts';
import { Queue, type QueueHost } from './queue.ts';
import type { QueueOptions } from './queueOptions.ts';

export interface Routed {
  /** How many queues it went to. */
  readonly queues: number;
  /** A queue that is full wanted it. */
  readonly isRefused: boolean;
}

const standing: readonly [string, ExchangeOptions['type']][] = [
  ['', 'direct'],
  ['amq.direct', 'direct'],
  ['amq.fanout', 'fanout'],
  ['amq.topic', 'topic'],
  ['amq.headers', 'headers'],
  ['amq.match', 'headers'],
];

/** The exchanges and queues of a broker. There is one virtual host, called `/`. */
export class VirtualHost implements QueueHost {
  readonly exchanges = new Map<string, Exchange>();
  readonly queues = new Map<string, Queue>();
  /** Who waits for an answer without a queue, by the key that stands behind `amq.rabbitmq.reply-to.`. */
  readonly answers = new Map<string, (message: Message) => void>();
  journal: Journal = noJournal;
  readonly #limits: Limits;
  readonly #onRoom: () => void;
  #heldBytes = 0;
  #definitionBytes = 0;

  /** `onRoom`: there is room for messages again. */
  constructor(limits: Limits, onRoom: () => void) {
    this.#limits = limits;
    this.#onRoom = onRoom;
    for (const [name, type] of standing) {
      const options = { name, type, durable: true, autoDelete: false, internal: false, arguments: emptyTable };
      this.exchanges.set(name, new Exchange(options));
    }
  }

  /** Publishers have to wait. */
  get isFull(): boolean {
    return this.#heldBytes > this.#limits.heldBytes;
  }

  /** What publishers may still bring to an end has filled it up for good. */
  get isOverfull(): boolean {
    return this.#heldBytes > 2 * this.#limits.heldBytes;
  }

  held(bytes: number): void {
    const wasFull = this.isFull;
    this.#heldBytes += bytes;
    if (wasFull && !this.isFull) this.#onRoom();
  }

  addExchange(options: ExchangeOptions): void {
    this.#define(options.name.length, options.arguments);
    this.exchanges.set(options.name, new Exchange(options));
    if (options.durable) this.journal.exchange(options);
  }

  deleteExchange(exchange: Exchange): void {
    const { name, durable, arguments: fields } = exchange.options;
    for (const binding of exchange.bindings) this.#undefine(binding.routingKey.length, binding.arguments);
    this.exchanges.delete(name);
    this.#undefine(name.length, fields);
    if (durable) this.journal.exchangeGone(name);
  }

  /** `owner`: the connection that alone may use it. */
  addQueue(options: QueueOptions, owner?: object): Queue {
    const queue = new Queue(options, { host: this, owner });
    this.#define(options.name.length, options.arguments);
    this.queues.set(options.name, queue);
    queue.used();
    if (isKept(queue)) this.journal.queue(options);
    return queue;
  }

  deleteQueue(queue: Queue): void {
    if (this.queues.get(queue.name) !== queue) return;
    this.queues.delete(queue.name);
    queue.end();
    this.#undefine(queue.name.length, queue.options.arguments);
    if (isKept(queue)) this.journal.queueGone(queue.name);
    for (const exchange of this.exchanges.values()) this.#unbind(exchange, (binding) => binding.queue === queue.name);
  }

  bind(exchange: Exchange, binding: Binding): void {
    if (!exchange.bind(binding)) return;
    this.#define(binding.routingKey.length, binding.arguments);
    if (this.#isKeptBinding(exchange, binding)) this.journal.bound(exchange.options.name, binding);
  }

  unbind(exchange: Exchange, meant: Binding): void {
    this.#unbind(exchange, (binding) => isSame(binding, meant));
  }

  publish(exchange: Exchange, message: Message): Routed {
    return this.#into(this.#route(exchange, message, new Set()), message);
  }

  isOver(queue: Queue): void {
    this.deleteQueue(queue);
    this.journal.flush();
  }

  died(queue: Queue, message: Message, reason: Reason): void {
    const { deadLetterExchange: name, deadLetterKey: routingKey } = queue.settings;
    const exchange = name === undefined ? undefined : this.exchanges.get(name);
    if (exchange === undefined) return;
    const to = { exchange: exchange.options.name, routingKey };
    const dead = deadMessage(message, { queue: queue.name, reason, nowMs: Date.now() }, to);
    const queues = [...this.#route(exchange, dead, new Set())].filter(
      (each) => reason === 'rejected' || !goesRound(dead, each),
    );
    this.#into(new Set(queues), dead);
  }

  /** The exchange's own queues, or those of the exchange that takes what it has none for. */
  #route(exchange: Exchange, message: Message, seen: Set<Exchange>): Set<string> {
    seen.add(exchange);
    // Every queue is bound to the default exchange by its name.
    const found =
      exchange.options.name === ''
        ? new Set(this.queues.has(message.routingKey) ? [message.routingKey] : [])
        : exchange.route(message);
    const next = exchange.alternate === undefined ? undefined : this.exchanges.get(exchange.alternate);
    return found.size > 0 || next === undefined || seen.has(next) ? found : this.#route(next, message, seen);
  }

  #into(names: ReadonlySet<string>, message: Message): Routed {
    let queues = 0;
    let isRefused = false;
    for (const name of names) {
      const queue = this.queues.get(name);
      if (queue === undefined) continue;
      queues += 1;
      if (!queue.refuses(message)) queue.push(message);
      else {
        isRefused = true;
        if (queue.settings.overflow === 'reject-publish-dlx') this.died(queue, message, 'maxlen');
      }
    }
    return { queues, isRefused };
  }

  #unbind(exchange: Exchange, isMeant: (binding: Binding) => boolean): void {
    const gone = exchange.unbind(isMeant);
    for (const binding of gone) {
      this.#undefine(binding.routingKey.length, binding.arguments);
      if (this.#isKeptBinding(exchange, binding)) this.journal.unbound(exchange.options.name, binding);
    }
    if (gone.length > 0 && exchange.options.autoDelete && !exchange.isUsed) this.deleteExchange(exchange);
  }

  #isKeptBinding(exchange: Exchange, { queue }: Binding): boolean {
    const bound = this.queues.get(queue);
    return exchange.options.durable && bound !== undefined && isKept(bound);
  }

  #define(nameBytes: number, fields: FieldTable): void {
    const bytes = definitionBytes(nameBytes, fields);
    if (this.#definitionBytes + bytes > this.#limits.definitionBytes) {
      throw new ConnectionError('RESOURCE_ERROR', 'too many exchanges, queues and bindings for the built-in broker');
    }
    this.#definitionBytes += bytes;
  }

  #undefine(nameBytes: number, fields: FieldTable): void {
    this.#definitionBytes -= definitionBytes(nameBytes, fields);
  }
}

/** One that belongs to a connection ends with it. */
const isKept = ({ options }: Queue): boolean => options.durable && !options.exclusive;

const definitionBytes = (nameBytes: number, fields: FieldTable): number =>
  overheadBytes + nameBytes + [...fields].reduce((sum, [name, field]) => sum + name.length + fieldBytes(field), 0);

function fieldBytes(field: Parameters<typeof JSON.stringify>[0]): number {
  return JSON.stringify(field, (_name, value: unknown) =>
    typeof value === 'bigint' ? 0 : value instanceof Map ? [...value] : value,
  ).length;
}
