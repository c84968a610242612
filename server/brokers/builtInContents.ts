import type { ChildProcess } from 'node:child_process';
import type { BrokerContents } from '#shared/brokerContents.ts';
import type { FromParent, ToParent } from './built-in/toParent.ts';
import { withDeadline } from './deadline.ts';

const answerMs = 2000;

/** Asks the process of a built-in broker what it holds. `parse` reads its messages; one that stands still does not answer in time. */
export function contentsOf(child: ChildProcess, parse: (message: unknown) => ToParent): () => Promise<BrokerContents> {
  let asked = 0;
  return async () => {
    asked += 1;
    const question: FromParent = { ask: asked };
    let hear: ((message: unknown) => void) | undefined;
    const answer = new Promise<BrokerContents>((resolve, reject) => {
      hear = (message) => {
        const heard = parse(message);
        if (heard.type === 'contents' && heard.ask === question.ask) resolve(heard.contents);
      };
      child.on('message', hear);
      child.send(question, (error) => error !== null && reject(error));
    });
    try {
      return await withDeadline(answer, answerMs, () => new Error(`no answer after ${answerMs / 1000} s`));
    } finally {
      if (hear !== undefined) child.off('message', hear);
    }
  };
}
