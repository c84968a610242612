// Packets of MQTT 3.1 and 3.1.1 from bytes and to bytes.
import {
  generate,
  parser,
  type IConnectPacket,
  type ISubscribePacket,
  type IUnsubscribePacket,
  type Packet,
} from 'mqtt-packet';
import type { Message } from '../message.ts';
import { ProtocolError } from './protocolError.ts';

export type Acknowledgement = 'puback' | 'pubrec' | 'pubrel' | 'pubcomp';

/** What clients send. */
export type Request =
  | { cmd: 'connect'; connect: IConnectPacket }
  | { cmd: 'publish'; message: Message; id: number }
  | { cmd: Acknowledgement; id: number }
  | { cmd: 'subscribe'; id: number; subscriptions: ISubscribePacket['subscriptions'] }
  | { cmd: 'unsubscribe'; id: number; filters: IUnsubscribePacket['unsubscriptions'] }
  | { cmd: 'pingreq' }
  | { cmd: 'disconnect' };

/** One whole packet; throws a ProtocolError for bytes that are none, or that only a broker sends. */
export function readRequest(bytes: Buffer): Request {
  const packet = decode(bytes);
  switch (packet.cmd) {
    case 'connect':
      return { cmd: 'connect', connect: packet };
    case 'publish': {
      const { topic, payload, qos, retain, messageId = 0 } = packet;
      if (qos > 0 && messageId === 0) throw new ProtocolError('a message without an id');
      return { cmd: 'publish', id: messageId, message: { topic, payload: Buffer.from(payload), qos, retain } };
    }
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return { cmd: packet.cmd, id: packet.messageId ?? 0 };
    case 'subscribe':
      return { cmd: 'subscribe', id: idOf(packet), subscriptions: some(packet.subscriptions) };
    case 'unsubscribe':
      return { cmd: 'unsubscribe', id: idOf(packet), filters: some(packet.unsubscriptions) };
    case 'pingreq':
    case 'disconnect':
      return { cmd: packet.cmd };
    case 'auth':
    case 'connack':
    case 'pingresp':
    case 'suback':
    case 'unsuback':
      throw new ProtocolError(`${packet.cmd} from a client`);
  }
}

/** A message on its way to a client; `id` for QoS 1 and 2. */
export function writeMessage(message: Message, { id, again = false }: { id?: number; again?: boolean } = {}): Buffer {
  const { topic, payload, qos, retain } = message;
  return generate({
    cmd: 'publish',
    topic,
    payload,
    qos,
    retain,
    dup: again,
    ...(id === undefined ? {} : { messageId: id }),
  });
}

export const writeAcknowledgement = (cmd: Acknowledgement, id: number): Buffer => generate({ cmd, messageId: id });

/** 0 accepts, 1 refuses the version, 2 the client's id, 3 says that the broker is full. */
export const writeConnack = (returnCode: number, sessionPresent = false): Buffer =>
  generate({ cmd: 'connack', returnCode, sessionPresent });

/** 128 refuses a subscription. */
export const writeSuback = (id: number, granted: number[]): Buffer =>
  generate({ cmd: 'suback', messageId: id, granted });

export const writeUnsuback = (id: number): Buffer => generate({ cmd: 'unsuback', messageId: id, granted: [] });

export const pingResponse = generate({ cmd: 'pingresp' });

function idOf({ messageId = 0 }: { messageId?: number | undefined }): number {
  if (messageId === 0) throw new ProtocolError('a request without an id');
  return messageId;
}

function some<T>(wanted: T[]): T[] {
  if (wanted.length === 0) throw new ProtocolError('a request for nothing');
  return wanted;
}

function decode(bytes: Buffer): Packet {
  const reader = parser();
  let found: Packet | undefined;
  let problem: Error | undefined;
  reader.on('packet', (packet) => (found = packet));
  reader.on('error', (error) => (problem = error));
  try {
    const left = reader.parse(bytes);
    if (left > 0) problem ??= new Error('more bytes than the packet has');
  } catch (error) {
    // It reads past the end of some packets that are too short.
    problem = error instanceof Error ? error : new Error('no packet');
  }
  if (found === undefined || problem !== undefined) throw new ProtocolError(problem?.message ?? 'no whole packet');
  return found;
}
