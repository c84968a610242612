import { firstValueFrom } from 'rxjs';
import type { Policies } from '../shared/policies/policies.ts';
import { startBare } from './bareNest.ts';
import { loadBundled } from './bundled.ts';
import { perSecond, type Figure, type Sides } from './figure.ts';

/** A `send` over TCP, traced and through the fault proxy, beside a bare NestJS client and service. All in one process. */
export const tcpSend = (concurrency: number, target: number): Figure => ({
  name: `tcp-send-c${concurrency}`,
  says: `TCP send at concurrency ${concurrency}: traced and proxied / bare NestJS, messages per second`,
  target,
  prepare: async () => {
    const bare = await startBare();
    const ours = await startOurs();
    const count = messages[concurrency] ?? 3000;
    return {
      ours: () => perSecond(count, concurrency, ours.send),
      reference: () => perSecond(count, concurrency, () => firstValueFrom(bare.client.send({ cmd: 'sum' }, { a: 1 }))),
      [Symbol.asyncDispose]: async () => {
        await ours[Symbol.asyncDispose]();
        await bare.close();
      },
    };
  },
});

/** What one policy costs while nothing goes wrong. */
export const policyCost = (name: string, policies: Policies): Figure => ({
  name: `policy-${name}`,
  says: `TCP send at concurrency 64: with ${name} / without policies, messages per second`,
  target: 0.8,
  prepare: async () => {
    const plain = await startOurs();
    const wrapped = await startOurs(policies);
    return {
      ours: () => perSecond(6000, 64, wrapped.send),
      reference: () => perSecond(6000, 64, plain.send),
      [Symbol.asyncDispose]: async () => {
        await plain[Symbol.asyncDispose]();
        await wrapped[Symbol.asyncDispose]();
      },
    } satisfies Sides;
  },
});

const messages: Readonly<Record<number, number>> = { 1: 1500, 64: 6000 };

async function startOurs(policies: Policies = {}): Promise<AsyncDisposable & { send: () => Promise<unknown> }> {
  const { startBenchRuntime } = await loadBundled();
  const position = { x: 0, y: 0 };
  const box = { position, listeners: {}, handlers: {} };
  const bench = await startBenchRuntime({
    version: 1,
    name: 'Bench',
    services: {
      gateway: { ...box, name: 'gateway' },
      math: {
        ...box,
        name: 'math',
        listeners: { tcp: { transport: 'tcp' } },
        handlers: { sum: { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply', value: 'data.a' }] } },
      },
    },
    wires: { math: { name: 'MATH', from: 'gateway', to: 'math', policies } },
  });
  const message = { wire: 'math', pattern: { cmd: 'sum' }, data: { a: 1 }, kind: 'request' as const };
  return {
    send: () => bench.runtime.send(message),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
}
