import { firstValueFrom } from 'rxjs';
import { startTestRuntime, testFlow } from '../server/runner/testing/testRuntime.ts';
import { startBare } from './bareNest.ts';
import { perSecond, type Figure, type Sides } from './figure.ts';

/** A `send` over TCP, traced and through the fault proxy, beside a bare NestJS client and service. All in one process. */
export const tcpSend = (concurrency: number, target: number): Figure => ({
  name: `tcp-send-c${concurrency}`,
  says: `TCP send at concurrency ${concurrency}: traced and proxied / bare NestJS, messages per second`,
  target,
  prepare: () => prepare(concurrency),
});

const messages = { 1: 1500, 64: 6000 } as Record<number, number>;

async function prepare(concurrency: number): Promise<Sides> {
  const bare = await startBare();
  const handlers = { sum: { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply' as const, value: 'data.a' }] } };
  const test = await startTestRuntime(
    testFlow({
      services: { gateway: {}, math: { tcp: true, handlers } },
      wires: { math: { from: 'gateway', to: 'math' } },
    }),
  );
  const count = messages[concurrency] ?? 3000;
  const message = { wire: 'math', pattern: { cmd: 'sum' }, data: { a: 1 }, kind: 'request' as const };
  return {
    ours: async () => {
      const rate = await perSecond(count, concurrency, () => test.runtime.send(message));
      test.events.length = 0;
      return rate;
    },
    reference: () => perSecond(count, concurrency, () => firstValueFrom(bare.client.send({ cmd: 'sum' }, { a: 1 }))),
    [Symbol.asyncDispose]: async () => {
      await test[Symbol.asyncDispose]();
      await bare.close();
    },
  };
}
