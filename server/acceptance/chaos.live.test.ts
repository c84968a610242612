import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findExample } from '#shared/examples/index.ts';
import type { Flow, Wire } from '#shared/flow/flow.ts';
import type { DeadLetter } from '#shared/deadLetter.ts';
import type { Pattern } from '#shared/flow/pattern.ts';
import type { Json } from '#shared/json.ts';
import { isHopEvent } from '#shared/trace.ts';
import { Monkey, trafficUnder, type MonkeyFault } from '../testing/monkey.ts';
import { startTestServer, type TestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';
import { Playground } from './playground.ts';

/** The examples that survive chaos: what they promise holds in the services' own stores, whatever a monkey breaks meanwhile. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

function example(id: string): Flow {
  const found = findExample(id);
  if (found === undefined) throw new Error(`There is no example ${id}`);
  return found.flow;
}

/** The same flow with other policies on its wires. */
function withPolicies(flow: Flow, policies: (of: NonNullable<Wire['policies']>) => Wire['policies']): Flow {
  const wires = Object.entries(flow.wires).map(([id, wire]) => [
    id,
    { ...wire, policies: policies(wire.policies ?? {}) },
  ]);
  return { ...flow, wires: Object.fromEntries(wires) as Flow['wires'] };
}

const withoutKeys = (flow: Flow): Flow => withPolicies(flow, ({ idempotency: _idempotency, ...others }) => others);

interface Answered<T> {
  status: number;
  body: T;
}

async function ask<T>(session: TestSession, request: string, body?: unknown): Promise<Answered<T>> {
  const [method = '', path = ''] = request.split(' ');
  const response = await session.http('gateway', path, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** One question over a wire of the example, to a handler that reads its service's store. */
async function read<T>(
  session: TestSession,
  { wire, cmd, data }: { wire: string; cmd: string; data: Json },
): Promise<T> {
  const { reply, error } = await session.send(wire, { cmd } satisfies Pattern, data);
  if (reply === undefined) throw new Error(`${cmd} over ${wire}: ${JSON.stringify(error)}`);
  return reply as T;
}

/** Asks until the answer is as it should be: the services need no more than time. */
async function until<T>(asked: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  let answer = await asked();
  while (!holds(answer)) answer = await asked();
  return answer;
}

/** What the faults did, in order. */
const injected = (playground: Playground): string[] =>
  playground.page.events
    .filter(isHopEvent)
    .filter(({ type }) => type === 'injected')
    .map(({ service, handler, faults }) => `${faults?.join()} on ${service}.${handler}`);

describe('the saga that undoes', () => {
  const faults: Record<string, MonkeyFault> = {
    refuses: {
      kind: 'throw_rpc',
      target: { handler: 'payments.process' },
      rate: 0.3,
      status: 503,
      message: 'Try later',
    },
    loses: { kind: 'throw_error', target: { handler: 'payments.process' }, leg: 'reply', rate: 0.3 },
    dawdles: { kind: 'slow', target: { handler: 'payments.process' }, delayMs: 600, rate: 0.2 },
    silent: { kind: 'never_reply', target: { handler: 'payments.process' }, rate: 0.15 },
    keeps: { kind: 'throw_error', target: { handler: 'payments.refund' }, rate: 0.6 },
    deaf: { kind: 'throw_rpc', target: { handler: 'payments.refund' }, count: 40, message: 'Closed today' },
    hoards: { kind: 'throw_rpc', target: { handler: 'inventory.release' }, rate: 0.4, message: 'Not now' },
    shelf: { kind: 'throw_error', target: { handler: 'inventory.reserve' }, leg: 'reply', rate: 0.3 },
    lag: { kind: 'latency', target: { wire: 'payments' }, latencyMs: 20, jitterMs: 15, rate: 0.7 },
  };

  interface Books {
    orders: { id: string; status: string }[];
    payments: { isCharged: boolean; times: number }[];
    reservations: { isReserved: boolean }[];
  }

  async function readBooks(session: TestSession): Promise<Books> {
    const { body: orders } = await until(
      () => ask<Books['orders']>(session, 'GET /orders?limit=1000'),
      ({ body }) => body.every(({ status }) => status !== 'pending'),
    );
    const data = { orderIds: orders.map(({ id }) => id) };
    return {
      orders,
      payments: await read(session, { wire: 'payments', cmd: 'get_payments', data }),
      reservations: await read(session, { wire: 'inventory', cmd: 'get_reservations', data }),
    };
  }

  const rows = ({ orders, payments, reservations }: Books) =>
    orders.map(({ id, status }, at) => ({ id, status, ...payments[at], ...reservations[at] }));

  const buy = (session: TestSession, number: number) =>
    ask<{ id: string }>(session, 'POST /orders', {
      items: [number % 20 === 7 ? { sku: 'piano', quantity: 1, price: 4000 } : { sku: 'book', quantity: 2 }],
    });

  test('no order of 500 is both cancelled and charged, none is charged twice, and what could not be undone is undone later', async () => {
    await using playground = await Playground.open(server, { flow: example('saga-that-undoes') });
    const { session } = playground;
    const monkey = new Monkey(session, { seed: 3, faults });
    const answers = await trafficUnder({ requests: 500, atOnce: 24, monkey, actsEvery: 20 }, (number) =>
      buy(session, number),
    );
    await session.mendAll();
    const after = rows(await readBooks(session));
    expect(after.length).toBe(500);
    expect(after.filter(({ times = 0 }) => times > 1)).toEqual([]);
    expect(after.filter(({ status, isCharged }) => status === 'cancelled' && isCharged)).toEqual([]);
    expect(after.filter(({ status, isReserved }) => status === 'cancelled' && isReserved)).toEqual([]);
    const confirmed = after.filter(({ status }) => status === 'confirmed');
    expect(confirmed.filter(({ isCharged, isReserved }) => !isCharged || !isReserved)).toEqual([]);
    // Whoever was told 201 has his order.
    const told = answers.flatMap(({ status, body }) => (status === 201 ? [body.id] : []));
    expect(new Set(confirmed.map(({ id }) => id))).toEqual(new Set(told));
    // It was worth the trouble.
    const endings = new Set(after.map(({ status }) => status));
    expect([...endings].toSorted()).toEqual(['cancelled', 'confirmed', 'undoing']);
    expect(injected(playground).length).toBeGreaterThan(100);

    const undoing = after.filter(({ status }) => status === 'undoing');
    for (const { id } of undoing) await ask(session, `DELETE /orders/${id}`);
    const atLast = rows(await readBooks(session));
    expect(atLast.filter(({ status, isCharged }) => (status === 'confirmed') !== isCharged)).toEqual([]);
    expect(new Set(atLast.map(({ status }) => status))).toEqual(new Set(['cancelled', 'confirmed']));
  });

  test('without idempotency on the wires the same books show who was charged twice', async () => {
    await using playground = await Playground.open(server, { flow: withoutKeys(example('saga-that-undoes')) });
    const { session } = playground;
    const monkey = new Monkey(session, { seed: 1, faults: { loses: faults['loses'] ?? never() } });
    await trafficUnder({ requests: 40, atOnce: 8, monkey, actsEvery: 40 }, () => buy(session, 0));
    await session.mendAll();
    expect(rows(await readBooks(session)).some(({ times = 0 }) => times > 1)).toBe(true);
  });
});

describe('the outbox', () => {
  const faults: Record<string, MonkeyFault> = {
    refuses: { kind: 'throw_error', target: { handler: 'notifications.created' }, rate: 0.6 },
    loses: {
      kind: 'throw_rpc',
      target: { handler: 'notifications.created' },
      leg: 'reply',
      rate: 0.4,
      message: 'Lost',
    },
    silent: { kind: 'never_reply', target: { handler: 'notifications.created' }, rate: 0.2 },
    dawdles: { kind: 'slow', target: { handler: 'notifications.created' }, delayMs: 600, rate: 0.2 },
    forgets: { kind: 'throw_error', target: { handler: 'relay.waiting' }, rate: 0.5 },
    unsettled: { kind: 'throw_error', target: { handler: 'orders.settle' }, rate: 0.6 },
    refusesOrders: { kind: 'throw_error', target: { handler: 'orders.create' }, rate: 0.1 },
    losesOrders: { kind: 'throw_error', target: { handler: 'orders.create' }, leg: 'reply', rate: 0.1 },
    lag: { kind: 'latency', target: { wire: 'notifications' }, latencyMs: 20, jitterMs: 15, rate: 0.7 },
  };

  interface Order {
    id: string;
    email?: string;
    event: 'waiting' | 'sent' | 'dead-lettered';
  }

  const sweep = (session: TestSession) => ask<{ event: string }>(session, 'POST /outbox');

  async function readLetters(session: TestSession): Promise<DeadLetter[]> {
    const { letters } = await session.rest.ok<{ letters: DeadLetter[] }>('GET', session.path('/dead-letters'));
    return letters;
  }

  const orderOf = ({ data }: DeadLetter): string => (data as { orderId: string }).orderId;

  async function readMailed(session: TestSession, orders: Order[]): Promise<Set<string>> {
    const mails = await read<{ orderId: string; isMailed: boolean }[]>(session, {
      wire: 'notifications',
      cmd: 'get_mails',
      data: { orderIds: orders.map(({ id }) => id) },
    });
    return new Set(mails.flatMap(({ orderId, isMailed }) => (isMailed ? [orderId] : [])));
  }

  const readOrders = async (session: TestSession): Promise<Order[]> =>
    (await ask<Order[]>(session, 'GET /orders?limit=1000')).body;

  test('every event of 500 is mailed or a dead letter, and a letter that is sent again is mailed', async () => {
    await using playground = await Playground.open(server, { flow: example('outbox') });
    const { session } = playground;
    const monkey = new Monkey(session, { seed: 11, faults });
    const answers = await trafficUnder({ requests: 500, atOnce: 16, monkey, actsEvery: 20 }, (number) => {
      if (number % 5 === 4) return sweep(session);
      return ask<Order>(session, 'POST /orders', number % 50 === 1 ? {} : { email: `buyer-${number}@example.com` });
    });
    await session.mendAll();
    await until(
      () => sweep(session),
      ({ body }) => body.event === 'none waiting',
    );

    const orders = await readOrders(session);
    const mailed = await readMailed(session, orders);
    const letters = await readLetters(session);
    const dead = new Set(letters.map(orderOf));
    expect(orders.filter(({ event }) => event === 'waiting')).toEqual([]);
    expect(orders.filter(({ event, id }) => event === 'sent' && !mailed.has(id))).toEqual([]);
    expect(orders.filter(({ id }) => !mailed.has(id) && !dead.has(id))).toEqual([]);
    // Whoever was given an order has one; and some orders came of requests that seemed to fail.
    const given = answers.flatMap(({ status, body }) => (status === 201 && 'id' in body ? [body.id] : []));
    expect(given.filter((id) => !orders.some((order) => order.id === id))).toEqual([]);
    expect([given.length < orders.length, dead.size > 20, mailed.size > 200]).toEqual([true, true, true]);

    for (const { id } of letters) await session.rest.post(session.path(`/dead-letters/${id}/send`));
    const mailedAtLast = await readMailed(session, orders);
    const nowhere = orders.filter(({ email }) => email === undefined).map(({ id }) => id);
    expect(orders.filter(({ id }) => !mailedAtLast.has(id)).map(({ id }) => id)).toEqual(nowhere);
    expect(new Set((await readLetters(session)).map(orderOf))).toEqual(new Set(nowhere));
  });
});

describe('the idempotent consumer', () => {
  const faults: Record<string, MonkeyFault> = {
    refuses: { kind: 'throw_rpc', target: { handler: 'payments.process' }, rate: 0.3, message: 'Try later' },
    loses: { kind: 'throw_error', target: { handler: 'payments.process' }, leg: 'reply', rate: 0.5 },
    dawdles: { kind: 'slow', target: { handler: 'payments.process' }, delayMs: 450, rate: 0.2 },
    silent: { kind: 'lose_reply', target: { handler: 'payments.process' }, rate: 0.15 },
    losesReceipts: { kind: 'throw_error', target: { handler: 'notifications.receipt' }, leg: 'reply', rate: 0.5 },
    late: { kind: 'slow_reply', target: { handler: 'notifications.receipt' }, delayMs: 450, rate: 0.3 },
    losesOrders: { kind: 'throw_error', target: { handler: 'orders.create' }, leg: 'reply', rate: 0.2 },
    lag: { kind: 'latency', target: { service: 'payments' }, latencyMs: 20, jitterMs: 15, rate: 0.7 },
  };

  interface Paid {
    id: string;
    payment: { paymentId: string } | null;
    balance: number;
    receipts: number;
  }

  const click = (session: TestSession, order: number) =>
    ask<{ id: string; paymentId: string }>(session, 'POST /orders', { orderId: `order-${order}`, amount: 50 });

  const readPaid = async (session: TestSession, orders: number): Promise<Paid[]> => {
    const paid: Paid[] = [];
    for (let order = 0; order < orders; order += 1) {
      paid.push((await ask<Paid>(session, `GET /orders/order-${order}`)).body);
    }
    return paid;
  };

  test('of 500 clicks, two for each order, every order is paid at most once and the balance knows', async () => {
    await using playground = await Playground.open(server, { flow: example('idempotent-consumer') });
    const { session } = playground;
    const monkey = new Monkey(session, { seed: 5, faults });
    const answers = await trafficUnder({ requests: 500, atOnce: 16, monkey, actsEvery: 20 }, (number) =>
      click(session, number >> 1),
    );
    await session.mendAll();
    const paid = await readPaid(session, 250);
    const payments = new Map(paid.map(({ id, payment }) => [id, payment?.paymentId]));
    const told = answers.filter(({ status }) => status === 201).map(({ body }) => body);
    expect(told.filter(({ id, paymentId }) => payments.get(id) !== paymentId)).toEqual([]);
    const paidOrders = paid.filter(({ payment }) => payment !== null).length;
    expect(paid.at(-1)?.balance).toBe(50 * paidOrders);
    expect(paid.filter(({ receipts }) => receipts > 2)).toEqual([]);
    const answered = new Set(told.map(({ id }) => id));
    expect(paid.filter(({ id, receipts }) => answered.has(id) && receipts === 0)).toEqual([]);
    expect([answered.size > 150, injected(playground).length > 100]).toEqual([true, true]);
  });

  test('without idempotency on the wire receipts are sent more often than anybody clicked', async () => {
    await using playground = await Playground.open(server, { flow: withoutKeys(example('idempotent-consumer')) });
    const { session } = playground;
    const monkey = new Monkey(session, { seed: 1, faults: { loses: faults['losesReceipts'] ?? never() } });
    await trafficUnder({ requests: 40, atOnce: 8, monkey, actsEvery: 40 }, (number) => click(session, number));
    await session.mendAll();
    const paid = await readPaid(session, 40);
    expect(paid.some(({ receipts }) => receipts > 1)).toBe(true);
    expect(paid.at(-1)?.balance).toBe(50 * 40);
  });
});

describe('the same seed on the same traffic', () => {
  const faults: Record<string, MonkeyFault> = {
    refuses: {
      kind: 'throw_rpc',
      target: { handler: 'payments.process' },
      rate: 0.4,
      status: 503,
      message: 'Try later',
    },
    loses: { kind: 'throw_error', target: { handler: 'payments.process' }, leg: 'reply', rate: 0.3 },
    dawdles: { kind: 'slow', target: { handler: 'payments.process' }, delayMs: 2, rate: 0.5 },
    keeps: { kind: 'throw_error', target: { handler: 'payments.refund' }, rate: 0.5, count: 7 },
    shelf: { kind: 'throw_error', target: { service: 'inventory' }, rate: 0.3 },
  };

  /** One request after the other; nobody gives up because a machine is busy. */
  async function run(seed: number): Promise<{ acts: string[]; hits: string[]; statuses: number[] }> {
    const flow = withPolicies(example('saga-that-undoes'), (policies) => ({ ...policies, timeout: { ms: 60_000 } }));
    await using playground = await Playground.open(server, { flow });
    const { session, page } = playground;
    const monkey = new Monkey(session, { seed, faults });
    const answers = await trafficUnder({ requests: 40, atOnce: 1, monkey, actsEvery: 4 }, () => session.drive('buyer'));
    await session.mendAll();
    // What comes after it has come after all of theirs.
    const { traceId } = await session.drive('books');
    await page.untilEvent((event) => isHopEvent(event) && event.traceId === traceId && event.type === 'completed');
    return { acts: monkey.acts, hits: injected(playground), statuses: answers.map(({ status }) => status ?? 0) };
  }

  test('injects the same, and another seed something else', async () => {
    const [first, again, other] = [await run(42), await run(42), await run(43)];
    expect(again).toEqual(first);
    expect(first.hits.length).toBeGreaterThan(20);
    expect(other.hits).not.toEqual(first.hits);
  });
});

function never(): never {
  throw new Error('There is no such fault');
}
