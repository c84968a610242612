import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { pingPong } from '#shared/examples/pingPong.ts';
import { ProblemError } from '#shared/problem.ts';
import { startForeignService } from './testing/foreignService.ts';
import { startTestRuntime, testFlow, type TestHandlers } from './testing/testRuntime.ts';

const sum: TestHandlers = {
  sum: { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply', value: 'data.a + data.b' }] },
};
const mathFlow = testFlow({
  services: { gateway: {}, math: { tcp: true, handlers: sum } },
  wires: { math: { from: 'gateway', to: 'math' } },
});
const askSum = { wire: 'math', pattern: { cmd: 'sum' }, data: { a: 2, b: 3 }, kind: 'request' } as const;

/** It never answers. */
const slowFlow = testFlow({
  services: {
    gateway: {},
    slow: { tcp: true, handlers: { never: { on: { message: 'x' }, steps: [{ do: 'delay', ms: 600_000 }] } } },
  },
  wires: { slow: { from: 'gateway', to: 'slow' } },
});
const askSlow = { wire: 'slow', pattern: 'x', data: {}, kind: 'request' } as const;

describe('a message', () => {
  it('goes from a driver over HTTP and TCP and back, each message the child of the one that caused it', async () => {
    await using test = await startTestRuntime(pingPong);
    const driven = await test.runtime.drive('you');
    expect(driven).toMatchObject({ status: 200, body: { text: 'pong', youSaid: 'hello' } });
    expect(test.story(driven.traceId)).toEqual([
      'you called',
      'you sent',
      'gateway received',
      'gateway started',
      'gateway called',
      'gateway sent',
      'pong received',
      'pong started',
      'pong replied',
      'gateway answered',
      'gateway completed',
      'gateway replied',
      'you answered',
      'you completed',
    ]);
    const ofTrace = test.events.filter(({ traceId }) => traceId === driven.traceId);
    const outer = ofTrace.find(({ type, driver }) => type === 'called' && driver === 'you');
    const inner = ofTrace.find(({ type, service }) => type === 'called' && service === 'gateway');
    expect(inner).toMatchObject({
      parentId: outer?.hopId,
      wire: 'pong',
      kind: 'request',
      pattern: { cmd: 'ping' },
      data: { text: 'hello' },
      timeoutMs: 5000,
    });
    expect(new Set(ofTrace.map(({ hopId }) => hopId))).toEqual(new Set([outer?.hopId, inner?.hopId]));
  });

  it('is answered to a person exactly as to a NestJS caller', async () => {
    const handlers: TestHandlers = {
      ...sum,
      many: { on: { message: 'many' }, steps: [{ do: 'stream', count: 3, value: 'index' }] },
      none: { on: { message: 'none' }, steps: [] },
      seen: { on: { event: 'seen' }, steps: [] },
      plain: { on: { message: 'plain' }, steps: [{ do: 'throw', error: 'error', message: 'secret' }] },
      rpc: { on: { message: 'rpc' }, steps: [{ do: 'throw', error: 'rpc', status: 404, message: 'No' }] },
      text: { on: { message: 'text' }, steps: [{ do: 'throw', error: 'rpc', message: 'No' }] },
    };
    await using test = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { tcp: true, handlers } },
        wires: { math: { from: 'gateway', to: 'math' } },
      }),
    );
    const ask = async (pattern: string): Promise<object> => {
      const { traceId: _id, durationMs: _ms, ...rest } = await test.runtime.send({ ...askSum, pattern });
      return rest;
    };
    expect(await ask('many')).toEqual({ replies: [0, 1, 2] });
    expect(await ask('none')).toEqual({ error: { name: 'EmptyError', message: 'no elements in sequence' } });
    expect(await ask('seen')).toEqual({ error: { name: 'EmptyError', message: 'no elements in sequence' } });
    expect(await ask('plain')).toEqual({ error: { status: 'error', message: 'Internal server error' } });
    expect(await ask('rpc')).toEqual({ error: { status: 404, message: 'No' } });
    expect(await ask('text')).toEqual({ error: { status: 'error', message: 'No' } });
    expect(await ask('ghost')).toEqual({
      error: 'There is no matching message handler defined in the remote service.',
    });
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 5 });
    expect(await test.runtime.send({ ...askSum, pattern: 'seen', kind: 'event' })).not.toHaveProperty('error');
  });

  it('runs the whole order saga, and undoes it when the card is declined', async () => {
    await using test = await startTestRuntime({
      ...orderSaga,
      // Without its broker: what is emitted over it fails on the wire and nowhere else.
      drivers: {
        buyer: driver("{ userId: 'u1', items: [{ sku: 'tea', quantity: 2 }] }"),
        rich: driver("{ userId: 'u1', items: [{ sku: 'car', quantity: 2, price: 5000 }] }"),
      },
    });
    expect(await test.runtime.drive('buyer')).toMatchObject({ status: 201, body: { status: 'confirmed', total: 50 } });
    const declined = await test.runtime.drive('rich');
    expect(declined).toMatchObject({ status: 402 });
    const released = test.events.filter(
      ({ traceId, type, pattern }) =>
        traceId === declined.traceId &&
        type === 'completed' &&
        JSON.stringify(pattern) === JSON.stringify({ cmd: 'release_inventory' }),
    );
    expect(released).toHaveLength(1);
  });

  it('reaches a developer’s own Nest service, and theirs reaches a canvas service', async () => {
    await using foreign = await startForeignService();
    await using test = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { tcp: true, handlers: sum } },
        externals: { legacy: { host: '127.0.0.1', port: foreign.port } },
        wires: { legacy: { from: 'gateway', to: 'legacy' } },
      }),
    );
    const sent = await test.runtime.send({ wire: 'legacy', pattern: 'echo', data: { a: 1 }, kind: 'request' });
    expect(sent).toMatchObject({ reply: { echoed: { a: 1 } } });
    expect(test.story(sent.traceId)).toEqual([
      'gateway called',
      'gateway sent',
      'gateway answered',
      'gateway completed',
    ]);
    const port = test.runtime.status().services['math']?.listeners['tcp']?.ports[0] ?? 0;
    expect(await foreign.ask(port, { cmd: 'sum' }, { a: 1, b: 2 })).toBe(3);
    expect(await test.until(({ type, service }) => type === 'received' && service === 'math')).toMatchObject({
      pattern: { cmd: 'sum' },
    });
  });

  it('ends a circle of messages with a clear error', async () => {
    const loop = (wire: string): TestHandlers => ({
      go: { on: { message: 'go' }, steps: [{ do: 'send', wire, pattern: 'go', data: 'data' }] },
    });
    await using test = await startTestRuntime(
      testFlow({
        services: { a: { tcp: true, handlers: loop('ab') }, b: { tcp: true, handlers: loop('ba') } },
        wires: { ab: { from: 'a', to: 'b' }, ba: { from: 'b', to: 'a' } },
      }),
    );
    const sent = await test.runtime.send({ wire: 'ab', pattern: 'go', data: {}, kind: 'request' });
    expect(sent).toHaveProperty('error');
    const refused = await test.until(({ error }) => JSON.stringify(error ?? '').includes('EndlessLoopError'));
    expect(refused).toMatchObject({ type: 'failed', traceId: sent.traceId });
    expect(test.events.filter(({ type, traceId }) => type === 'called' && traceId === sent.traceId)).toHaveLength(65);
  });

  it('cannot be sent over a wire that is not there or leads where nobody may go', async () => {
    await using test = await startTestRuntime(
      testFlow({
        services: { gateway: {} },
        externals: { far: { host: 'example.com', port: 80 } },
        wires: { far: { from: 'gateway', to: 'far' } },
      }),
    );
    const problemOf = (wire: string): Promise<unknown> =>
      test.runtime.send({ ...askSum, wire }).catch((error: unknown) => error instanceof ProblemError && error.problem);
    expect(await problemOf('ghost')).toMatchObject({ code: 'notFound' });
    expect(await problemOf('far')).toMatchObject({ code: 'hostRefused', at: 'externals.far.host' });
    expect(test.runtime.status().wires['far']).toMatchObject({ state: 'closed', problem: { code: 'hostRefused' } });
  });
});

describe('an edit', () => {
  it('swaps a step without a new connection, for the very next message', async () => {
    await using test = await startTestRuntime(mathFlow);
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 5 });
    const changes = test.events.filter(({ type }) => type === 'wireChanged').length;
    await test.apply(
      testFlow({
        services: {
          gateway: {},
          math: {
            tcp: true,
            handlers: { sum: { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply', value: "'new'" }] } },
          },
        },
        wires: { math: { from: 'gateway', to: 'math' } },
      }),
    );
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 'new' });
    expect(test.events.filter(({ type }) => type === 'wireChanged')).toHaveLength(changes);
  });

  it('changes a timeout without a new connection', async () => {
    const handlers: TestHandlers = { never: { on: { message: 'x' }, steps: [{ do: 'delay', ms: 600_000 }] } };
    const flow = (timeoutMs: number) =>
      testFlow({
        services: { gateway: {}, slow: { tcp: true, handlers } },
        wires: { slow: { from: 'gateway', to: 'slow', timeoutMs } },
      });
    await using test = await startTestRuntime(flow(500_000));
    await test.apply(flow(300));
    const sent = await test.runtime.send(askSlow);
    expect(sent.error).toEqual({ name: 'TimeoutError', message: 'Timeout has occurred' });
    expect(test.events.filter(({ type }) => type === 'wireChanged').map(({ state }) => state)).toEqual(['connected']);
  });

  it('keeps what a service has stored, through swaps and rebuilds', async () => {
    const flow = (pattern: string) =>
      testFlow({
        services: {
          gateway: {},
          counter: {
            tcp: true,
            handlers: {
              count: {
                on: { message: pattern },
                steps: [
                  { do: 'get', key: 'n', as: 'n' },
                  { do: 'set', key: 'n', value: '(n || 0) + 1' },
                  { do: 'reply', value: 'state.n' },
                ],
              },
            },
          },
        },
        wires: { counter: { from: 'gateway', to: 'counter' } },
      });
    await using test = await startTestRuntime(flow('a'));
    const ask = (pattern: string) => test.runtime.send({ wire: 'counter', pattern, data: {}, kind: 'request' });
    expect(await ask('a')).toMatchObject({ reply: 1 });
    await test.apply(flow('b'));
    expect(await ask('b')).toMatchObject({ reply: 2 });
  });

  it('keeps the public ports of a service that is rebuilt', async () => {
    const flow = (pattern: string) =>
      testFlow({
        services: {
          math: {
            http: true,
            tcp: true,
            replicas: 2,
            handlers: { sum: { on: { message: pattern }, steps: [{ do: 'reply', value: '1' }] } },
          },
        },
      });
    await using test = await startTestRuntime(flow('a'));
    const ports = (): unknown =>
      Object.values(test.runtime.status().services['math']?.listeners ?? {}).map(({ ports: found }) => found);
    const before = ports();
    await test.apply(flow('b'));
    expect(test.runtime.status().services['math']?.state).toBe('up');
    expect(ports()).toEqual(before);
  });

  it('says where an expression is wrong, and runs everything else', async () => {
    await using test = await startTestRuntime(
      testFlow({
        services: {
          gateway: {},
          math: {
            tcp: true,
            handlers: {
              ...sum,
              bad: { on: { message: 'bad' }, steps: [{ do: 'reply', value: 'data.' }] },
            },
          },
        },
        wires: { math: { from: 'gateway', to: 'math' } },
      }),
    );
    expect(test.runtime.status().services['math']?.problems).toMatchObject([
      { code: 'badExpression', at: 'services.math.handlers.bad.steps.0.value' },
    ]);
    const sent = await test.runtime.send({ ...askSum, pattern: 'bad' });
    expect(sent).toMatchObject({ error: { message: 'Internal server error' } });
    expect(await test.until(({ type }) => type === 'threw')).toMatchObject({
      service: 'math',
      error: { message: expect.stringMatching(/^math\.bad step 1: SyntaxError/) as string },
    });
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 5 });
  });

  it('gives a caller replicas that take turns', async () => {
    const whoAmI: TestHandlers = { who: { on: { message: 'who' }, steps: [{ do: 'reply', value: 'meta.replica' }] } };
    const forward: TestHandlers = {
      go: {
        on: { message: 'go' },
        steps: [
          { do: 'send', wire: 'down', pattern: 'who', as: 'who' },
          { do: 'reply', value: '[meta.replica, who]' },
        ],
      },
    };
    await using test = await startTestRuntime(
      testFlow({
        services: {
          gateway: {},
          middle: { tcp: true, handlers: forward, replicas: 2 },
          last: { tcp: true, handlers: whoAmI, replicas: 2 },
        },
        wires: { middle: { from: 'gateway', to: 'middle' }, down: { from: 'middle', to: 'last' } },
      }),
    );
    const go = () => test.runtime.send({ wire: 'middle', pattern: 'go', data: {}, kind: 'request' });
    expect(await go()).toMatchObject({ reply: [0, 0] });
    await test.runtime.actOnService({ service: 'middle', action: 'kill', replica: 0 });
    expect(await go()).toMatchObject({ reply: [1, 1] });
    expect(test.runtime.status().services['middle']).toMatchObject({
      state: 'degraded',
      replicas: [{ state: 'down' }, { state: 'up' }],
    });
  });

  it('leaves nothing behind, however often a service is rebuilt', async () => {
    const flow = (pattern: string) =>
      testFlow({
        services: {
          gateway: {},
          math: { tcp: true, handlers: { sum: { on: { message: pattern }, steps: [{ do: 'reply', value: '1' }] } } },
        },
        wires: { math: { from: 'gateway', to: 'math' } },
      });
    await using test = await startTestRuntime(flow('p0'));
    const rebuild = async (count: number): Promise<void> => {
      await test.apply(flow(`p${count}`));
      expect(await test.runtime.send({ ...askSum, pattern: `p${count}` })).toMatchObject({ reply: 1 });
    };
    const open = (): number =>
      process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP') || kind === 'Timeout').length;
    for (let count = 1; count <= 20; count += 1) await rebuild(count);
    const before = open();
    for (let count = 21; count <= 220; count += 1) await rebuild(count);
    expect(open()).toBeLessThanOrEqual(before + 3);
  });
});

describe('a service', () => {
  it('refuses its callers while it is killed, stays down through other edits, and comes back', async () => {
    await using test = await startTestRuntime(mathFlow);
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 5 });
    await test.runtime.actOnService({ service: 'math', action: 'kill' });
    expect(await test.runtime.send(askSum)).toMatchObject({ error: { code: 'ECONNREFUSED' } });
    await test.apply({ ...mathFlow, notes: { n: { text: 'unrelated', position: { x: 0, y: 0 } } } });
    expect(test.runtime.status().services['math']).toMatchObject({ state: 'down' });
    await test.runtime.actOnService({ service: 'math', action: 'start' });
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 5 });
    expect(
      test.events
        .filter(({ type, service }) => type === 'serviceChanged' && service === 'math')
        .map(({ state }) => state),
    ).toEqual(['up', 'down', 'starting', 'up']);
  });

  it('fails the calls under way when it is killed', async () => {
    await using test = await startTestRuntime(slowFlow);
    const sending = test.runtime.send(askSlow);
    await test.until(({ type }) => type === 'started');
    await test.runtime.actOnService({ service: 'slow', action: 'kill' });
    expect(await sending).toMatchObject({ error: { name: 'Error', message: 'Connection closed' } });
  });

  it('is down when it was killed last, also while it was about to restart', async () => {
    await using test = await startTestRuntime(slowFlow);
    const sending = test.runtime.send(askSlow);
    await test.until(({ type }) => type === 'started');
    const restarting = test.runtime.actOnService({ service: 'slow', action: 'restart' });
    const killing = test.runtime.actOnService({ service: 'slow', action: 'kill' });
    await Promise.all([sending, restarting, killing]);
    expect(test.runtime.status().services['slow']).toMatchObject({ state: 'down', replicas: [{ state: 'down' }] });
    expect(await test.runtime.send(askSlow)).toMatchObject({ error: { code: 'ECONNREFUSED' } });
  });

  it.each([false, true])('fails a call that was just connecting when its caller was killed (TLS: %s)', async (tls) => {
    await using test = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { tcp: { tls }, handlers: sum } },
        wires: { math: { from: 'gateway', to: 'math' } },
      }),
    );
    const sending = test.runtime.send(askSum);
    await test.runtime.actOnService({ service: 'gateway', action: 'kill' });
    expect(await sending).toMatchObject({ error: { name: 'Error', message: 'Connection closed' } });
    await test.runtime.actOnService({ service: 'gateway', action: 'start' });
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 5 });
    expect(test.events.filter(({ note }) => note?.includes('TLS'))).toEqual([]);
  });

  it('stays down after an edit that rebuilds it, until it is started', async () => {
    await using test = await startTestRuntime(mathFlow);
    await test.runtime.actOnService({ service: 'math', action: 'stop' });
    const renamed = testFlow({
      services: {
        gateway: {},
        math: { tcp: true, handlers: { sum: { on: { message: 'add' }, steps: [{ do: 'reply', value: '1' }] } } },
      },
      wires: { math: { from: 'gateway', to: 'math' } },
    });
    await test.apply(renamed);
    expect(await test.runtime.send({ ...askSum, pattern: 'add' })).toMatchObject({ error: { code: 'ECONNREFUSED' } });
    await test.runtime.actOnService({ service: 'math', action: 'start' });
    expect(await test.runtime.send({ ...askSum, pattern: 'add' })).toMatchObject({ reply: 1 });
  });

  it('that cannot have its port says so, and the others go on', async () => {
    await using foreign = await startForeignService();
    await using test = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { tcp: true, handlers: sum }, late: { tcp: { port: foreign.port } } },
        wires: { math: { from: 'gateway', to: 'math' } },
      }),
    );
    expect(test.runtime.status().services['late']?.problems).toMatchObject([{ code: 'listenFailed' }]);
    expect(await test.runtime.send(askSum)).toMatchObject({ reply: 5 });
  });
});

describe('a driver', () => {
  it('sends steadily, stops, and waits for nobody', async () => {
    const flow = (perSecond: number) =>
      testFlow({
        services: {
          web: { http: true, handlers: { hi: { on: { http: 'GET /' }, steps: [{ do: 'reply', value: '1' }] } } },
        },
        drivers: { you: { to: 'web', request: 'GET /', perSecond } },
      });
    await using test = await startTestRuntime(flow(200));
    const isDone = ({ type, driver }: { type: string; driver?: string | undefined }): boolean =>
      type === 'completed' && driver === 'you';
    await test.until(() => test.events.filter(isDone).length >= 5);
    expect(test.runtime.status().drivers).toMatchObject({ you: { perSecond: 200, running: true } });
    await test.apply(flow(0));
    expect(test.runtime.status().drivers).toEqual({ you: { perSecond: 0, running: false } });
  });

  it('fails when nobody listens or the answer is an error, and says which', async () => {
    await using test = await startTestRuntime(
      testFlow({
        services: {
          web: {
            http: true,
            handlers: {
              bad: { on: { http: 'POST /bad' }, steps: [{ do: 'throw', error: 'http', status: 418, message: 'Tea' }] },
            },
          },
        },
        drivers: {
          bad: { to: 'web', request: 'POST /bad', data: '{ a: 1 }' },
          lost: { to: 'web', request: 'GET /nowhere' },
          broken: { to: 'web', request: 'GET /', data: 'a.' },
        },
      }),
    );
    expect(await test.runtime.drive('bad')).toMatchObject({ status: 418, body: { message: 'Tea' } });
    expect(await test.runtime.drive('lost')).toMatchObject({ status: 404 });
    expect(await test.runtime.drive('broken')).toMatchObject({ error: { name: 'ExpressionError' } });
    await test.runtime.actOnService({ service: 'web', action: 'kill' });
    expect(await test.runtime.drive('bad')).toMatchObject({ error: { code: 'ECONNREFUSED' } });
  });
});

function driver(data: string) {
  return { name: 'buyer', position: { x: 0, y: 0 }, to: 'gateway', request: 'POST /orders', data, perSecond: 0 };
}
