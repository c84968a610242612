import { firstValueFrom } from 'rxjs';
import { startLinkProxy } from '../server/runner/faults/link/linkProxy.ts';
import { startBare } from './bareNest.ts';
import { perSecond, type Figure, type Sides } from './figure.ts';

/** What the fault proxy costs while nothing is broken: the same NestJS client and service, through it and without it. */
export const idleProxy: Figure = {
  name: 'idle-proxy-c64',
  says: 'TCP send at concurrency 64: through a fault proxy with nothing broken / directly, messages per second',
  target: 0.95,
  prepare,
};

const messages = 12_000;

async function prepare(): Promise<Sides> {
  const bare = await startBare();
  const proxy = await startLinkProxy({ random: Math.random, onInjected: () => undefined });
  proxy.setTarget(() => ({ host: '127.0.0.1', port: bare.port }));
  const proxied = await bare.connect(proxy.port);
  const send = (client: typeof proxied) => (): Promise<unknown> =>
    firstValueFrom(client.send({ cmd: 'sum' }, { a: 1 }));
  return {
    ours: () => perSecond(messages, 64, send(proxied)),
    reference: () => perSecond(messages, 64, send(bare.client)),
    [Symbol.asyncDispose]: async () => {
      await bare.close();
      await proxy.close();
    },
  };
}
