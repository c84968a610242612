/**
 * Every method of AMQP 0-9-1 (with RabbitMQ's extensions) that the built-in broker reads or writes: class, number, arguments
 * in the order of the wire. The types of the methods come from this table.
 */
import type { AmqpWriter } from './amqpWriter.ts';
import { ByteReader } from './byteReader.ts';
import type { FieldTable } from './field.ts';
import { ConnectionError } from './protocolError.ts';

const connection = 10;
const channel = 20;
const exchange = 40;
const queue = 50;
const basic = 60;
const confirm = 85;
const tx = 90;

export const methods = {
  'connection.start': {
    id: [connection, 10],
    args: { major: 'octet', minor: 'octet', properties: 'table', mechanisms: 'longstr', locales: 'longstr' },
  },
  'connection.start-ok': {
    id: [connection, 11],
    args: { properties: 'table', mechanism: 'shortstr', response: 'longstr', locale: 'shortstr' },
  },
  'connection.tune': { id: [connection, 30], args: { channelMax: 'short', frameMax: 'long', heartbeat: 'short' } },
  'connection.tune-ok': { id: [connection, 31], args: { channelMax: 'short', frameMax: 'long', heartbeat: 'short' } },
  'connection.open': { id: [connection, 40], args: { vhost: 'shortstr', reserved: 'shortstr', insist: 'bit' } },
  'connection.open-ok': { id: [connection, 41], args: { reserved: 'shortstr' } },
  'connection.close': {
    id: [connection, 50],
    args: { code: 'short', text: 'shortstr', classId: 'short', methodId: 'short' },
  },
  'connection.close-ok': { id: [connection, 51], args: {} },
  'connection.blocked': { id: [connection, 60], args: { reason: 'shortstr' } },
  'connection.unblocked': { id: [connection, 61], args: {} },
  'channel.open': { id: [channel, 10], args: { reserved: 'shortstr' } },
  'channel.open-ok': { id: [channel, 11], args: { reserved: 'longstr' } },
  'channel.flow': { id: [channel, 20], args: { active: 'bit' } },
  'channel.flow-ok': { id: [channel, 21], args: { active: 'bit' } },
  'channel.close': {
    id: [channel, 40],
    args: { code: 'short', text: 'shortstr', classId: 'short', methodId: 'short' },
  },
  'channel.close-ok': { id: [channel, 41], args: {} },
  'exchange.declare': {
    id: [exchange, 10],
    args: {
      reserved: 'short',
      exchange: 'shortstr',
      type: 'shortstr',
      passive: 'bit',
      durable: 'bit',
      autoDelete: 'bit',
      internal: 'bit',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'exchange.declare-ok': { id: [exchange, 11], args: {} },
  'exchange.delete': {
    id: [exchange, 20],
    args: { reserved: 'short', exchange: 'shortstr', ifUnused: 'bit', noWait: 'bit' },
  },
  'exchange.delete-ok': { id: [exchange, 21], args: {} },
  'queue.declare': {
    id: [queue, 10],
    args: {
      reserved: 'short',
      queue: 'shortstr',
      passive: 'bit',
      durable: 'bit',
      exclusive: 'bit',
      autoDelete: 'bit',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'queue.declare-ok': { id: [queue, 11], args: { queue: 'shortstr', messages: 'long', consumers: 'long' } },
  'queue.bind': {
    id: [queue, 20],
    args: {
      reserved: 'short',
      queue: 'shortstr',
      exchange: 'shortstr',
      routingKey: 'shortstr',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'queue.bind-ok': { id: [queue, 21], args: {} },
  'queue.unbind': {
    id: [queue, 50],
    args: { reserved: 'short', queue: 'shortstr', exchange: 'shortstr', routingKey: 'shortstr', arguments: 'table' },
  },
  'queue.unbind-ok': { id: [queue, 51], args: {} },
  'queue.purge': { id: [queue, 30], args: { reserved: 'short', queue: 'shortstr', noWait: 'bit' } },
  'queue.purge-ok': { id: [queue, 31], args: { messages: 'long' } },
  'queue.delete': {
    id: [queue, 40],
    args: { reserved: 'short', queue: 'shortstr', ifUnused: 'bit', ifEmpty: 'bit', noWait: 'bit' },
  },
  'queue.delete-ok': { id: [queue, 41], args: { messages: 'long' } },
  'basic.qos': { id: [basic, 10], args: { prefetchSize: 'long', prefetchCount: 'short', global: 'bit' } },
  'basic.qos-ok': { id: [basic, 11], args: {} },
  'basic.consume': {
    id: [basic, 20],
    args: {
      reserved: 'short',
      queue: 'shortstr',
      consumerTag: 'shortstr',
      noLocal: 'bit',
      noAck: 'bit',
      exclusive: 'bit',
      noWait: 'bit',
      arguments: 'table',
    },
  },
  'basic.consume-ok': { id: [basic, 21], args: { consumerTag: 'shortstr' } },
  'basic.cancel': { id: [basic, 30], args: { consumerTag: 'shortstr', noWait: 'bit' } },
  'basic.cancel-ok': { id: [basic, 31], args: { consumerTag: 'shortstr' } },
  'basic.publish': {
    id: [basic, 40],
    args: { reserved: 'short', exchange: 'shortstr', routingKey: 'shortstr', mandatory: 'bit', immediate: 'bit' },
  },
  'basic.return': {
    id: [basic, 50],
    args: { code: 'short', text: 'shortstr', exchange: 'shortstr', routingKey: 'shortstr' },
  },
  'basic.deliver': {
    id: [basic, 60],
    args: {
      consumerTag: 'shortstr',
      deliveryTag: 'longlong',
      redelivered: 'bit',
      exchange: 'shortstr',
      routingKey: 'shortstr',
    },
  },
  'basic.get': { id: [basic, 70], args: { reserved: 'short', queue: 'shortstr', noAck: 'bit' } },
  'basic.get-ok': {
    id: [basic, 71],
    args: {
      deliveryTag: 'longlong',
      redelivered: 'bit',
      exchange: 'shortstr',
      routingKey: 'shortstr',
      messages: 'long',
    },
  },
  'basic.get-empty': { id: [basic, 72], args: { reserved: 'shortstr' } },
  'basic.ack': { id: [basic, 80], args: { deliveryTag: 'longlong', multiple: 'bit' } },
  'basic.reject': { id: [basic, 90], args: { deliveryTag: 'longlong', requeue: 'bit' } },
  'basic.recover-async': { id: [basic, 100], args: { requeue: 'bit' } },
  'basic.recover': { id: [basic, 110], args: { requeue: 'bit' } },
  'basic.recover-ok': { id: [basic, 111], args: {} },
  'basic.nack': { id: [basic, 120], args: { deliveryTag: 'longlong', multiple: 'bit', requeue: 'bit' } },
  'confirm.select': { id: [confirm, 10], args: { noWait: 'bit' } },
  'confirm.select-ok': { id: [confirm, 11], args: {} },
  'tx.select': { id: [tx, 10], args: {} },
} as const satisfies Record<string, MethodSpec>;

interface MethodSpec {
  readonly id: readonly [classId: number, methodId: number];
  readonly args: Readonly<Record<string, ArgType>>;
}

interface ArgTypes {
  bit: boolean;
  octet: number;
  short: number;
  long: number;
  longlong: bigint;
  shortstr: string;
  longstr: string;
  table: FieldTable;
}
type ArgType = keyof ArgTypes;

export type MethodName = keyof typeof methods;
type ArgsOf<Spec extends MethodSpec> = { readonly [A in keyof Spec['args']]: ArgTypes[Spec['args'][A]] };
export type MethodArgs<N extends MethodName> = ArgsOf<(typeof methods)[N]>;
export type Method<N extends MethodName = MethodName> = {
  readonly [One in N]: { readonly name: One; readonly args: MethodArgs<One> };
}[N];

const names = new Map(
  Object.entries(methods).map(([name, { id }]) => [id[0] * 0x10000 + id[1], name as MethodName] as const),
);

export type MethodId = readonly [classId: number, methodId: number];

/** The class and number that the payload of a method frame begins with; zeros when it is too short for them. */
export function readMethodId(payload: Buffer): MethodId {
  return payload.length < 4 ? [0, 0] : [payload.readUInt16BE(0), payload.readUInt16BE(2)];
}

export function readMethod(payload: Buffer): Method {
  const reader = new ByteReader(payload);
  const [classId, methodId] = [reader.short(), reader.short()];
  const name = names.get(classId * 0x10000 + methodId);
  if (name === undefined) {
    throw new ConnectionError('NOT_IMPLEMENTED', `the built-in broker has no method ${classId}.${methodId}`);
  }
  const args: Record<string, unknown> = {};
  for (const [arg, type] of Object.entries<ArgType>(methods[name].args)) args[arg] = reader[type]();
  // The table says which arguments belong to which name.
  return { name, args } as unknown as Method;
}

export function writeMethod<N extends MethodName>(writer: AmqpWriter, name: N, args: MethodArgs<N>): void {
  const { id, args: types }: MethodSpec = methods[name];
  writer.short(id[0]);
  writer.short(id[1]);
  for (const [arg, type] of Object.entries(types)) {
    const write = writer[type] as (value: unknown) => void;
    write.call(writer, (args as Record<string, unknown>)[arg]);
  }
}
