import type { ClientProxy } from '@nestjs/microservices';
import { firstValueFrom, lastValueFrom } from 'rxjs';
import type { PolicyKind, Policies } from '../shared/policies/policies.ts';
import { redisKinds, startRedis } from '../server/runner/testing/redisForTests.ts';
import { startBare, startBareRedis } from './bareNest.ts';
import { loadBundled } from './bundled.ts';
import { perSecond, type Figure, type Sides } from './figure.ts';
import { mathFlow } from './mathFlow.ts';

/** One side of a comparison: the same two messages, through whatever there is in between. */
interface Traffic extends AsyncDisposable {
  send: () => Promise<unknown>;
  emit: () => Promise<unknown>;
}

type Transport = 'tcp' | 'redis';
const names: Readonly<Record<Transport, string>> = { tcp: 'TCP', redis: 'Redis' };

/** Messages traced and through the fault proxy, beside a bare NestJS client and service. All in one process. */
export const traffic = (
  over: Transport,
  kind: 'send' | 'emit',
  { concurrency, target }: { concurrency: 1 | 64; target: number },
): Figure => ({
  name: `${over}-${kind}-c${concurrency}`,
  says: `${names[over]} ${kind} at concurrency ${concurrency}: traced and proxied / bare NestJS, messages per second`,
  target,
  prepare: async () => {
    const broker = over === 'redis' ? await startAnyRedis() : undefined;
    const bare = await startBareTraffic(broker?.port);
    const ours = await startOurs(mathFlow(over), broker?.port);
    const round = ({ send, emit }: Traffic): Promise<number> =>
      kind === 'send'
        ? perSecond(messages[concurrency], concurrency, send)
        : // What comes in order is answered in order: when this answer is there, so are all the events.
          perSecond(messages[concurrency], concurrency, emit, send);
    return {
      ours: () => round(ours),
      reference: () => round(bare),
      [Symbol.asyncDispose]: async () => {
        await ours[Symbol.asyncDispose]();
        await bare[Symbol.asyncDispose]();
        await broker?.[Symbol.asyncDispose]();
      },
    };
  },
});

/** What one policy costs while nothing goes wrong. */
export const policyCost = (policies: Policies): Figure => {
  const [name] = Object.keys(policies) as PolicyKind[];
  return {
    name: `policy-${name}`,
    says: `TCP send at concurrency 64: with ${name} / without policies, messages per second`,
    target: 0.8,
    prepare: async () => {
      const plain = await startOurs(mathFlow('tcp'));
      const wrapped = await startOurs(mathFlow('tcp', policies));
      // No more than may pass a rate in this time.
      const count = policies.rate === undefined ? 6000 : 2000;
      return {
        ours: () => perSecond(count, 64, wrapped.send),
        reference: () => perSecond(count, 64, plain.send),
        [Symbol.asyncDispose]: async () => {
          await plain[Symbol.asyncDispose]();
          await wrapped[Symbol.asyncDispose]();
        },
      } satisfies Sides;
    },
  };
};

const messages = { 1: 1500, 64: 6000 } as const;

/** The best Redis that is here; the built-in one is always. */
function startAnyRedis(): ReturnType<typeof startRedis> {
  const [kind] = redisKinds;
  if (kind === undefined) throw new Error('There is no Redis: run "npm run build" first.');
  return startRedis(kind);
}

async function startBareTraffic(redisPort?: number): Promise<Traffic> {
  const bare = redisPort === undefined ? await startBare() : await startBareRedis(redisPort);
  const client: Pick<ClientProxy, 'send' | 'emit'> = bare.client;
  return {
    send: () => firstValueFrom(client.send({ cmd: 'sum' }, { a: 1 })),
    emit: () => lastValueFrom(client.emit('noted', { a: 1 }), { defaultValue: undefined }),
    [Symbol.asyncDispose]: () => bare.close(),
  };
}

async function startOurs(flow: unknown, redisPort?: number): Promise<Traffic> {
  const { startBenchRuntime } = await loadBundled();
  const brokers = redisPort === undefined ? {} : { redis: { host: '127.0.0.1', port: redisPort, prefix: 'ours:' } };
  const bench = await startBenchRuntime(flow, brokers);
  const request = { wire: 'math', pattern: { cmd: 'sum' }, data: { a: 1 }, kind: 'request' as const };
  const event = { wire: 'math', pattern: 'noted', data: { a: 1 }, kind: 'event' as const };
  return {
    send: () => bench.runtime.send(request),
    emit: () => bench.runtime.send(event),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
}
