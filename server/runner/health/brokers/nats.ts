import type { BrokerQuestion } from '../askBroker.ts';

/** `PING` → `PONG`, after the `INFO` that every connection begins with. */
export const askNats: BrokerQuestion = {
  ask: ({ username, password }) => {
    const login = username === undefined ? {} : { user: username, pass: password };
    const hello = {
      verbose: false,
      pedantic: false,
      lang: 'node',
      version: '1',
      protocol: 1,
      name: 'health',
      ...login,
    };
    return Buffer.from(`CONNECT ${JSON.stringify(hello)}\r\nPING\r\n`);
  },
  isAnswer: (read) => {
    const text = read.toString();
    const refusal = /^-ERR '(.*)'/m.exec(text)?.[1];
    if (refusal !== undefined) throw new Error(`It answers: ${refusal}`);
    return /^PONG\r\n/m.test(text);
  },
};
