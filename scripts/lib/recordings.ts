import { exceptions } from '#shared/examples/exceptions.ts';
import { failingService } from '#shared/examples/failingService.ts';
import { flowSchema, type Flow, type Service } from '#shared/flow/flow.ts';

/** What `scripts/recordTraces.ts` records: flows, what is broken in them, and when the story is over. */
export interface Recording {
  flow: Flow;
  driver: string;
  /** Bodies of `PUT faults/<id>`, by id. */
  faults?: Record<string, object> | undefined;
  /** A service that is killed before. */
  killed?: string;
  /** How many requests go before the one that is recorded. */
  warmUps?: number;
  /** Recorded when an event of this type has happened, by pattern where that matters. */
  until: { type: string; pattern?: string };
}

interface Parts {
  /** Policies of ORDERS, PAYMENTS and EVENTS. */
  policies?: { orders?: object; payments?: object; events?: object };
  gateway?: readonly object[];
  orders?: readonly object[];
  payments?: readonly object[];
  /** Without a subscriber, nobody receives what orders emits. */
  audit?: readonly object[];
}

const ask = (wire: string, cmd: string): object => ({
  do: 'send',
  wire,
  pattern: { cmd },
  data: '{ amount: 12 }',
  as: 'answer',
});
const reply = { do: 'reply', value: 'answer' };

/** gateway → orders → payments over TCP, and orders → redis → audit. */
function shop({ policies = {}, gateway, orders, payments, audit }: Parts): Flow {
  const box = (name: string, x: number): object => ({ name, position: { x, y: 0 } });
  const wire = (name: string, ends: object, own?: object): object => ({ name, ...ends, ...(own && { policies: own }) });
  const usesRedis = orders?.some((step) => 'wire' in step && step.wire === 'events') === true;
  return flowSchema.parse({
    version: 1,
    name: 'Recorded shop',
    services: {
      gateway: {
        ...box('api-gateway', 0),
        listeners: { web: { transport: 'http' } },
        handlers: { order: { on: { http: 'POST /orders' }, steps: gateway ?? [ask('orders', 'create_order'), reply] } },
      },
      orders: {
        ...box('orders', 300),
        listeners: { tcp: { transport: 'tcp' } },
        handlers: {
          create: { on: { message: { cmd: 'create_order' } }, steps: orders ?? [ask('payments', 'charge'), reply] },
        },
      },
      payments: {
        ...box('payments', 600),
        listeners: { tcp: { transport: 'tcp' } },
        handlers: {
          charge: {
            on: { message: { cmd: 'charge' } },
            steps: payments ?? [{ do: 'reply', value: '{ paid: data.amount }' }],
          },
        },
      },
      ...(audit && {
        audit: {
          ...box('audit', 900),
          listeners: { events: { transport: 'redis', broker: 'redis' } },
          handlers: { created: { on: { event: 'order_created' }, steps: audit } },
        },
      }),
    },
    brokers: usesRedis ? { redis: { ...box('redis', 600), transport: 'redis' } } : {},
    wires: {
      orders: wire('ORDERS', { from: 'gateway', to: 'orders' }, policies.orders),
      payments: wire('PAYMENTS', { from: 'orders', to: 'payments' }, policies.payments),
      ...(usesRedis && { events: wire('EVENTS', { from: 'orders', to: 'redis' }, policies.events) }),
    },
    drivers: { buyer: { ...box('buyer', -300), to: 'gateway', request: 'POST /orders', data: '{ sku: "book" }' } },
  });
}

const buyer = (parts: Parts, more: Partial<Recording> = {}): Recording => ({
  flow: shop(parts),
  driver: 'buyer',
  until: { type: 'completed', pattern: 'POST /orders' },
  ...more,
});
const hasFailed = { until: { type: 'failed', pattern: 'POST /orders' } };
const failing = (driver: string, until: Recording['until']): Recording => ({ flow: failingService, driver, until });
/** A request of the example about exceptions, with other settings of its service. */
const thrownBy = (driver: string, settings: Partial<Service> = {}): Recording => {
  const { orders, ...others } = exceptions.services;
  if (orders === undefined) throw new Error('There is no service "orders".');
  const flow = { ...exceptions, services: { ...others, orders: { ...orders, ...settings } } };
  return {
    flow,
    driver,
    until: { type: 'failed', pattern: exceptions.drivers[driver]?.request ?? '' },
  };
};
const onPayments = (fault: object): Recording['faults'] => ({ broken: { target: { wire: 'payments' }, ...fault } });
const onCharge = (fault: object): Recording['faults'] => ({
  broken: { target: { handler: 'payments.charge' }, ...fault },
});
const emitCreated = [
  { do: 'emit', wire: 'events', pattern: 'order_created', data: '{ id: 7 }' },
  { do: 'reply', value: '{ id: 7 }' },
];
const declined = { kind: 'throw_rpc', status: 402, message: 'Card declined' };
const quickRetry = (attempts: number): object => ({ attempts, initialMs: 20, maxMs: 40 });
const passOn = [{ do: 'attempt', steps: [ask('payments', 'charge'), reply], catch: [{ do: 'throw', error: 'again' }] }];

export const recordings: Record<string, Recording> = {
  fine: buyer({
    payments: [
      { do: 'delay', ms: 40 },
      { do: 'reply', value: '{ paid: data.amount }' },
    ],
  }),
  'latency-fault': buyer({}, { faults: onPayments({ kind: 'latency', latencyMs: 300 }) }),
  'plain-error': failing('unlucky', { type: 'failed', pattern: 'GET /broken' }),
  'rpc-exception': failing('broke', { type: 'failed', pattern: 'GET /declined' }),
  'late-reply': failing('hasty', { type: 'orphaned' }),
  'http-exception': buyer(
    { payments: [{ do: 'throw', error: 'http', status: 409, message: 'Already charged' }] },
    hasFailed,
  ),
  'error-through-orders': buyer(
    { payments: [{ do: 'throw', error: 'rpc', status: 402, message: 'Card declined' }] },
    hasFailed,
  ),
  'error-passed-on': buyer(
    { orders: passOn, payments: [{ do: 'throw', error: 'rpc', status: 402, message: 'Card declined' }] },
    hasFailed,
  ),
  'text-exception': buyer({ payments: [{ do: 'throw', error: 'rpc', message: 'Card declined' }] }, hasFailed),
  'retries-in-vain': buyer(
    { policies: { payments: { retry: quickRetry(3), timeout: { ms: 200 } } } },
    {
      until: { type: 'orphaned', pattern: "{ cmd: 'charge' }" },
      faults: onPayments({ kind: 'latency', latencyMs: 400 }),
    },
  ),
  'retried-well': buyer(
    { policies: { payments: { retry: quickRetry(3) } } },
    { faults: onCharge({ kind: 'throw_error', message: 'Out of memory', count: 1 }) },
  ),
  'breaker-open': buyer(
    { policies: { payments: { breaker: { failures: 2, halfOpenAfterMs: 60_000 } } } },
    { ...hasFailed, warmUps: 2, faults: onCharge({ kind: 'throw_error' }) },
  ),
  'rate-limited': buyer(
    { policies: { payments: { rate: { perSecond: 0.1, burst: 1 } } } },
    { ...hasFailed, warmUps: 1 },
  ),
  'fell-back': buyer(
    { policies: { payments: { fallback: { value: '{ paid: 0, later: true }' }, timeout: { ms: 150 } } } },
    { faults: onCharge({ kind: 'never_reply' }) },
  ),
  'dead-letter': buyer(
    { policies: { payments: { deadLetter: {}, retry: quickRetry(2) } } },
    { ...hasFailed, faults: onCharge({ kind: 'throw_rpc', status: 503, message: 'Bank is closed' }) },
  ),
  'filter-keeps-message': thrownBy('error'),
  'filter-keeps-http': thrownBy('http'),
  'filter-as-is': thrownBy('error', { filter: 'asIs' }),
  'filter-not-inherited': thrownBy('error', { inheritAppConfig: false }),
  'payload-refused': thrownBy('invalid'),
  'payload-refused-unseen': thrownBy('invalid', { filter: undefined }),
  'fault-declines': buyer({}, { ...hasFailed, faults: onCharge(declined) }),
  'nobody-received': buyer({ orders: emitCreated }, { until: { type: 'lost' } }),
  'request-lost': buyer(
    {
      orders: [{ ...ask('events', 'charge'), wire: 'events' }, reply],
      policies: { events: { timeout: { ms: 1000 } } },
    },
    hasFailed,
  ),
  'gateway-throws': buyer(
    { gateway: [{ do: 'throw', error: 'http', status: 404, message: 'No such book' }] },
    hasFailed,
  ),
  'gateway-breaks': buyer({ gateway: [{ do: 'throw', error: 'error', message: 'Out of ideas' }] }, hasFailed),
  'event-handler-threw': buyer(
    {
      orders: emitCreated,
      audit: [
        { do: 'delay', ms: 30 },
        { do: 'throw', error: 'error', message: 'Disk full' },
      ],
    },
    { until: { type: 'threw', pattern: 'order_created' } },
  ),
  'no-handler': buyer({ orders: [ask('payments', 'refund'), reply] }, hasFailed),
  'service-killed': buyer({}, { ...hasFailed, killed: 'payments' }),
  'wire-down': buyer({}, { ...hasFailed, faults: onPayments({ kind: 'down' }) }),
  'connection-reset': buyer(
    {
      payments: [
        { do: 'delay', ms: 2000 },
        { do: 'reply', value: '1' },
      ],
    },
    { ...hasFailed, faults: onPayments({ kind: 'reset_peer', afterMs: 50 }) },
  ),
  'under-way': buyer({}, { faults: onCharge({ kind: 'never_reply' }), until: { type: 'injected' } }),
  'timeout-at-the-gateway': buyer(
    {
      policies: { orders: { timeout: { ms: 150 } } },
      payments: [
        { do: 'delay', ms: 400 },
        { do: 'reply', value: '1' },
      ],
    },
    { until: { type: 'orphaned' } },
  ),
  hedged: buyer(
    { policies: { payments: { hedge: { afterMs: 60 } } } },
    { faults: onCharge({ kind: 'slow', delayMs: 300, count: 1 }) },
  ),
};
