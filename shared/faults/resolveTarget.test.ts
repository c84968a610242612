import { describe, expect, it } from 'vitest';
import { orderSaga } from '../examples/orderSaga.ts';
import { faultSchema, type FaultTarget } from './fault.ts';
import { resolveTarget } from './resolveTarget.ts';

const resolve = (settings: Record<string, unknown>, target: FaultTarget = { handler: 'payments.process' }): string => {
  const found = resolveTarget(orderSaga, faultSchema.parse({ id: 'f', target, ...settings }));
  return found.ok ? found.target.on : `${found.problem.code} ${found.problem.at}: ${found.problem.message}`;
};

const eventHandler = Object.entries(orderSaga.services).flatMap(([service, { handlers }]) =>
  Object.entries(handlers).flatMap(([handler, { on }]) =>
    'event' in on ? [{ handler: `${service}.${handler}` }] : [],
  ),
)[0] ?? { handler: '' };
const route = { handler: 'gateway.createOrder' };

describe('a handler fault', () => {
  it.each([
    ['slow', 'request'],
    ['never_reply', 'request'],
    ['run_twice', 'request'],
    ['block_event_loop', 'request'],
    ['slow_reply', 'reply'],
    ['lose_reply', 'reply'],
    ['duplicate_reply', 'reply'],
  ])('%s knows one leg, and refuses the other with the kind that does that', (kind, leg) => {
    const settings = { kind, delayMs: 1, blockMs: 1 };
    const { delayMs, blockMs, ...bare } = settings;
    const own = kind.startsWith('slow') ? { ...bare, delayMs } : kind.startsWith('block') ? { ...bare, blockMs } : bare;
    expect([resolve(own), resolve({ ...own, leg })]).toEqual(['handler', 'handler']);
    const other = leg === 'request' ? 'reply' : 'request';
    expect(resolve({ ...own, leg: other })).toMatch(
      new RegExp(`^badInput leg: A "${kind}" fault has no ${other} leg. Leave the leg out, or take "`),
    );
  });

  it('that acts on a reply is refused where there is none', () => {
    for (const settings of [
      { kind: 'lose_reply' },
      { kind: 'slow_reply', delayMs: 1 },
      { kind: 'duplicate_reply' },
      { kind: 'wrong_payload', value: '1', leg: 'reply' },
    ]) {
      expect(resolve(settings, eventHandler)).toMatch(/^noEffect target.handler: .* nobody replies to an event/);
    }
    expect(resolve({ kind: 'wrong_payload', value: '1' }, eventHandler)).toBe('handler');
    expect(resolve({ kind: 'duplicate_reply' }, route)).toMatch(/^noEffect target.handler: An HTTP request has one/);
    expect(resolve({ kind: 'lose_reply' }, route)).toBe('handler');
  });
});

describe('a process fault', () => {
  const service = { service: 'payments' };

  it('acts on services and brokers, and on nothing else', () => {
    const kinds = [{ kind: 'kill' }, { kind: 'stop' }, { kind: 'pause' }, { kind: 'flap', downMs: 100, upMs: 100 }];
    const [broker = ''] = Object.keys(orderSaga.brokers);
    expect(kinds.map((kind) => resolve(kind, service))).toEqual(['service', 'service', 'service', 'service']);
    expect(kinds.map((kind) => resolve(kind, { broker }).split(':')[0])).toEqual([
      'broker',
      'badInput kind',
      'broker',
      'badInput kind',
    ]);
    expect(resolve({ kind: 'kill' })).toMatch(/^wrongKind target.handler: /);
  });

  it('refuses what means nothing to it', () => {
    expect(resolve({ kind: 'kill', leg: 'reply' }, service)).toMatch(/^badInput leg: .* no legs/);
    expect(resolve({ kind: 'kill', match: 'true' }, service)).toMatch(/^badInput match: /);
    expect(resolve({ kind: 'stop', rate: 0.5 }, service)).toMatch(/^badInput rate: /);
    expect(resolve({ kind: 'pause', count: 2 }, service)).toMatch(/^badInput count: .* Say how long with forMs/);
    expect(resolve({ kind: 'flap', downMs: 100, upMs: 100, rate: 0.5, count: 2 }, service)).toBe('service');
  });
});

describe('a target that means nothing', () => {
  it('is told apart: not there, there more than once, or nothing that this fault acts on', () => {
    expect([
      resolve({ kind: 'drop' }, { wire: 'nobody' }),
      resolve({ kind: 'slow', delayMs: 1 }, { handler: 'payments.nobody' }),
      resolve({ kind: 'down' }, { listener: 'tcp' }),
      resolve({ kind: 'drop' }, { handler: 'payments.process' }),
      resolve({ kind: 'throw_error' }, { wire: 'orders' }),
      resolve({ kind: 'drop' }, { service: 'gateway' }),
    ]).toEqual([
      'notFound target.wire: There is no wire "nobody" in this flow. Say the id of one that is drawn.',
      'notFound target.handler: There is no handler "payments.nobody" in this flow. Say the id of one that is drawn, such as "orders.create".',
      expect.stringMatching(
        /^badInput target.listener: There is a listener "tcp" in each of "orders", .* Say which one is meant, such as "orders.tcp"\.$/,
      ),
      'wrongKind target.handler: A "drop" fault acts on a wire, listener, service or broker, not on a handler. Take one of those.',
      'wrongKind target.wire: A "throw_error" fault acts on a handler or service, not on a wire. Take one of those.',
      'wrongKind target.service: A "drop" fault acts on messages, and nothing but HTTP comes in at this service. Take a fault on its connections, such as "latency", or on its handlers, such as "slow".',
    ]);
  });
});
