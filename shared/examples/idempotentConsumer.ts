import type { Flow, Service } from '../flow/flow.ts';

/**
 * At least once means: sometimes twice. Two consumers that do not mind. Payments looks into its own books, by the id that
 * the buyer gave to the order; notifications does not look, its wire carries an idempotency key.
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
        {
          do: 'send',
          wire: 'orders',
          pattern: { cmd: 'create_order' },
          data: '{ orderId: body.orderId || id, amount: body.amount || 50 }',
          as: 'order',
        },
        { do: 'reply', value: 'order' },
      ],
    },
    getOrder: {
      on: { http: 'GET /orders/:id' },
      steps: [
        { do: 'send', wire: 'orders', pattern: { cmd: 'get_order' }, data: '{ orderId: params.id }', as: 'order' },
        { do: 'reply', value: 'order' },
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
        { do: 'send', wire: 'payments', pattern: { cmd: 'process_payment' }, data: 'data', as: 'payment' },
        {
          do: 'send',
          wire: 'notifications',
          pattern: { cmd: 'send_receipt' },
          data: '{ orderId: data.orderId, paymentId: payment.paymentId }',
          as: 'receipt',
        },
        { do: 'reply', value: '{ id: data.orderId, paymentId: payment.paymentId, receiptId: receipt.receiptId }' },
      ],
    },
    find: {
      on: { message: { cmd: 'get_order' } },
      steps: [
        {
          do: 'parallel',
          branches: [
            [{ do: 'send', wire: 'payments', pattern: { cmd: 'get_payment' }, data: 'data', as: 'payment' }],
            [{ do: 'send', wire: 'notifications', pattern: { cmd: 'get_receipts' }, data: 'data', as: 'receipts' }],
          ],
        },
        {
          do: 'reply',
          value: '{ id: data.orderId, payment: payment.payment, balance: payment.balance, receipts: receipts.times }',
        },
      ],
    },
  },
};

const payments: Service = {
  name: 'payments',
  position: { x: 760, y: -80 },
  replicas: 2,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    process: {
      on: { message: { cmd: 'process_payment' } },
      steps: [
        { do: 'delay', ms: 10, jitterMs: 10 },
        // The first one stays. Looking first and setting then would let two through that come at the same time.
        {
          do: 'set',
          key: 'payment:${data.orderId}',
          value: "state['payment:' + data.orderId] || { paymentId: id, amount: data.amount }",
        },
        { do: 'get', key: 'payment:${data.orderId}', as: 'payment' },
        {
          do: 'when',
          condition: 'payment.paymentId === id',
          then: [{ do: 'set', key: 'balance', value: '(state.balance || 0) + data.amount' }],
        },
        { do: 'reply', value: 'payment' },
      ],
    },
    find: {
      on: { message: { cmd: 'get_payment' } },
      steps: [
        { do: 'get', key: 'payment:${data.orderId}', as: 'payment' },
        { do: 'get', key: 'balance', as: 'balance' },
        { do: 'reply', value: '{ payment: payment || null, balance: balance || 0 }' },
      ],
    },
  },
};

const notifications: Service = {
  name: 'notifications',
  position: { x: 760, y: 200 },
  replicas: 2,
  listeners: { tcp: { transport: 'tcp' } },
  handlers: {
    receipt: {
      on: { message: { cmd: 'send_receipt' } },
      steps: [
        { do: 'delay', ms: 5, jitterMs: 5 },
        { do: 'get', key: 'receipts:${data.orderId}', as: 'times' },
        { do: 'set', key: 'receipts:${data.orderId}', value: '(times || 0) + 1' },
        { do: 'reply', value: '{ receiptId: id }' },
      ],
    },
    find: {
      on: { message: { cmd: 'get_receipts' } },
      steps: [
        { do: 'get', key: 'receipts:${data.orderId}', as: 'times' },
        { do: 'reply', value: '{ times: times || 0 }' },
      ],
    },
  },
};

/** Retried calls and double clicks, and two consumers for whom a message that comes twice is one message. */
export const idempotentConsumer: Flow = {
  version: 1,
  name: 'Idempotent consumer',
  services: { gateway, orders, payments, notifications },
  brokers: {},
  wires: {
    orders: { name: 'ORDERS', from: 'gateway', to: 'orders', policies: { timeout: { ms: 8000 } } },
    payments: {
      name: 'PAYMENTS',
      from: 'orders',
      to: 'payments',
      policies: { retry: { attempts: 5, initialMs: 30, maxMs: 200 }, timeout: { ms: 300 } },
    },
    notifications: {
      name: 'NOTIFICATIONS',
      from: 'orders',
      to: 'notifications',
      policies: { retry: { attempts: 5, initialMs: 30, maxMs: 200 }, timeout: { ms: 300 }, idempotency: true },
    },
  },
  drivers: {
    buyer: {
      name: 'buyer',
      position: { x: -320, y: -60 },
      to: 'gateway',
      request: 'POST /orders',
      data: '{ amount: 50 }',
      perSecond: 0,
    },
    impatient: {
      name: 'impatient buyer',
      position: { x: -320, y: 70 },
      to: 'gateway',
      request: 'POST /orders',
      data: "{ orderId: 'order-1', amount: 50 }",
      perSecond: 0,
    },
    reader: {
      name: 'reader',
      position: { x: -320, y: 200 },
      to: 'gateway',
      request: 'GET /orders/order-1',
      perSecond: 0,
    },
  },
  externals: {},
  notes: {
    hint: {
      text: [
        '**Break it:** `throw_error` with leg *reply* and rate 0.5 on **payments** and **notifications**: the work is done, the answer is lost, the wire asks again.',
        '**Look at** the *reader*: after any number of clicks on *impatient buyer* `order-1` is paid once. Receipts are one for each click, however often a call was repeated: `replayed` says so.',
        '**Then** switch off *idempotency* on NOTIFICATIONS and count the receipts. A key knows the attempts of one call; only the books know that two clicks are one order.',
      ].join('\n\n'),
      position: { x: 0, y: 380 },
      size: { width: 620, height: 220 },
    },
  },
};
