import type { BrokerQuestion } from '../askBroker.ts';

const apiVersions = 18;
const correlationId = 1;
const clientId = 'health';

/** `ApiVersions` of version 0, which a broker answers before anybody logs in. */
export const askKafka: BrokerQuestion = {
  ask: () => {
    const request = Buffer.alloc(14 + clientId.length);
    request.writeInt32BE(request.length - 4, 0);
    request.writeInt16BE(apiVersions, 4);
    request.writeInt16BE(0, 6);
    request.writeInt32BE(correlationId, 8);
    request.writeInt16BE(clientId.length, 12);
    request.write(clientId, 14);
    return request;
  },
  isAnswer: (read) => {
    if (read.length < 10) return false;
    if (read.readInt32BE(4) === correlationId && read.readInt16BE(8) === 0) return true;
    throw new Error('It does not speak the protocol of Kafka.');
  },
};
