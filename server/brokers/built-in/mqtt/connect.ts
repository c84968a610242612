import { randomUUID } from 'node:crypto';
import type { IConnectPacket } from 'mqtt-packet';
import { isMqttTopic } from '#shared/transports/mqttTopic.ts';
import type { Message } from './message.ts';
import { ProtocolError } from './wire/protocolError.ts';

/** What a client says of itself at the beginning. */
export interface Introduction {
  readonly id: string;
  readonly isClean: boolean;
  /** Without a word from it for so long, it is taken for gone. */
  readonly silenceMs: number | undefined;
  /** Published when its connection ends without a DISCONNECT. */
  readonly will: Message | undefined;
}

const maxIdLength = 1024;

/** A number is the return code of the CONNACK that refuses it. */
export function readConnect(packet: IConnectPacket): Introduction | number {
  const { protocolVersion = 4, clientId, clean = false, keepalive = 0 } = packet;
  if (protocolVersion !== 3 && protocolVersion !== 4) return 1;
  if (clientId === '' && (!clean || protocolVersion === 3)) return 2;
  if (clientId.length > maxIdLength) return 2;
  return {
    id: clientId === '' ? `built-in-${randomUUID()}` : clientId,
    isClean: clean,
    // As long again by half, says MQTT.
    silenceMs: keepalive === 0 ? undefined : keepalive * 1500,
    will: readWill(packet.will),
  };
}

function readWill(will: IConnectPacket['will']): Message | undefined {
  if (will === undefined) return undefined;
  const { topic, payload, qos = 0, retain = false } = will;
  if (!isMqttTopic(topic)) throw new ProtocolError('a last will that cannot be published');
  return { topic, payload: Buffer.from(payload), qos, retain };
}
