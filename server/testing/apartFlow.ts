import { flowSchema, type Flow } from '#shared/flow/flow.ts';

/**
 *   web (http, with the others) ══ WORK, tcp ══▶ worker (own process) ══ TALLY, tcp ══▶ tally (with the others)
 */
const position = { x: 0, y: 0 };
export const work = { cmd: 'work' };

/** A flow whose worker has a process of its own. */
export const apartFlow: Flow = flowSchema.parse({
  version: 1,
  name: 'Own process',
  services: {
    web: {
      name: 'web',
      position,
      listeners: { http: { transport: 'http' } },
      handlers: {
        work: {
          on: { http: 'POST /work' },
          steps: [
            { do: 'send', wire: 'work', pattern: work, data: 'body', as: 'done' },
            { do: 'reply', value: 'done' },
          ],
        },
      },
    },
    worker: {
      name: 'worker',
      position,
      process: 'own',
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        work: {
          on: { message: work },
          steps: [
            { do: 'send', wire: 'tally', pattern: 'count', data: '1', as: 'total' },
            { do: 'reply', value: '({ did: data, total })' },
          ],
        },
        wait: { on: { message: 'wait' }, steps: [{ do: 'delay', ms: 60000 }] },
      },
    },
    tally: {
      name: 'tally',
      position,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        count: {
          on: { message: 'count' },
          steps: [
            { do: 'get', key: 'total', as: 'total' },
            { do: 'set', key: 'total', value: '(total ?? 0) + data' },
            { do: 'reply', value: '(total ?? 0) + data' },
          ],
        },
      },
    },
  },
  wires: {
    work: { name: 'WORK', from: 'web', to: 'worker' },
    tally: { name: 'TALLY', from: 'worker', to: 'tally' },
    direct: { name: 'DIRECT', from: 'web', to: 'tally' },
  },
  drivers: { user: { name: 'User', position, to: 'web', request: 'POST /work', data: '({ job: 1 })' } },
});
