import { expect } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import type { SendResult } from '#shared/ipc.ts';
import type { WireStatus } from '#shared/status.ts';
import type { TestRedis } from '../../testing/redisForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../../testing/testRuntime.ts';

/**
 * What a NestJS caller gets under a fault, and after it is mended, the same for every kind:
 *
 *   whole call ─▶ break ─▶ call: as the table says ─▶ mend ─▶ whole call, on the same connections unless it `reconnects`
 */

export type TransportName = 'tcp' | 'redis';
export const transportNames: readonly TransportName[] = ['tcp', 'redis'];

/** What the caller got: matched as an object. `afterMs`: no sooner. */
export type Outcome = Partial<Omit<SendResult, 'durationMs' | 'traceId'>> & { afterMs?: number };

export interface BrokenCall {
  /** What it shows, in words. */
  it: string;
  /** The fault without its id; its target is the wire where none is given. */
  fault: Record<string, unknown>;
  /** Another one that is on at the same time. */
  beside?: Record<string, unknown>;
  /** Both transports when left out. */
  on?: readonly TransportName[];
  gets: Outcome | Record<TransportName, Outcome>;
  /** The state that the wire is in before the caller asks. */
  state?: Record<TransportName, WireStatus['state']>;
  /** The fault, or its end, ends the connection that is open. */
  reconnects?: readonly TransportName[];
}

/** The caller gives up after this; not so soon that a busy machine could be the reason where it is not to. */
const impatientMs = 300;
const patientMs = 20_000;

export const gaveUp: Outcome = {
  error: { name: 'TimeoutError', message: 'Timeout has occurred' },
  afterMs: impatientMs - 1,
};
export const closed: Outcome = { error: { name: 'Error', message: 'Connection closed' } };
export const whole: Outcome = { reply: 5 };

export const handlers: TestHandlers = {
  sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
  seen: { on: { event: 'seen' }, steps: [{ do: 'log', value: 'data' }] },
};

export function flowOver(transport: TransportName, { timeoutMs = patientMs, of = handlers } = {}): Flow {
  return transport === 'tcp'
    ? testFlow({
        services: { gateway: {}, math: { tcp: true, handlers: of } },
        wires: { math: { from: 'gateway', to: 'math', timeoutMs } },
      })
    : testFlow({
        services: { gateway: {}, math: { redis: 'redis', handlers: of } },
        brokers: { redis: { host: '127.0.0.1', port: 0 } },
        wires: { math: { from: 'gateway', to: 'redis', timeoutMs } },
      });
}

export const ask = (test: TestRuntime): Promise<SendResult> =>
  test.runtime.send({ wire: 'math', pattern: 'sum', data: { a: 2, b: 3 }, kind: 'request' });

export const startOver = (transport: TransportName, redis: TestRedis): Promise<TestRuntime> =>
  startTestRuntime(flowOver(transport), { brokers: transport === 'redis' ? { redis: redis.address } : {} });

export async function checkBrokenCall(row: BrokenCall, transport: TransportName, redis: TestRedis): Promise<void> {
  await using test = await startOver(transport, redis);
  expect(await ask(test)).toMatchObject(whole);
  const { afterMs = 0, ...got } = outcomeOn(row.gets, transport);
  const isImpatient = got.error !== undefined && JSON.stringify(got.error) === JSON.stringify(gaveUp.error);
  if (isImpatient) await test.apply(flowOver(transport, { timeoutMs: impatientMs }));

  const target = { wire: 'math' };
  const beside = row.beside === undefined ? [] : [{ id: 'beside', target, ...row.beside }];
  const states = statesOf(test);
  await test.setFaults(...beside, { id: 'broken', target, ...row.fault });
  const state = row.state?.[transport];
  if (state !== undefined) await test.until((event) => event.type === 'wireChanged' && event.state === state);
  const broken = await ask(test);
  expect(broken).toMatchObject(got);
  expect(broken.durationMs).toBeGreaterThanOrEqual(afterMs);
  await test.until(
    ({ type, faults, traceId }) =>
      type === 'injected' && traceId === broken.traceId && faults?.includes('broken') === true,
  );

  await test.setFaults();
  const isSame = row.reconnects?.includes(transport) !== true;
  if (!isSame && transport === 'redis') await connectedAgain(test);
  if (isImpatient) await test.apply(flowOver(transport));
  const mended = await ask(test);
  expect(mended).toMatchObject(whole);
  if (isSame) expect(statesOf(test)).toEqual(states);
  expect(test.events.filter(({ traceId, faults }) => traceId === mended.traceId && faults !== undefined)).toEqual([]);
}

const statesOf = (test: TestRuntime): (string | undefined)[] =>
  test.events.filter(({ type, faults }) => type === 'wireChanged' && faults === undefined).map(({ state }) => state);

/** Until both sides have found the broker again: a message before that would wait, or reach nobody. */
async function connectedAgain(test: TestRuntime): Promise<void> {
  await expect
    .poll(() => {
      const { services, wires } = test.runtime.status();
      return [services['math']?.state, wires['math']?.state];
    })
    .toEqual(['up', 'connected']);
}

function outcomeOn(gets: BrokenCall['gets'], transport: TransportName): Outcome {
  return 'tcp' in gets ? gets[transport] : gets;
}
