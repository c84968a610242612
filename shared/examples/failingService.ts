import type { Flow } from '../flow/flow.ts';

/** A service that is slower than its caller is patient, one that throws, and one that never answers. */
export const failingService: Flow = {
  version: 1,
  name: 'Failing service with timeout',
  services: {
    gateway: {
      name: 'api-gateway',
      position: { x: 0, y: 0 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        slow: {
          on: { http: 'GET /slow' },
          steps: [
            { do: 'send', wire: 'payments', pattern: { cmd: 'slow' }, data: '{}', as: 'answer' },
            { do: 'reply', value: 'answer' },
          ],
        },
        broken: {
          on: { http: 'GET /broken' },
          steps: [
            { do: 'send', wire: 'payments', pattern: { cmd: 'broken' }, data: '{}', as: 'answer' },
            { do: 'reply', value: 'answer' },
          ],
        },
        declined: {
          on: { http: 'GET /declined' },
          steps: [
            { do: 'send', wire: 'payments', pattern: { cmd: 'declined' }, data: '{}', as: 'answer' },
            { do: 'reply', value: 'answer' },
          ],
        },
      },
    },
    payments: {
      name: 'payments',
      position: { x: 440, y: 0 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' } },
      handlers: {
        slow: {
          on: { message: { cmd: 'slow' } },
          steps: [
            { do: 'delay', ms: 2000 },
            { do: 'reply', value: "'done, but nobody waits any more'" },
          ],
        },
        broken: {
          on: { message: { cmd: 'broken' } },
          steps: [{ do: 'throw', error: 'error', message: 'The database is on fire' }],
        },
        declined: {
          on: { message: { cmd: 'declined' } },
          steps: [{ do: 'throw', error: 'rpc', status: 402, message: 'Card declined' }],
        },
      },
    },
  },
  brokers: {},
  wires: { payments: { name: 'PAYMENTS', from: 'gateway', to: 'payments', policies: { timeout: { ms: 1000 } } } },
  drivers: {
    hasty: { name: 'too slow', position: { x: -320, y: -90 }, to: 'gateway', request: 'GET /slow', perSecond: 0 },
    unlucky: { name: 'plain Error', position: { x: -320, y: 30 }, to: 'gateway', request: 'GET /broken', perSecond: 0 },
    broke: {
      name: 'RpcException',
      position: { x: -320, y: 150 },
      to: 'gateway',
      request: 'GET /declined',
      perSecond: 0,
    },
  },
  externals: {},
  notes: {},
};
