import { flowSchema } from '#shared/flow/flow.ts';

const position = { x: 0, y: 0 };

/** Services that call each other by gRPC: alone, beside TCP, with streams, errors, deadlines and retries. */
export const grpcFlow = flowSchema.parse({
  version: 1,
  name: 'gRPC',
  services: {
    gateway: {
      name: 'gateway',
      position,
      listeners: { http: { transport: 'http' } },
      handlers: {
        order: {
          on: { http: 'GET /orders/:id' },
          steps: [
            { do: 'send', wire: 'orders', pattern: 'get_order', data: 'params.id', as: 'order' },
            { do: 'reply', value: 'order' },
          ],
        },
        prices: {
          on: { http: 'GET /prices' },
          steps: [
            { do: 'send', wire: 'orders', pattern: 'prices', data: '[1, null, { a: true }]', as: 'prices' },
            { do: 'reply', value: 'prices' },
          ],
        },
        slow: { on: { http: 'GET /slow' }, steps: [{ do: 'send', wire: 'impatient', pattern: 'slow', as: 'x' }] },
        unknown: { on: { http: 'GET /unknown' }, steps: [{ do: 'send', wire: 'orders', pattern: 'nobody', as: 'x' }] },
        charge: {
          on: { http: 'POST /charges' },
          steps: [
            { do: 'send', wire: 'payments', pattern: { cmd: 'charge' }, data: 'body', as: 'paid' },
            { do: 'reply', value: 'paid' },
          ],
        },
      },
    },
    orders: {
      name: 'orders',
      position,
      listeners: { grpc: { transport: 'grpc' } },
      handlers: {
        get: {
          on: { message: 'get_order' },
          steps: [
            {
              do: 'when',
              condition: "data === 'none'",
              then: [{ do: 'throw', error: 'rpc', code: 5, message: 'No order ${data}' }],
            },
            { do: 'reply', value: '{ id: data, pattern: meta.pattern }' },
          ],
        },
        prices: { on: { message: 'prices' }, steps: [{ do: 'stream', value: '[index, data]', count: 3 }] },
        slow: {
          on: { message: 'slow' },
          steps: [
            { do: 'delay', ms: 5000 },
            { do: 'reply', value: '1' },
          ],
        },
      },
    },
    payments: {
      name: 'payments',
      position,
      listeners: { grpc: { transport: 'grpc' }, tcp: { transport: 'tcp' } },
      handlers: {
        charge: {
          on: { message: { cmd: 'charge' } },
          steps: [
            { do: 'get', key: 'runs', as: 'runs' },
            { do: 'set', key: 'runs', value: '(runs ?? 0) + 1' },
            { do: 'reply', value: '{ amount: data.amount, runs: (runs ?? 0) + 1 }' },
          ],
        },
      },
    },
  },
  wires: {
    orders: { name: 'ORDERS', from: 'gateway', to: 'orders', policies: { timeout: { ms: 10_000 } } },
    impatient: { name: 'IMPATIENT', from: 'gateway', to: 'orders', policies: { timeout: { ms: 200 } } },
    payments: {
      name: 'PAYMENTS',
      from: 'gateway',
      to: 'payments',
      policies: { retry: { attempts: 3, initialMs: 10, maxMs: 50 }, idempotency: true, timeout: { ms: 10_000 } },
    },
  },
  drivers: Object.fromEntries(
    Object.entries({
      one: 'GET /orders/7',
      none: 'GET /orders/none',
      many: 'GET /prices',
      late: 'GET /slow',
      nobody: 'GET /unknown',
    }).map(([id, request]) => [id, { name: id, position, to: 'gateway', request }]),
  ),
});
