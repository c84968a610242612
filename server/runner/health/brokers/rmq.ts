import type { BrokerQuestion } from '../askBroker.ts';

const methodFrame = 1;
/** Class 10, method 10: connection.start. */
const connectionStart = 0x000a_000a;

/** The header of AMQP 0-9-1 → `connection.start`, which a broker says before anybody logs in. */
export const askRabbit: BrokerQuestion = {
  ask: () => Buffer.from([...Buffer.from('AMQP'), 0, 0, 9, 1]),
  isAnswer: (read) => {
    if (read.length < 11) return false;
    if (read.readUInt8(0) === methodFrame && read.readUInt32BE(7) === connectionStart) return true;
    throw new Error('It does not speak AMQP 0-9-1.');
  },
};
