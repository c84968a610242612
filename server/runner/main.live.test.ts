import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { examples } from '#shared/examples/index.ts';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { flowSchema } from '#shared/flow/flow.ts';
import { fromRunnerSchema, type FromRunner, type RunnerAnswer } from '#shared/ipc.ts';

/** The built runner in a process of its own, shut in as the server shuts it in. */
async function startRunner() {
  const entry = resolve('dist/runner/main.js');
  const child: ChildProcess = fork(entry, {
    execArgv: [
      // Node 23.5 renamed it.
      process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission',
      `--allow-fs-read=${join(dirname(entry), '*')}`,
      '--max-old-space-size=192',
      '--no-warnings',
    ],
    env: {},
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const said: FromRunner[] = [];
  const waiting = new Map<number, (answer: RunnerAnswer) => void>();
  const hello = new Promise<void>((greet) => {
    child.on('message', (message) => {
      const news = fromRunnerSchema.parse(message);
      said.push(news);
      if (news.say === 'hello') greet();
      if (news.say === 'answer') waiting.get(news.id)?.(news.answer);
    });
  });
  await hello;
  let lastId = 0;
  const exited = once(child, 'exit');
  return {
    child,
    said,
    exited,
    ask: (command: unknown): Promise<RunnerAnswer> => {
      lastId += 1;
      const id = lastId;
      return new Promise((answered) => {
        waiting.set(id, answered);
        child.send({ id, command });
      });
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const plan = {
  session: 's',
  revision: 1,
  flow: pingPong,
  brokers: {},
  faults: [],
  allowedHosts: [],
};

it('runs a flow in a process that may read nothing, and tells what happens in order', async () => {
  await using runner = await startRunner();
  expect(await runner.ask({ do: 'ping' })).toEqual({ ok: true, memoryBytes: expect.any(Number) });
  expect(await runner.ask({ do: 'apply', plan })).toMatchObject({
    ok: true,
    status: { services: { gateway: { state: 'up' }, pong: { state: 'up' } }, wires: { pong: { state: 'idle' } } },
  });
  const driven = await runner.ask({ do: 'drive', driver: 'you' });
  expect(driven).toMatchObject({ ok: true, driven: { status: 200, body: { text: 'pong', youSaid: 'hello' } } });
  const traceId = driven.ok ? driven.driven?.traceId : undefined;
  // Expressions that need the engine find it beside the bundle.
  await runner.ask({ do: 'apply', plan: { ...plan, flow: orderSaga } });
  const [buyer] = Object.keys(orderSaga.drivers);
  expect(await runner.ask({ do: 'drive', driver: buyer })).toMatchObject({ ok: true, driven: { status: 201 } });
  // What led to an answer is told before the answer.
  const events = runner.said.flatMap((news) => (news.say === 'events' ? news.events : []));
  const ofPing = events.filter((event) => 'traceId' in event && event.traceId === traceId);
  expect(ofPing.filter(({ type }) => type === 'completed')).toHaveLength(2);
  expect(runner.said.at(-1)).toMatchObject({ say: 'answer' });
});

/** Drivers are loaded when they are needed; each is needed from two sides, in a process that knows none yet. */
const drivers = ['tcp', 'redis', 'nats', 'rmq', 'kafka', 'mqtt', 'grpc'] as const;

it.each(
  drivers.flatMap((transport) => [{ transport, side: 'listener' } as const, { transport, side: 'wire' } as const]),
)('a runner whose first $side is of $transport has its driver', async ({ transport, side }) => {
  const viaBroker = transport !== 'tcp' && transport !== 'grpc';
  const listener = {
    transport,
    ...(viaBroker ? { broker: 'broker' } : {}),
    ...(transport === 'rmq' ? { queue: 'q' } : {}),
  };
  const one = {
    position: { x: 0, y: 0 },
    listeners: { only: viaBroker && side === 'wire' ? { transport: 'tcp' } : listener },
    handlers: { sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data' }] } },
  };
  const flow = flowSchema.parse({
    version: 1,
    name: 'One driver',
    services: { a: { ...one, name: 'a' }, b: { ...one, name: 'b' } },
    brokers: viaBroker ? { broker: { name: 'broker', transport, position: { x: 0, y: 0 } } } : {},
    wires:
      side === 'wire'
        ? {
            w: { name: 'W', from: 'a', to: viaBroker ? 'broker' : 'b', ...(transport === 'rmq' ? { queue: 'q' } : {}) },
          }
        : {},
  });
  await using runner = await startRunner();
  // Nobody listens there: the driver is loaded all the same.
  const applied = runner.ask({
    do: 'apply',
    plan: { ...plan, flow, brokers: { broker: { host: '127.0.0.1', port: 9 } } },
  });
  expect(await Promise.race([applied, runner.exited])).toMatchObject({ ok: true });
});

it.each(examples.map(({ id, flow }) => [id, flow] as const))('has what the services of %s need', async (_id, flow) => {
  await using runner = await startRunner();
  const applied = await Promise.race([runner.ask({ do: 'apply', plan: { ...plan, flow } }), runner.exited]);
  // Those that listen at a broker have none here.
  const ownPorts = Object.entries(flow.services).filter(([, { listeners }]) =>
    Object.values(listeners).every(({ transport }) => ['http', 'tcp', 'grpc'].includes(transport)),
  );
  const up = Object.fromEntries(ownPorts.map(([id]) => [id, { state: 'up' }] as const));
  expect(applied).toMatchObject({ ok: true, status: { services: up } });
});

it('answers what it cannot do with a Problem', async () => {
  await using runner = await startRunner();
  expect(await runner.ask({ do: 'fly' })).toMatchObject({ ok: false, problem: { code: 'badInput' } });
  expect(await runner.ask({ do: 'drive', driver: 'ghost' })).toMatchObject({
    ok: false,
    problem: { code: 'notFound' },
  });
  await runner.ask({ do: 'apply', plan });
  const fault = { id: 'f', kind: 'never_reply', target: { handler: 'ghost' } };
  expect(await runner.ask({ do: 'setFaults', faults: [fault] })).toMatchObject({
    ok: false,
    problem: { code: 'notFound', at: 'faults.0.target.handler' },
  });
});

it('says of a fault that ends by itself among which faults it was', async () => {
  await using runner = await startRunner();
  await runner.ask({ do: 'apply', plan });
  const fault = { id: 'f', kind: 'throw_error', target: { handler: 'pong.ping' }, count: 1 };
  const ended = (): FromRunner[] => runner.said.filter(({ say }) => say === 'faultEnded');
  await runner.ask({ do: 'setFaults', faults: [fault], faultsRevision: 7 });
  await runner.ask({ do: 'drive', driver: 'you' });
  expect(ended()).toEqual([{ say: 'faultEnded', fault: 'f', faultsRevision: 7 }]);
  // Put on by a plan, as in a process that was started again.
  const other = { ...fault, seed: 2 };
  const answer = await runner.ask({ do: 'apply', plan: { ...plan, faults: [other], faultsRevision: 9 } });
  expect(answer.ok).toBe(true);
  await runner.ask({ do: 'drive', driver: 'you' });
  expect(ended().at(-1)).toEqual({ say: 'faultEnded', fault: 'f', faultsRevision: 9 });
});

it('closes everything and ends when asked, and ends when the server is gone', async () => {
  await using asked = await startRunner();
  await asked.ask({ do: 'apply', plan });
  expect(await asked.ask({ do: 'close' })).toEqual({ ok: true });
  expect(await asked.exited).toEqual([0, null]);
  await using orphan = await startRunner();
  await orphan.ask({ do: 'apply', plan });
  orphan.child.disconnect();
  expect(await orphan.exited).toEqual([0, null]);
});
