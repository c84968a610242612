import type { Flow, Service } from '../flow/flow.ts';
import type { Policies } from '../policies/policies.ts';
import type { Step } from '../steps/step.ts';

/**
 * The order saga for bad days. What was asked and not answered may still happen, so it is undone all the same; what is undone
 * leaves a mark, so that a request that comes late finds that it is not wanted any more.
 */

const patient: Policies = {
  retry: { attempts: 4, initialMs: 40, maxMs: 300 },
  timeout: { ms: 400 },
  idempotency: true,
};

const gateway: Service = {
  name: 'api-gateway',
  position: { x: 0, y: 100 },
  replicas: 1,
  listeners: { web: { transport: 'http' } },
  handlers: {
    createOrder: {
      on: { http: 'POST /orders' },
      steps: [
        { do: 'send', wire: 'orders', pattern: { cmd: 'create_order' }, data: 'body', as: 'order' },
        {
          do: 'when',
          condition: "order.status === 'confirmed'",
          then: [{ do: 'reply', value: 'order' }],
          else: [
            {
              do: 'throw',
              error: 'http',
              status: 409,
              message: 'Order ${order.id} is ${order.status}: ${order.reason}',
            },
          ],
        },
      ],
    },
    getOrder: {
      on: { http: 'GET /orders/:id' },
      steps: [
        { do: 'send', wire: 'orders', pattern: { cmd: 'get_order' }, data: '{ orderId: params.id }', as: 'order' },
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
    cancelOrder: {
      on: { http: 'DELETE /orders/:id' },
      steps: [
        { do: 'send', wire: 'orders', pattern: { cmd: 'cancel_order' }, data: '{ orderId: params.id }', as: 'order' },
        { do: 'reply', value: 'order' },
      ],
    },
  },
};

/** Undoes everything in reverse order. What cannot be undone now is recorded, and the others go on. */
function undoAll(orderId: string): Step[] {
  const undo = (wire: string, cmd: string, as: string): Step => ({
    do: 'attempt',
    steps: [{ do: 'send', wire, pattern: { cmd }, data: `{ orderId: ${orderId} }`, as }],
    catch: [{ do: 'log', value: `{ compensationFailed: '${cmd}', orderId: ${orderId}, reason: error.message }` }],
  });
  return [undo('payments', 'refund_payment', 'refund'), undo('inventory', 'release_inventory', 'release')];
}

/** `undoing` until all of it is undone. */
const undone = "refund && release ? 'cancelled' : 'undoing'";

const orders: Service = {
  name: 'orders',
  position: { x: 340, y: 100 },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    create: {
      on: { message: { cmd: 'create_order' } },
      steps: [
        { do: 'set', key: 'order:${id}', value: "{ id, items: data.items, status: 'pending' }" },
        {
          do: 'attempt',
          steps: [
            {
              do: 'send',
              wire: 'inventory',
              pattern: { cmd: 'reserve_inventory' },
              data: '{ orderId: id, items: data.items }',
              as: 'stock',
            },
            {
              do: 'send',
              wire: 'payments',
              pattern: { cmd: 'process_payment' },
              data: '{ orderId: id, amount: stock.total }',
              as: 'payment',
            },
            {
              do: 'set',
              key: 'order:${id}',
              value: "{ id, items: data.items, status: 'confirmed', paymentId: payment.paymentId }",
            },
            { do: 'emit', wire: 'events', pattern: 'order_completed', data: '{ orderId: id }' },
          ],
          catch: [
            ...undoAll('id'),
            {
              do: 'set',
              key: 'order:${id}',
              value: `{ id, items: data.items, status: ${undone}, reason: error.message }`,
            },
            { do: 'emit', wire: 'events', pattern: 'order_failed', data: '{ orderId: id, reason: error.message }' },
          ],
        },
        { do: 'get', key: 'order:${id}', as: 'order' },
        { do: 'reply', value: 'order' },
      ],
    },
    cancel: {
      on: { message: { cmd: 'cancel_order' } },
      steps: [
        { do: 'get', key: 'order:${data.orderId}', as: 'order' },
        {
          do: 'when',
          condition: "order && order.status !== 'pending'",
          then: [
            { do: 'set', key: 'order:${data.orderId}', value: "{ ...order, status: 'undoing' }" },
            ...undoAll('data.orderId'),
            { do: 'set', key: 'order:${data.orderId}', value: `{ ...order, status: ${undone} }` },
            { do: 'reply', value: `{ id: order.id, status: ${undone} }` },
          ],
          else: [{ do: 'throw', error: 'rpc', status: 409, message: 'Order ${data.orderId} cannot be cancelled now' }],
        },
      ],
    },
    find: {
      on: { message: { cmd: 'get_order' } },
      steps: [
        { do: 'get', key: 'order:${data.orderId}', as: 'order' },
        {
          do: 'when',
          condition: 'order',
          then: [
            {
              do: 'send',
              wire: 'payments',
              pattern: { cmd: 'get_payments' },
              data: '{ orderIds: [order.id] }',
              as: 'payments',
            },
            { do: 'reply', value: '{ ...order, payment: payments[0] }' },
          ],
          else: [{ do: 'throw', error: 'rpc', status: 404, message: 'Order ${data.orderId} not found' }],
        },
      ],
    },
    list: {
      on: { message: { cmd: 'get_orders' } },
      steps: [
        {
          do: 'reply',
          value:
            'Object.values(state).slice((data.page - 1) * data.limit, data.page * data.limit).map(order => ({ id: order.id, status: order.status }))',
        },
      ],
    },
  },
};

const inventory: Service = {
  name: 'inventory',
  position: { x: 760, y: 200 },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    reserve: {
      on: { message: { cmd: 'reserve_inventory' } },
      steps: [
        { do: 'delay', ms: 5, jitterMs: 5 },
        {
          do: 'when',
          condition: 'data.items.some(item => item.quantity > 100)',
          then: [{ do: 'throw', error: 'rpc', status: 409, message: 'Out of stock' }],
        },
        { do: 'set', key: 'reserved:${data.orderId}', value: 'data.items' },
        {
          do: 'reply',
          value: '{ total: data.items.reduce((sum, item) => sum + item.quantity * (item.price || 25), 0) }',
        },
      ],
    },
    release: {
      on: { message: { cmd: 'release_inventory' } },
      steps: [
        { do: 'set', key: 'released:${data.orderId}', value: 'true' },
        { do: 'reply', value: '{ released: true }' },
      ],
    },
    list: {
      on: { message: { cmd: 'get_reservations' } },
      steps: [
        {
          do: 'reply',
          value:
            "data.orderIds.map(orderId => ({ orderId, isReserved: Boolean(state['reserved:' + orderId] && !state['released:' + orderId]) }))",
        },
      ],
    },
  },
};

const payments: Service = {
  name: 'payments',
  position: { x: 760, y: -60 },
  replicas: 1,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    process: {
      on: { message: { cmd: 'process_payment' } },
      steps: [
        { do: 'delay', ms: 15, jitterMs: 10 },
        {
          do: 'when',
          condition: 'data.amount > 1000',
          then: [{ do: 'throw', error: 'rpc', status: 402, message: 'Card declined' }],
        },
        { do: 'get', key: 'refund:${data.orderId}', as: 'refund' },
        {
          do: 'when',
          condition: 'refund',
          then: [{ do: 'throw', error: 'rpc', status: 409, message: 'Order ${data.orderId} was cancelled' }],
        },
        { do: 'get', key: 'charge:${data.orderId}', as: 'charge' },
        {
          do: 'set',
          key: 'charge:${data.orderId}',
          value: '{ paymentId: id, amount: data.amount, times: charge ? charge.times + 1 : 1 }',
        },
        { do: 'reply', value: '{ paymentId: id }' },
      ],
    },
    refund: {
      on: { message: { cmd: 'refund_payment' } },
      steps: [
        { do: 'set', key: 'refund:${data.orderId}', value: '{ refundId: id }' },
        { do: 'reply', value: '{ refundId: id }' },
      ],
    },
    list: {
      on: { message: { cmd: 'get_payments' } },
      steps: [
        {
          do: 'reply',
          value:
            "data.orderIds.map(orderId => ({ orderId, isCharged: Boolean(state['charge:' + orderId] && !state['refund:' + orderId]), times: state['charge:' + orderId]?.times || 0 }))",
        },
      ],
    },
  },
};

const notifications: Service = {
  name: 'notifications',
  position: { x: 1100, y: 470 },
  replicas: 2,
  listeners: { events: { transport: 'redis', broker: 'redis' } },
  handlers: {
    completed: { on: { event: 'order_completed' }, steps: [{ do: 'log', value: 'data.orderId' }] },
    failed: { on: { event: 'order_failed' }, steps: [{ do: 'log', value: 'data.reason' }] },
  },
};

/** The order saga, with wires and compensations that keep the books right while payments fail, dawdle or say nothing. */
export const sagaThatUndoes: Flow = {
  version: 1,
  name: 'Saga that undoes',
  services: { gateway, orders, inventory, payments, notifications },
  brokers: { redis: { name: 'redis', transport: 'redis', position: { x: 760, y: 470 } } },
  wires: {
    orders: { name: 'ORDERS', from: 'gateway', to: 'orders', policies: { timeout: { ms: 8000 } } },
    inventory: { name: 'INVENTORY', from: 'orders', to: 'inventory', policies: patient },
    payments: { name: 'PAYMENTS', from: 'orders', to: 'payments', policies: patient },
    events: { name: 'EVENTS', from: 'orders', to: 'redis' },
  },
  drivers: {
    buyer: {
      name: 'buyer',
      position: { x: -320, y: 20 },
      to: 'gateway',
      request: 'POST /orders',
      data: "{ items: [{ sku: 'book', quantity: 2 }] }",
      perSecond: 0,
    },
    spender: {
      name: 'big spender',
      position: { x: -320, y: 150 },
      to: 'gateway',
      request: 'POST /orders',
      data: "{ items: [{ sku: 'piano', quantity: 1, price: 4000 }] }",
      perSecond: 0,
    },
    books: {
      name: 'bookkeeper',
      position: { x: -320, y: 280 },
      to: 'gateway',
      request: 'GET /orders?limit=100',
      perSecond: 0,
    },
  },
  externals: {},
  notes: {
    hint: {
      text: [
        '**Break it:** put `throw_error`, `slow` (600 ms) or `never_reply` with rate 0.5 on **payments**, and let the *buyer* go on at 5 per second.',
        '**Look at** the attempts below one call, `replayed` where a repeated call runs no second time, and refund and release after the last attempt. With everything broken an order stays `undoing`: `DELETE /orders/:id` undoes it later.',
        '**Always true:** no order is both cancelled and charged, none is charged twice. Switch off *idempotency* on PAYMENTS, slow it down, and it is true no more.',
      ].join('\n\n'),
      position: { x: -320, y: 450 },
      size: { width: 620, height: 230 },
    },
  },
};
