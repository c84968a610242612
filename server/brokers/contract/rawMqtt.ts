// A client that sends exactly what a script says, and writes down what comes back, one word per packet.
import { generate, parser, type Packet } from 'mqtt-packet';
import { RawRedis } from './rawRedis.ts';

export interface RawMqtt {
  /** Writes the packets of a line; gives what came for them. The answer to a PINGREQ shows where that ends. */
  ask(line: string): Promise<string[]>;
  /** Writes the packets of a line. */
  send(line: string): void;
  write(bytes: Buffer): void;
  /** What still comes until the broker closes. */
  untilClosed(): Promise<string[]>;
  close(): void;
}

const pingResponse = '\xd0\x00';

export async function connectRawMqtt(port: number): Promise<RawMqtt> {
  const raw = await RawRedis.connect(port);
  return {
    ask: async (line) => {
      raw.write(Buffer.concat([bytesOf(line), generate({ cmd: 'pingreq' })]));
      return shown(await raw.until(pingResponse)).slice(0, -1);
    },
    send: (line) => raw.write(bytesOf(line)),
    write: (bytes) => raw.write(bytes),
    untilClosed: async () => shown(await raw.untilClosed()),
    close: () => raw.close(),
  };
}

/** `connect a clean`, `connect b keep will t hi 1`, `sub 1 a/+ 0 b 1`, `unsub 2 a/+`, `pub t text [qos] [id] [retain]`, `puback 7`; ` ; ` between. */
export function bytesOf(line: string): Buffer {
  return Buffer.concat(line === '' ? [] : line.split(' ; ').map((text) => generate(packetOf(text.split(' ')))));
}

function packetOf([cmd = '', ...words]: readonly string[]): Packet {
  switch (cmd) {
    case 'connect': {
      const [clientId = '', how, , topic, payload = '', qos] = words;
      const will = topic === undefined ? {} : { will: { topic, payload, qos: qosOf(qos), retain: false } };
      return { cmd, clientId, clean: how === 'clean', keepalive: 0, protocolId: 'MQTT', protocolVersion: 4, ...will };
    }
    case 'sub': {
      const [id, ...rest] = words;
      const topics = rest.filter((_, index) => index % 2 === 0);
      const subscriptions = topics.map((topic, index) => ({ topic, qos: qosOf(rest[2 * index + 1]) }));
      return { cmd: 'subscribe', messageId: Number(id), subscriptions };
    }
    case 'unsub':
      return { cmd: 'unsubscribe', messageId: Number(words[0]), unsubscriptions: words.slice(1) };
    case 'pub': {
      const [topic = '', payload = '', qos = '0', messageId = '0', retain] = words;
      const text = payload === '-' ? '' : payload;
      const id = qos === '0' ? {} : { messageId: Number(messageId) };
      return { cmd: 'publish', topic, payload: text, qos: qosOf(qos), retain: retain === 'retain', dup: false, ...id };
    }
    case 'puback':
    case 'pubrec':
    case 'pubrel':
    case 'pubcomp':
      return { cmd, messageId: Number(words[0]) };
    case 'disconnect':
      return { cmd };
    default:
      throw new Error(`There is no packet "${cmd}".`);
  }
}

const qosOf = (text = '0'): 0 | 1 | 2 => (text === '1' ? 1 : text === '2' ? 2 : 0);

function shown(latin1: string): string[] {
  const words: string[] = [];
  const reader = parser();
  reader.on('packet', (packet) => words.push(wordOf(packet)));
  reader.parse(Buffer.from(latin1, 'latin1'));
  return words;
}

function wordOf(packet: Packet): string {
  if (packet.cmd === 'connack') return `connack ${packet.returnCode}${packet.sessionPresent ? ' again' : ''}`;
  if (packet.cmd === 'suback') {
    return `suback ${packet.messageId} ${packet.granted.map((code) => JSON.stringify(code)).join(' ')}`;
  }
  if (packet.cmd !== 'publish') return `${packet.cmd} ${packet.messageId ?? ''}`.trim();
  const { topic, payload, qos, retain, dup, messageId } = packet;
  const id = qos === 0 ? '' : ` id ${messageId}`;
  return `publish ${topic} ${payload.toString()} qos ${qos}${id}${retain ? ' retained' : ''}${dup ? ' again' : ''}`;
}
