import type { Flow, Service } from '../flow/flow.ts';
import type { Step } from '../steps/step.ts';

/**
 * An event that must not get lost. The order and the event it owes are kept by one `set`: there is no moment at which one of
 * them exists without the other. What is owed is handed over until somebody has said yes, or it lies among the dead letters.
 */

const gateway: Service = {
  name: 'api-gateway',
  position: { x: 0, y: 60 },
  replicas: 1,
  listeners: { web: { transport: 'http' } },
  handlers: {
    createOrder: {
      on: { http: 'POST /orders' },
      steps: [
        { do: 'send', wire: 'orders', pattern: { cmd: 'create_order' }, data: 'body', as: 'order' },
        { do: 'reply', value: 'order' },
      ],
    },
    getOrders: {
      on: { http: 'GET /orders' },
      steps: [
        {
          do: 'send',
          wire: 'orders',
          pattern: { cmd: 'get_orders' },
          data: '{ page: Number(query.page || 1), limit: Number(query.limit || 10) }',
          as: 'orders',
        },
        { do: 'reply', value: 'orders' },
      ],
    },
    sweep: {
      on: { http: 'POST /outbox' },
      steps: [
        { do: 'send', wire: 'orders', pattern: { cmd: 'sweep_outbox' }, as: 'swept' },
        { do: 'reply', value: 'swept' },
      ],
    },
  },
};

const orders: Service = {
  name: 'orders',
  position: { x: 340, y: 60 },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    create: {
      on: { message: { cmd: 'create_order' } },
      steps: [
        { do: 'set', key: 'order:${id}', value: "{ id, email: data.email, event: 'waiting' }" },
        { do: 'emit', wire: 'relay', pattern: 'event_waiting', data: '{ orderId: id, email: data.email }' },
        { do: 'reply', value: '{ id }' },
      ],
    },
    settle: {
      on: { message: { cmd: 'settle_event' } },
      steps: [
        { do: 'get', key: 'order:${data.orderId}', as: 'order' },
        { do: 'set', key: 'order:${data.orderId}', value: '{ ...order, event: data.event }' },
        { do: 'reply', value: '{ orderId: data.orderId, event: data.event }' },
      ],
    },
    sweep: {
      on: { message: { cmd: 'sweep_outbox' } },
      steps: [
        {
          do: 'get',
          key: "${Object.keys(state).find(key => state[key].event === 'waiting') || 'nothing'}",
          as: 'order',
        },
        {
          do: 'when',
          condition: 'order',
          then: [
            {
              do: 'send',
              wire: 'relay',
              pattern: { cmd: 'relay_event' },
              data: '{ orderId: order.id, email: order.email }',
              as: 'settled',
            },
            { do: 'reply', value: 'settled' },
          ],
          else: [{ do: 'reply', value: "{ event: 'none waiting' }" }],
        },
      ],
    },
    list: {
      on: { message: { cmd: 'get_orders' } },
      steps: [
        { do: 'reply', value: 'Object.values(state).slice((data.page - 1) * data.limit, data.page * data.limit)' },
      ],
    },
  },
};

/** Sends, because an emit would not know whether anybody has taken it; then tells orders what became of it. */
const relayEvent: Step[] = [
  {
    do: 'attempt',
    steps: [
      {
        do: 'send',
        wire: 'notifications',
        pattern: { cmd: 'order_created' },
        data: '{ orderId: data.orderId, email: data.email }',
        as: 'taken',
      },
    ],
    catch: [{ do: 'log', value: '{ deadLettered: data.orderId, reason: error.message }' }],
  },
  {
    do: 'send',
    wire: 'settled',
    pattern: { cmd: 'settle_event' },
    data: "{ orderId: data.orderId, event: taken ? 'sent' : 'dead-lettered' }",
    as: 'settled',
  },
];

const relay: Service = {
  name: 'relay',
  position: { x: 700, y: 60 },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    waiting: { on: { event: 'event_waiting' }, steps: relayEvent },
    relay: { on: { message: { cmd: 'relay_event' } }, steps: [...relayEvent, { do: 'reply', value: 'settled' }] },
  },
};

const notifications: Service = {
  name: 'notifications',
  position: { x: 1080, y: 60 },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    created: {
      on: { message: { cmd: 'order_created' } },
      steps: [
        { do: 'delay', ms: 5, jitterMs: 5 },
        {
          do: 'when',
          condition: '!data.email',
          then: [{ do: 'throw', error: 'rpc', status: 422, message: 'Order ${data.orderId} has no address' }],
        },
        { do: 'set', key: 'mail:${data.orderId}', value: '{ orderId: data.orderId, to: data.email }' },
        { do: 'reply', value: '{ mailed: data.email }' },
      ],
    },
    list: {
      on: { message: { cmd: 'get_mails' } },
      steps: [
        {
          do: 'reply',
          value: "data.orderIds.map(orderId => ({ orderId, isMailed: Boolean(state['mail:' + orderId]) }))",
        },
      ],
    },
  },
};

/** An outbox in the store of the one who owes the event, a relay that empties it, and dead letters for what nobody takes. */
export const outbox: Flow = {
  version: 1,
  name: 'Outbox and dead letters',
  services: { gateway, orders, relay, notifications },
  brokers: {},
  wires: {
    orders: { name: 'ORDERS', from: 'gateway', to: 'orders', policies: { timeout: { ms: 5000 } } },
    relay: { name: 'RELAY', from: 'orders', to: 'relay', policies: { timeout: { ms: 4000 } } },
    settled: {
      name: 'ORDERS',
      from: 'relay',
      to: 'orders',
      policies: { retry: { attempts: 3, initialMs: 30, maxMs: 200 }, timeout: { ms: 400 } },
    },
    notifications: {
      name: 'NOTIFICATIONS',
      from: 'relay',
      to: 'notifications',
      policies: {
        deadLetter: {},
        retry: { attempts: 3, initialMs: 50, maxMs: 300 },
        timeout: { ms: 400 },
        idempotency: true,
      },
    },
  },
  drivers: {
    buyer: {
      name: 'buyer',
      position: { x: -320, y: -60 },
      to: 'gateway',
      request: 'POST /orders',
      data: "{ email: 'ada@example.com' }",
      perSecond: 0,
    },
    stranger: {
      name: 'buyer without address',
      position: { x: -320, y: 70 },
      to: 'gateway',
      request: 'POST /orders',
      data: '{}',
      perSecond: 0,
    },
    sweeper: {
      name: 'sweeper',
      position: { x: -320, y: 200 },
      to: 'gateway',
      request: 'POST /outbox',
      perSecond: 0,
    },
    reader: {
      name: 'reader',
      position: { x: -320, y: 330 },
      to: 'gateway',
      request: 'GET /orders?limit=100',
      perSecond: 0,
    },
  },
  externals: {},
  notes: {
    hint: {
      text: [
        '**Break it:** kill **notifications**, or put `throw_error` on it: three attempts, then a *dead letter*. Mend it and send the letter again. The *buyer without address* is refused for good (422): a dead letter at once.',
        '**Break the relay:** kill it, let the *buyer* send. His event waits in the store of **orders** (*reader* shows it); start the relay and let the *sweeper* send.',
        '**Always true:** each event is mailed, or a dead letter, or still waiting in the outbox.',
      ].join('\n\n'),
      position: { x: 0, y: 330 },
      size: { width: 620, height: 210 },
    },
  },
};
