import { fork } from 'node:child_process';
import { once } from 'node:events';
import { at } from '../scripts/lib/paths.ts';
import type { SessionView } from '../shared/protocol.ts';
import type { Figure } from './figure.ts';
import { descendants, memoryMib, startLiveServer, type LiveServer } from './liveServer.ts';

/** A service over TCP with one handler. */
const service = (index: number): object => ({
  name: `service-${index}`,
  position: { x: 0, y: index * 200 },
  listeners: { tcp: { transport: 'tcp' } },
  handlers: { sum: { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply', value: 'data.a' }] } },
});

export const flowOf = (services: number): object => ({
  version: 1,
  name: 'Bench',
  services: Object.fromEntries(Array.from({ length: services }, (_, index) => [`s${index}`, service(index)])),
  wires: services > 1 ? { w: { name: 'W', from: 's1', to: 's0' } } : {},
});

export interface Opened {
  id: string;
  /** Of its runner. */
  pid: number;
  ms: number;
  /** Of the session's runner. */
  memoryMib: number;
}

/** From asking for a session until all of its services are up; a runner waits for it, as it does for people. */
export async function open(server: LiveServer, services: number, others: readonly Opened[] = []): Promise<Opened> {
  const pid = await warmRunner(server, others);
  const startMs = performance.now();
  const { id } = await server.ask<{ id: string }>('POST', '/api/sessions', { flow: flowOf(services) });
  await asSoonAs(async () => {
    const view = await server.ask<SessionView>('GET', `/api/sessions/${id}`);
    return Object.values(view.services).filter(({ state }) => state === 'up').length === services;
  });
  return { id, pid, ms: performance.now() - startMs, memoryMib: await memoryMib(pid) };
}

/** The one that no session has yet, loaded. */
async function warmRunner({ pid, url }: LiveServer, others: readonly Opened[]): Promise<number> {
  const taken = new Set(others.map((other) => other.pid));
  let runners: number[] = [];
  await asSoonAs(async () => {
    const { ok } = await fetch(`${url}/health/ready`);
    runners = (await descendants(pid)).filter((runner) => !taken.has(runner));
    return ok && runners.length === 1;
  });
  return runners[0] ?? 0;
}

/** Asks again as soon as it has an answer: a pause would be measured, too. */
async function asSoonAs(holds: () => Promise<boolean>): Promise<void> {
  const startMs = performance.now();
  while (!(await holds())) if (performance.now() - startMs > 60_000) throw new Error('It takes more than a minute.');
}

/** Over the wire of the flow. */
export const call = { wire: 'w', pattern: { cmd: 'sum' }, data: { a: 1 }, kind: 'request' };

const end = (server: LiveServer, { id }: Opened): Promise<unknown> => server.ask('DELETE', `/api/sessions/${id}`);

/** In a fresh process, as a session's runner is: one that has started hundreds of services before starts another ten in a third of the time. */
async function bareStartMs(services: number): Promise<number> {
  const child = fork(at('bench/bareServices.ts'), { execArgv: ['--import', 'tsx'] });
  const ended = once(child, 'exit');
  await once(child, 'message');
  child.send(services);
  const [ms] = (await once(child, 'message')) as [number];
  child.kill();
  await ended;
  return ms;
}

export const sessionOpen = (services: number): Figure => ({
  name: `session-open-${services}`,
  says: `A session of ${services} services open and all of them up / as many bare NestJS services started one by one in a process that has started two, per second`,
  target: 0.77,
  prepare: async () => {
    const server = await startLiveServer();
    return {
      ours: async () => {
        const opened = await open(server, services);
        await end(server, opened);
        return 1000 / opened.ms;
      },
      reference: async () => 1000 / (await bareStartMs(services)),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
});

const budgetMib = 110;
const budgetPerServiceMib = 0.3;

export const sessionMemory: Figure = {
  name: 'session-memory-10',
  says: `Sessions of 10 services that fit into 1 GiB / those that ${budgetMib} MiB each would allow`,
  target: 1,
  prepare: async () => {
    const server = await startLiveServer();
    return {
      ours: async () => {
        const opened = await open(server, 10);
        await end(server, opened);
        return 1024 / opened.memoryMib;
      },
      reference: () => Promise.resolve(1024 / budgetMib),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

export const serviceMemory: Figure = {
  name: 'service-memory',
  says: `Further services of a session that fit into 1 GiB / those that ${budgetPerServiceMib} MiB each would allow`,
  target: 1,
  prepare: async () => {
    const server = await startLiveServer();
    return {
      ours: async () => {
        const small = await open(server, 10);
        await end(server, small);
        const large = await open(server, 110);
        await end(server, large);
        return 1024 / Math.max(0.01, (large.memoryMib - small.memoryMib) / 100);
      },
      reference: () => Promise.resolve(1024 / budgetPerServiceMib),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};

const editBudgetMs = 30;
const edits = 40;

/** An edit of a step, until a message is answered by it: p95 of some. */
export const editToLive: Figure = {
  name: 'edit-to-live',
  says: `An edit of a step live, with the way there and back by REST, p95 / ${editBudgetMs} ms, per second`,
  target: 1,
  prepare: async () => {
    const server = await startLiveServer();
    const { id } = await open(server, 10);
    let revision = 0;
    const put = async (value: number): Promise<void> => {
      const handler = { on: { message: { cmd: 'sum' } }, steps: [{ do: 'reply', value: String(value) }] };
      const edit = { edit: 'putHandler', service: 's0', id: 'sum', handler };
      const answer = await server.ask<{ revision: number }>('POST', `/api/sessions/${id}/edits`, {
        revision,
        edits: [edit],
      });
      ({ revision } = answer);
    };
    return {
      ours: async () => {
        const taken: number[] = [];
        for (let count = 0; count < edits; count += 1) {
          const value = Math.floor(Math.random() * 1e9);
          const startMs = performance.now();
          await put(value);
          await asSoonAs(async () => {
            const { reply } = await server.ask<{ reply?: number }>('POST', `/api/sessions/${id}/send`, call);
            return reply === value;
          });
          taken.push(performance.now() - startMs);
        }
        return 1000 / (taken.toSorted((a, b) => a - b)[Math.floor(edits * 0.95)] ?? 0);
      },
      reference: () => Promise.resolve(1000 / editBudgetMs),
      [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    };
  },
};
