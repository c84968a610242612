import type { Flow, Handler } from '../flow/flow.ts';

/** A route of the gateway that asks `orders` and answers what it gets. */
const ask = (route: string, cmd: string, data: string): Handler => ({
  on: { http: route },
  steps: [
    { do: 'send', wire: 'orders', pattern: { cmd }, data, as: 'answer' },
    { do: 'reply', value: 'answer' },
  ],
});

const driver = (name: string, y: number, request: string) => ({
  name,
  position: { x: -340, y },
  to: 'gateway',
  request,
  perSecond: 0,
});

/** A hybrid service that throws all there is to throw, with a global filter and a pipe that its microservice inherits. */
export const exceptions: Flow = {
  version: 1,
  name: 'Exceptions on their way',
  services: {
    gateway: {
      name: 'api-gateway',
      position: { x: 0, y: 0 },
      replicas: 1,
      listeners: { web: { transport: 'http' } },
      handlers: {
        error: ask('GET /orders/broken', 'broken', '{}'),
        rpc: ask('GET /orders/unpaid', 'unpaid', '{}'),
        http: ask('GET /orders/:id', 'get_order', '{ id: params.id }'),
        create: ask('POST /orders', 'create_order', 'body'),
      },
    },
    orders: {
      name: 'orders',
      position: { x: 440, y: 0 },
      replicas: 1,
      listeners: { tcp: { transport: 'tcp' }, web: { transport: 'http' } },
      inheritAppConfig: true,
      filter: 'keepMessage',
      validation: true,
      handlers: {
        broken: {
          on: { message: { cmd: 'broken' } },
          steps: [{ do: 'throw', error: 'error', message: 'The database is on fire' }],
        },
        unpaid: {
          on: { message: { cmd: 'unpaid' } },
          steps: [{ do: 'throw', error: 'rpc', status: 402, message: 'Card declined' }],
        },
        get: {
          on: { message: { cmd: 'get_order' } },
          steps: [{ do: 'throw', error: 'http', status: 404, message: 'No order ${data.id}' }],
        },
        create: {
          on: { message: { cmd: 'create_order' } },
          expects: { userId: 'string', items: 'array' },
          steps: [{ do: 'reply', value: '{ id, userId: data.userId, items: data.items.length }' }],
        },
        createOverHttp: {
          on: { http: 'POST /orders' },
          expects: { userId: 'string', items: 'array' },
          steps: [{ do: 'reply', value: '{ id, userId: body.userId, items: body.items.length }' }],
        },
      },
    },
  },
  brokers: {},
  wires: { orders: { name: 'ORDERS', from: 'gateway', to: 'orders', policies: { timeout: { ms: 2000 } } } },
  drivers: {
    error: driver('plain Error', -180, 'GET /orders/broken'),
    rpc: driver('RpcException', -60, 'GET /orders/unpaid'),
    http: driver('HttpException', 60, 'GET /orders/o1'),
    invalid: { ...driver('order without items', 180, 'POST /orders'), data: "{ userId: 'u1' }" },
  },
  externals: {},
  notes: {
    howTo: {
      text: 'Send something, choose the message to **orders** and read its *X-ray*. Then switch *Inherits app config* of **orders** off, and send it again: filter and pipe reach HTTP only.',
      position: { x: 400, y: 330 },
      size: { width: 330, height: 130 },
    },
  },
};
