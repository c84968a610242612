import type { Flow, Service } from '../flow/flow.ts';
import { ask } from './worked/gatewaySteps.ts';
import { ordersService } from './worked/orders.ts';
import { inventoryService, paymentsService } from './worked/stockAndMoney.ts';
import { userRoutes } from './worked/userRoutes.ts';
import { usersService } from './worked/users.ts';

const gateway: Service = {
  name: 'api-gateway',
  position: { x: 0, y: 60 },
  replicas: 1,
  listeners: { web: { transport: 'http' } },
  handlers: {
    createOrder: {
      on: { http: 'POST /orders' },
      steps: ask('orders', { cmd: 'create_order', data: 'body' }),
    },
    getOrder: {
      on: { http: 'GET /orders/:id' },
      steps: ask('orders', { cmd: 'get_order', data: '{ orderId: params.id }' }),
    },
    ...userRoutes,
  },
};

const notifications: Service = {
  name: 'notifications',
  position: { x: 866, y: 110 },
  replicas: 2,
  listeners: { events: { transport: 'redis', broker: 'redis' } },
  handlers: {
    joined: { on: { event: 'user_created' }, steps: [{ do: 'log', value: 'data.userId' }] },
    created: { on: { event: 'order_created' }, steps: [{ do: 'log', value: 'data.orderId' }] },
    paid: { on: { event: 'payment_completed' }, steps: [{ do: 'log', value: 'data.orderId' }] },
    declined: { on: { event: 'payment_failed' }, steps: [{ do: 'log', value: 'data.reason' }] },
  },
};

const audit: Service = {
  name: 'audit',
  position: { x: 866, y: 318 },
  replicas: 1,
  listeners: { events: { transport: 'redis', broker: 'redis' } },
  handlers: {
    completed: {
      on: { event: 'order_completed' },
      steps: [{ do: 'set', key: 'order:${data.orderId}', value: "'completed'" }],
    },
    failed: {
      on: { event: 'order_failed' },
      steps: [{ do: 'set', key: 'order:${data.orderId}', value: 'data.reason' }],
    },
    changed: {
      on: { event: 'order_status_changed' },
      steps: [{ do: 'set', key: 'order:${data.orderId}', value: 'data.status' }],
    },
  },
};

/** The order saga with compensation, orchestrated by the orders service: the worked system of every NestJS guide. */
export const orderSaga: Flow = {
  version: 1,
  name: 'Order saga',
  services: {
    gateway,
    orders: ordersService({ x: 294, y: 0 }),
    users: usersService({ x: 294, y: 300 }, { replicas: 2, events: 'userEvents' }),
    payments: paymentsService({ x: 610, y: -60 }),
    inventory: inventoryService({ x: 610, y: 96 }),
    notifications,
    audit,
  },
  brokers: { redis: { name: 'redis', transport: 'redis', position: { x: 580, y: 330 } } },
  wires: {
    orders: { name: 'ORDERS', from: 'gateway', to: 'orders', policies: { timeout: { ms: 5000 } } },
    users: { name: 'USERS', from: 'gateway', to: 'users', policies: { timeout: { ms: 5000 } } },
    ordersUsers: { name: 'USERS', from: 'orders', to: 'users', policies: { timeout: { ms: 2000 } } },
    inventory: { name: 'INVENTORY', from: 'orders', to: 'inventory', policies: { timeout: { ms: 2000 } } },
    payments: { name: 'PAYMENTS', from: 'orders', to: 'payments', policies: { timeout: { ms: 2000 } } },
    events: { name: 'EVENTS', from: 'orders', to: 'redis' },
    userEvents: { name: 'EVENTS', from: 'users', to: 'redis' },
    moneyEvents: { name: 'EVENTS', from: 'payments', to: 'redis' },
  },
  drivers: {
    buyer: {
      name: 'buyer',
      position: { x: -195, y: 60 },
      to: 'gateway',
      request: 'POST /orders',
      data: "{ userId: 'u1', items: [{ sku: 'book', quantity: 2 }] }",
      perSecond: 0,
    },
    spender: {
      name: 'big spender',
      position: { x: -195, y: 180 },
      to: 'gateway',
      request: 'POST /orders',
      data: "{ userId: 'u1', items: [{ sku: 'piano', quantity: 1, price: 4000 }] }",
      perSecond: 0,
    },
  },
  externals: {},
  notes: {},
};
