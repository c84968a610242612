import { expect, test } from 'vitest';
import type { TraceEvent } from '#shared/trace.ts';
import { apartFlow as flow, work } from '../testing/apartFlow.ts';
import { isAlive } from '../testing/isAlive.ts';
import type { TestPage } from '../testing/testPage.ts';
import { startTestServer } from '../testing/testServer.ts';
import type { TestSession } from '../testing/testSession.ts';

const pidOf = async (session: TestSession): Promise<number> =>
  (await session.read()).services['worker']?.process?.pid ?? 0;

const untilDown = (page: TestPage): Promise<TraceEvent> =>
  page.untilEvent((event) => event.type === 'serviceChanged' && event.service === 'worker' && event.state === 'down');

/** Another process has come, and the service in it is up. */
const untilBack = (page: TestPage, pid: number | undefined): Promise<unknown> =>
  page.until(({ view }) => {
    const worker = view?.services['worker'];
    return worker?.state === 'up' && ![undefined, pid].includes(worker.process?.pid);
  });

test('a service in a process of its own is called, and calls, as any other; each message is one hop on both sides', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  const view = await session.read();
  expect(view.problems).toEqual([]);
  const pid = view.services['worker']?.process?.pid;
  expect(pid).not.toBe(session.runnerPid);
  expect([view.services['web']?.process, view.services['tally']?.process]).toEqual([undefined, undefined]);

  const { traceId, status, body } = await session.drive('user');
  expect([status, body]).toEqual([201, { did: { job: 1 }, total: 1 }]);
  const { events } = await session.trace(traceId);
  expect(events.map(({ type, service, driver }) => `${service ?? driver} ${type}`)).toEqual([
    'user called',
    'user sent',
    'web received',
    'web started',
    'web called',
    'web sent',
    'worker received',
    'worker started',
    'worker called',
    'worker sent',
    'tally received',
    'tally started',
    'tally replied',
    'worker answered',
    'worker completed',
    'worker replied',
    'web answered',
    'web completed',
    'web replied',
    'user answered',
    'user completed',
  ]);
  const hops = new Set(events.flatMap((event) => ('hopId' in event ? [event.hopId] : [])));
  expect(hops.size).toBe(3);
  expect((await session.send('direct', 'count', 1)).reply).toBe(2);
});

test('who calls a process that gets SIGKILL is told what the system tells it, and gets answers from the next process', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  const before = await session.read();
  const pid = await pidOf(session);
  const pending = session.send('work', 'wait', {});
  await page.untilEvent(({ type, service }) => type === 'started' && service === 'worker');
  process.kill(pid, 'SIGKILL');
  expect((await pending).error).toEqual({ name: 'Error', message: 'Connection closed' });
  const down = await untilDown(page);
  expect(down.note).toBe('Its process was killed (SIGKILL) and is being restarted.');
  await untilBack(page, pid);
  const after = await session.read();
  expect(isAlive(pid)).toBe(false);
  expect((await session.send('work', work, 'a')).reply).toEqual({ did: 'a', total: 1 });
  // Nobody else has noticed.
  expect([after.runner, after.services['tally']]).toEqual(['up', before.services['tally']]);
});

test('killing such a service is a real SIGKILL: callers are refused until it is started', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  const pid = (await session.read()).services['worker']?.process?.pid;
  expect(isAlive(pid)).toBe(true);
  await session.service('worker', 'kill');
  expect(isAlive(pid)).toBe(false);
  const { services, runner } = await session.read();
  expect([runner, services['worker']]).toEqual([
    'up',
    {
      state: 'down',
      listeners: {},
      replicas: [],
      problems: [],
      health: { ready: false, because: ['It is down.'] },
    },
  ]);
  const { error } = await session.send('work', work, 'a');
  expect(error).toEqual({
    name: 'Error',
    message: expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:\d+$/),
    code: 'ECONNREFUSED',
  });
  // Other edits do not bring it back.
  await session.edit([{ edit: 'renameFlow', name: 'Still down' }]);
  expect((await session.read()).services['worker']?.state).toBe('down');
  await session.service('worker', 'start');
  expect((await session.send('work', work, 'b')).reply).toEqual({ did: 'b', total: 1 });
  expect(isAlive((await session.read()).services['worker']?.process?.pid)).toBe(true);
});

test('one replica of it is killed as any other, its process and the other replica go on', async () => {
  await using server = await startTestServer();
  const { worker } = flow.services;
  const session = await server.openSession({
    flow: { ...flow, services: { ...flow.services, worker: { ...worker, replicas: 2 } } },
  });
  const pid = await pidOf(session);
  await session.service('worker', 'kill', 0);
  const { services } = await session.read();
  expect([services['worker']?.state, services['worker']?.replicas]).toEqual([
    'degraded',
    [{ state: 'down' }, { state: 'up' }],
  ]);
  expect((await session.send('work', work, 'a')).reply).toEqual({ did: 'a', total: 1 });
  await session.service('worker', 'start', 0);
  const after = await session.read();
  expect([after.services['worker']?.state, await pidOf(session)]).toEqual(['up', pid]);
});

test('it is switched on and off while the flow runs: its port stays, what it has stored does not', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  const count = async (): Promise<unknown> => (await session.send('direct', 'count', 1)).reply;
  const setProcess = (value: 'own' | 'shared') =>
    session.edit([{ edit: 'set', part: 'services', id: 'tally', field: 'process', value }]);
  const ports = (await session.read()).services['tally']?.listeners['tcp']?.ports;
  expect([await count(), await count()]).toEqual([1, 2]);
  expect(await setProcess('own')).toEqual({ revision: 1, problems: [] });
  const apart = (await session.read()).services['tally'];
  expect([apart?.listeners['tcp']?.ports, isAlive(apart?.process?.pid)]).toEqual([ports, true]);
  expect([await count(), await count()]).toEqual([1, 2]);
  // Other steps are swapped in as anywhere: nothing is lost.
  const { count: counting } = flow.services['tally']?.handlers ?? {};
  await session.edit([
    {
      edit: 'putHandler',
      service: 'tally',
      id: 'count',
      handler: {
        on: { message: 'count' },
        steps: [...(counting?.steps.slice(0, 2) ?? []), { do: 'reply', value: "'was ' + (total ?? 0)" }],
      },
    },
  ]);
  expect(await count()).toBe('was 2');
  await setProcess('shared');
  const together = (await session.read()).services['tally'];
  expect([together?.listeners['tcp']?.ports, together?.process, isAlive(apart?.process?.pid)]).toEqual([
    ports,
    undefined,
    false,
  ]);
  expect([await count(), await count()]).toEqual(['was 0', 'was 1']);
});

test('a process that does not answer stops nobody else, and is replaced', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  const pid = await pidOf(session);
  process.kill(pid, 'SIGSTOP');
  expect((await session.send('direct', 'count', 1)).reply).toBe(1);
  const down = await untilDown(page);
  expect(down.note).toBe('Its process did not answer for 2 s and was killed and is being restarted.');
  await untilBack(page, pid);
  expect((await session.send('work', work, 'a')).reply).toEqual({ did: 'a', total: 2 });
});

test('a handler that eats all memory ends its own process and no other; elsewhere that fault is refused', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  const before = await session.read();
  const fault = { kind: 'out_of_memory', count: 1 };
  expect(await server.rest.put(session.path('/faults/bomb'), { ...fault, target: { handler: 'tally.count' } })).toEqual(
    {
      status: 400,
      body: {
        ok: false,
        problem: {
          code: 'noEffect',
          message:
            'Out of memory, "tally" would take all services with it that share its process. Run it in its own process first.',
          at: 'target.handler',
        },
      },
    },
  );
  await session.putFault('bomb', { ...fault, target: { handler: 'worker.work' } });
  const { traceId, error } = await session.send('work', work, 'a');
  expect(error).toEqual({ name: 'Error', message: 'Connection closed' });
  const down = await untilDown(page);
  expect(down.note).toBe('Its process ran out of memory and is being restarted.');
  const { events } = await session.trace(traceId);
  expect(events.map(({ type, service, faults }) => [service, type, faults])).toEqual([
    ['web', 'called', undefined],
    ['web', 'sent', undefined],
    ['worker', 'received', undefined],
    ['worker', 'started', undefined],
    ['worker', 'injected', ['bomb']],
    ['web', 'failed', ['bomb']],
  ]);
  const pid = before.services['worker']?.process?.pid;
  await untilBack(page, pid);
  const after = await session.read();
  expect([after.runner, after.services['tally'], after.faults]).toEqual(['up', before.services['tally'], []]);
  expect((await session.send('work', work, 'a')).reply).toEqual({ did: 'a', total: 1 });
});

test('one that ends again and again is given up, the others live on, and whoever starts it tries again', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  for (let death = 1, last = 0; death <= 5; death += 1) {
    await page.until(({ view }) => ![undefined, last].includes(view?.services['worker']?.process?.pid));
    last = page.view?.services['worker']?.process?.pid ?? 0;
    process.kill(last, 'SIGKILL');
  }
  await page.until(({ view }) => view?.problems.length === 1);
  const { problems, runner } = await session.read();
  expect([runner, problems]).toEqual([
    'up',
    [
      {
        code: 'runnerFailed',
        at: 'services.worker',
        severity: 'error',
        message:
          'The process of "worker" ended 5 times within 60 s and is not started again: the last time it was killed (SIGKILL). ' +
          'Change what makes it end; any change of the flow starts it again.',
      },
    ],
  ]);
  expect((await session.send('direct', 'count', 1)).reply).toBe(1);
  expect((await session.send('work', work, 'a')).error).toMatchObject({ code: 'ECONNREFUSED' });
  await session.service('worker', 'start');
  expect((await session.read()).problems).toEqual([]);
  expect((await session.send('work', work, 'a')).reply).toEqual({ did: 'a', total: 2 });
});

test('what faults do in one process is told of everything that it causes in the others, as if all were in one', async () => {
  await using server = await startTestServer();
  const stories = ['own', 'shared'].map(async (process) => {
    const services = { ...flow.services, worker: { ...flow.services['worker'], process } };
    const session = await server.openSession({ flow: { ...flow, services } });
    await session.putFault('late', { kind: 'slow', delayMs: 30, target: { handler: 'worker.work' } });
    await session.putFault('no', { kind: 'throw_rpc', status: 418, message: 'no', target: { handler: 'tally.count' } });
    const { traceId, status } = await session.drive('user');
    const { events } = await session.trace(traceId);
    await session.mendAll();
    const told = events.map(({ type, service, driver, faults }) => [service ?? driver, type, faults]);
    return [status, told, (await session.drive('user')).status];
  });
  const [apart, together] = await Promise.all(stories);
  expect(together).toEqual([502, expect.arrayContaining([['web', 'failed', ['late', 'no']]]), 201]);
  expect(apart).toEqual(together);
});

test('what is under way when a process fault ends one side is told of that fault on the other side', async () => {
  await using server = await startTestServer();
  const session = await server.openSession({ flow });
  using page = await session.join();
  const pending = session.send('work', 'wait', {});
  await page.untilEvent(({ type, service }) => type === 'started' && service === 'worker');
  await session.putFault('end', { kind: 'kill', target: { service: 'worker' } });
  const { error, traceId } = await pending;
  expect(error).toEqual({ name: 'Error', message: 'Connection closed' });
  const { events } = await session.trace(traceId);
  expect(events.find(({ type }) => type === 'failed')).toMatchObject({ service: 'web', faults: ['end'] });
  await session.mend('end');
  expect((await session.send('work', work, 'a')).reply).toEqual({ did: 'a', total: 1 });
});

test('a circle of messages through two processes is broken as in one', async () => {
  await using server = await startTestServer();
  const again = {
    on: { event: 'again' },
    steps: [{ do: 'emit' as const, wire: 'tally', pattern: 'again', data: 'data + 1' }],
  };
  const session = await server.openSession({ flow });
  using page = await session.join();
  await session.edit([
    { edit: 'put', part: 'wires', id: 'back', value: { name: 'BACK', from: 'tally', to: 'worker' } },
    { edit: 'putHandler', service: 'worker', id: 'again', handler: again },
    {
      edit: 'putHandler',
      service: 'tally',
      id: 'again',
      handler: { ...again, steps: [{ do: 'emit', wire: 'back', pattern: 'again', data: 'data + 1' }] },
    },
  ]);
  const { traceId } = await session.emit('work', 'again', 1);
  const failed = await page.untilEvent(
    (event) => event.type === 'failed' && 'traceId' in event && event.traceId === traceId,
  );
  expect(failed.error).toEqual({
    name: 'EndlessLoopError',
    message: 'This message is number 65 in a row of messages that cause each other. Break the circle with a "when".',
  });
});

test('two sessions are apart', async () => {
  await using server = await startTestServer();
  const [hit, other] = await Promise.all([server.openSession({ flow }), server.openSession({ flow })]);
  const pids = [await pidOf(hit), await pidOf(other)];
  expect(new Set(pids).size).toBe(2);
  await hit.service('worker', 'kill');
  expect([isAlive(pids[0]), isAlive(pids[1]), await pidOf(other)]).toEqual([false, true, pids[1]]);
  expect((await other.send('work', work, 'a')).reply).toEqual({ did: 'a', total: 1 });
  await other.close();
  await expect.poll(() => isAlive(pids[1])).toBe(false);
});
