import { randomBytes } from 'node:crypto';
import type { BrokerQuestion } from '../askBroker.ts';

/** A text with its length before it. */
function field(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function lengthBytes(length: number): number[] {
  return length < 128 ? [length] : [(length % 128) | 128, ...lengthBytes(Math.floor(length / 128))];
}

const cleanSession = 2;
const hasUser = 128;
const hasPassword = 64;
const connack = 0x20;

/** `CONNECT` of MQTT 3.1.1 with a clean session → `CONNACK`, then `DISCONNECT`. */
export const askMqtt: BrokerQuestion = {
  ask: ({ username, password }) => {
    const flags = cleanSession + (username === undefined ? 0 : hasUser + (password === undefined ? 0 : hasPassword));
    const login = username === undefined ? [] : [username, ...(password === undefined ? [] : [password])];
    const body = Buffer.concat([
      field('MQTT'),
      Buffer.from([4, flags, 0, 5]),
      ...[`health-${randomBytes(6).toString('hex')}`, ...login].map(field),
    ]);
    return Buffer.concat([Buffer.from([0x10, ...lengthBytes(body.length)]), body]);
  },
  isAnswer: (read) => {
    if (read.length < 4) return false;
    const code = read.readUInt8(3);
    if (read.readUInt8(0) !== connack) throw new Error('It does not speak MQTT.');
    if (code !== 0) throw new Error(`It refuses the connection with code ${code}.`);
    return true;
  },
  leave: Buffer.from([0xe0, 0]),
};
