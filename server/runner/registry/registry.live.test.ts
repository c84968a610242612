// Client-side load balancing: three real replicas, a real registry, real heartbeats.
import { describe, expect, it } from 'vitest';
import { ClientTCP } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import type { Policies } from '#shared/policies/policies.ts';
import { startTestRuntime, testFlow, type TestRuntime } from '../testing/testRuntime.ts';
import { RegistryLink } from './registryLink.ts';

const quick = { heartbeatMs: 100, timeoutMs: 600 };
/** Nobody leaves while the test runs. */
const patient = { heartbeatMs: 200, timeoutMs: 60_000 };

interface Parts {
  transport?: 'tcp' | 'grpc';
  replicas?: number;
  registry?: { heartbeatMs: number; timeoutMs: number };
  policies?: Policies;
  isDrawn?: boolean;
}

function flow({ transport = 'tcp', replicas = 3, registry = quick, policies, isDrawn = true }: Parts = {}) {
  return testFlow({
    services: {
      gateway: {},
      orders: {
        replicas,
        [transport]: { registry: 'names' },
        handlers: {
          who: { on: { message: 'who' }, steps: [{ do: 'reply', value: 'meta.replica' }] },
          slow: {
            on: { message: 'slow' },
            steps: [
              { do: 'delay', ms: 400 },
              { do: 'reply', value: 'meta.replica' },
            ],
          },
          three: { on: { message: 'three' }, steps: [{ do: 'stream', value: 'meta.replica', count: 3 }] },
          told: { on: { event: 'told' }, steps: [{ do: 'log', value: 'meta.replica' }] },
        },
      },
    },
    wires: { orders: { from: 'gateway', to: 'orders', ...(policies === undefined ? {} : { policies }) } },
    ...(isDrawn ? { registries: { names: registry } } : {}),
  });
}

const ask = (test: TestRuntime, pattern = 'who') =>
  test.runtime.send({ wire: 'orders', pattern, data: {}, kind: 'request' });

async function inTurn(test: TestRuntime, count: number, pattern?: string): Promise<unknown[]> {
  const got: unknown[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const { reply, replies, error } = await ask(test, pattern);
    got.push(error === undefined ? (replies ?? reply) : 'error');
  }
  return got;
}

const listed = ({ runtime }: TestRuntime) =>
  runtime.status().registries?.['names']?.instances.map(({ replica }) => replica);
async function waitUntil(holds: () => Promise<boolean>): Promise<void> {
  await expect.poll(holds, { timeout: 20_000 }).toBe(true);
}
const left = (replica: number) => (event: { type: string; state?: string; replica?: number | undefined }) =>
  event.type === 'registryChanged' && event.state === 'left' && event.replica === replica;

describe.each(['tcp', 'grpc'] as const)('A registry for %s', (transport) => {
  it('gives each of three replicas an equal share, in turn, of requests and of streams', async () => {
    await using test = await startTestRuntime(flow({ transport }));
    expect(await inTurn(test, 9)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(await inTurn(test, 3, 'three')).toEqual([
      [0, 0, 0],
      [1, 1, 1],
      [2, 2, 2],
    ]);
    const together = await Promise.all(Array.from({ length: 30 }, () => ask(test)));
    const shares = [0, 1, 2].map((replica) => together.filter(({ reply }) => reply === replica).length);
    expect(shares).toEqual([10, 10, 10]);
  });

  it('keeps a killed replica on its list, and its share of the calls fails, until its heartbeat has timed out', async () => {
    await using test = await startTestRuntime(flow({ transport, registry: { heartbeatMs: 100, timeoutMs: 2500 } }));
    await test.runtime.actOnService({ service: 'orders', action: 'kill', replica: 1 });
    const since = performance.now();
    expect(listed(test)).toEqual([0, 1, 2]);
    expect(await inTurn(test, 6)).toEqual([0, 'error', 2, 0, 'error', 2]);
    const failed = await test.until(({ type }) => type === 'failed');
    expect(failed).toMatchObject({ service: 'gateway', wire: 'orders', note: 'It was the turn of replica 2.' });
    const event = await test.until(left(1));
    expect(event).toMatchObject({ service: 'orders', registry: 'names', note: 'No heartbeat for 2500 ms.' });
    expect(performance.now() - since).toBeGreaterThan(2200);
    await waitUntil(async () => !(await inTurn(test, 3)).includes('error'));
    expect(await inTurn(test, 4)).not.toContain(1);
    expect(listed(test)).toEqual([0, 2]);
  });

  it('gives a replica that comes its share, without a break for the others', async () => {
    await using test = await startTestRuntime(flow({ transport, replicas: 2 }));
    expect(await inTurn(test, 2)).toEqual([0, 1]);
    const connected = test.events.filter(({ type, state }) => type === 'wireChanged' && state === 'connected').length;
    await test.apply(flow({ transport, replicas: 3 }));
    expect(listed(test)).toEqual([0, 1, 2]);
    expect(new Set(await inTurn(test, 3))).toEqual(new Set([0, 1, 2]));
    expect(connected).toBeGreaterThan(0);
    const changes = test.events.filter(({ type, state }) => type === 'wireChanged' && state === 'disconnected');
    expect(changes).toEqual([]);
    // One that is taken away says goodbye: none of its calls fails.
    await test.apply(flow({ transport, replicas: 2 }));
    expect(await inTurn(test, 4)).not.toContain('error');
    expect(listed(test)).toEqual([0, 1]);
  });

  it('sends each further attempt of a call to another replica', async () => {
    const policies: Policies = { retry: { attempts: 2, initialMs: 1, maxMs: 1 } };
    await using test = await startTestRuntime(flow({ transport, registry: patient, policies }));
    await test.runtime.actOnService({ service: 'orders', action: 'kill', replica: 1 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(test)));
    expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(new Set(answers.map(({ reply }) => reply))).toEqual(new Set([0, 2]));
  });
});

describe('A registry', () => {
  it('shares out events as well', async () => {
    await using test = await startTestRuntime(flow());
    for (let sent = 0; sent < 3; sent += 1) {
      await test.runtime.send({ wire: 'orders', pattern: 'told', data: {}, kind: 'event' });
    }
    await Promise.all(
      [0, 1, 2].map((replica) => test.until((one) => one.type === 'logged' && one.replica === replica)),
    );
  });

  it('takes off a replica that stands still, and has it back when it goes on', async () => {
    await using test = await startTestRuntime(flow());
    await test.setFaults({ id: 'f', kind: 'pause', target: { service: 'orders', replica: 2 } });
    await test.until(left(2));
    await waitUntil(async () => (listed(test) ?? []).length === 2);
    expect(new Set(await inTurn(test, 4))).toEqual(new Set([0, 1]));
    await test.setFaults();
    await waitUntil(async () => (listed(test) ?? []).length === 3);
    await waitUntil(async () => (await inTurn(test, 3)).includes(2));
  });

  it('lets a call that is under way at a killed replica fail as over one connection', async () => {
    await using test = await startTestRuntime(flow({ replicas: 1, registry: patient }));
    const asked = ask(test, 'slow');
    await test.until(({ type, pattern }) => type === 'started' && pattern === 'slow');
    await test.runtime.actOnService({ service: 'orders', action: 'kill', replica: 0 });
    expect(await asked).toMatchObject({ error: { message: 'Connection closed' } });
    expect(await ask(test)).toMatchObject({ error: { code: 'ECONNREFUSED' } });
  });

  it('may be down: callers keep the last list, and it has everybody again when it is back', async () => {
    await using test = await startTestRuntime(flow());
    await test.runtime.actOnRegistry({ registry: 'names', action: 'kill' });
    expect(test.runtime.status().registries).toEqual({ names: { state: 'down', port: 0, instances: [] } });
    expect(await inTurn(test, 3)).toEqual([0, 1, 2]);
    await test.runtime.actOnRegistry({ registry: 'names', action: 'start' });
    // It has heard of nobody or of some, and says so: nobody is left out.
    expect(new Set(await inTurn(test, 6))).toEqual(new Set([0, 1, 2]));
    await waitUntil(async () => (listed(test) ?? []).length === 3);
    await test.runtime.actOnRegistry({ registry: 'names', action: 'restart' });
    expect(new Set(await inTurn(test, 6))).toEqual(new Set([0, 1, 2]));
  });

  it('forgets, once it is settled again, whoever died while it was down', async () => {
    await using test = await startTestRuntime(flow());
    await test.runtime.actOnRegistry({ registry: 'names', action: 'kill' });
    await test.runtime.actOnService({ service: 'orders', action: 'kill', replica: 0 });
    expect(await inTurn(test, 3)).toContain('error');
    await test.runtime.actOnRegistry({ registry: 'names', action: 'start' });
    await waitUntil(async () => !(await inTurn(test, 3)).includes('error'));
    expect(listed(test)).toEqual([1, 2]);
  });

  it('says that nobody is registered when nobody is', async () => {
    await using test = await startTestRuntime(flow());
    await test.runtime.actOnService({ service: 'orders', action: 'stop' });
    expect(listed(test)).toEqual([]);
    expect(await ask(test)).toMatchObject({
      error: { name: 'NoInstanceError', message: 'No instance of "orders" is registered.' },
    });
  });

  it('works with faults on the wire and on one replica of a listener', async () => {
    await using test = await startTestRuntime(flow({ registry: patient, policies: { timeout: { ms: 5000 } } }));
    await inTurn(test, 3);
    await test.setFaults({ id: 'cut', kind: 'down', target: { listener: 'tcp', service: 'orders', replica: 1 } });
    const got = await inTurn(test, 6);
    expect(got.filter((one) => one === 'error')).toHaveLength(2);
    expect(got).not.toContain(1);
    await test.setFaults();
    expect(new Set(await inTurn(test, 6))).toEqual(new Set([0, 1, 2]));
  });

  it('is done without, as before, while it is not drawn, and takes its part as soon as it is', async () => {
    await using test = await startTestRuntime(flow({ isDrawn: false }));
    expect(new Set(await inTurn(test, 4)).size).toBe(1);
    await test.apply(flow());
    await waitUntil(async () => (listed(test) ?? []).length === 3);
    expect(new Set(await inTurn(test, 3))).toEqual(new Set([0, 1, 2]));
    await test.apply(flow({ isDrawn: false }));
    expect(new Set(await inTurn(test, 4)).size).toBe(1);
    expect(test.runtime.status().registries).toBeUndefined();
  });

  it('says what it holds and what happened, without a word of the heartbeats in the trace', async () => {
    await using test = await startTestRuntime(flow({ replicas: 2, registry: patient }));
    const [instances, news] = test.runtime.readRegistry('names').tables;
    expect(instances).toMatchObject({
      title: 'Instances',
      rows: [
        ['orders · replica 1', expect.stringMatching(/^:\d+$/), expect.stringMatching(/^\d\.\d s$/), 'up'],
        ['orders · replica 2', expect.anything(), expect.anything(), 'up'],
      ],
    });
    expect(news?.rows.map(([, who, what]) => `${who} ${what}`).toSorted()).toEqual([
      'orders · replica 1 joined',
      'orders · replica 2 joined',
      'the registry came up',
    ]);
    expect(test.events.filter(({ pattern }) => pattern !== undefined)).toEqual([]);
    expect(test.events.filter(({ type }) => type === 'registryChanged')).toHaveLength(3);
  });

  it('answers strangers that speak NestJS TCP, and refuses nonsense', async () => {
    await using test = await startTestRuntime(flow());
    const port = test.runtime.status().registries?.['names']?.port ?? 0;
    const client = new ClientTCP({ host: '127.0.0.1', port });
    try {
      const list = await firstValueFrom(client.send('list', { service: 'orders', listener: 'tcp' }));
      expect(list).toMatchObject({ instances: [{ replica: 0 }, { replica: 1 }, { replica: 2 }] });
      await expect(firstValueFrom(client.send('register', { id: 'x' }))).rejects.toMatchObject({ status: 'error' });
      expect(await ask(test)).toMatchObject({ reply: 0 });
    } finally {
      client.close();
    }
  });

  it('leaves nothing open when it and everybody is gone', async () => {
    const before = openSockets();
    const test = await startTestRuntime(flow());
    await inTurn(test, 3);
    await test.apply(testFlow({ services: {} }));
    await waitUntil(async () => openSockets() <= before);
    await test[Symbol.asyncDispose]();
    await waitUntil(async () => openSockets() <= before);
  });
});

it('is told to whoever watches a registry that the connection ended before it was there', async () => {
  await using test = await startTestRuntime(flow());
  const port = test.runtime.status().registries?.['names']?.port ?? 0;
  const link = new RegistryLink(() => ({ host: '127.0.0.1', port }));
  const ended = new Promise<void>((onEnd) => {
    link.watch({ service: 'orders', listener: 'tcp' }, { onList: () => undefined, onEnd });
  });
  link.cut();
  await ended;
});

const openSockets = (): number =>
  process.getActiveResourcesInfo().filter((one) => /^TCP(Socket|Server)Wrap$/.test(one)).length;
