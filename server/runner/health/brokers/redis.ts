import type { BrokerQuestion } from '../askBroker.ts';

/** RESP: each word with its length before it. */
const command = (...words: string[]): string =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

/** `PING` → `+PONG` */
export const askRedis: BrokerQuestion = {
  ask: ({ username, password }) => {
    const login =
      password === undefined ? '' : command('AUTH', ...(username === undefined ? [] : [username]), password);
    return Buffer.from(login + command('PING'));
  },
  isAnswer: (read) => {
    const text = read.toString();
    const refusal = /^-(.*)\r\n/m.exec(text)?.[1];
    if (refusal !== undefined) throw new Error(`It answers: ${refusal}`);
    return text.includes('+PONG\r\n');
  },
};
