import type { Handler, Service } from '#shared/flow/flow.ts';
import { triggerText } from '#shared/flow/checks/services.ts';

/** A handler to begin with: something that the service's listeners can bring, under a name that is free, with an answer. */
export function newHandler(service: Pick<Service, 'listeners' | 'handlers'>): Handler {
  const isHttpOnly = Object.values(service.listeners).every(({ transport }) => transport === 'http');
  const hasListener = Object.keys(service.listeners).length > 0;
  const taken = new Set(Object.values(service.handlers).map(({ on }) => triggerText(on)));
  for (let count = 1; ; count += 1) {
    const word = count === 1 ? 'hello' : `hello${count}`;
    const on = isHttpOnly && hasListener ? { http: `GET /${word}` } : { message: { cmd: word } };
    if (!taken.has(triggerText(on))) return { on, steps: [{ do: 'reply', value: "'hello'" }] };
  }
}
