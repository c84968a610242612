import { concatAll, from, isObservable, of, type Observable } from 'rxjs';
import { faultSchema, isLinkFault, type LinkFault } from '#shared/faults/fault.ts';
import { serviceSchema, type Service } from '#shared/flow/flow.ts';
import type { Expects } from '#shared/flow/nestSettings.ts';
import type { BrokerAddress } from '#shared/ipc.ts';
import type { EventPlace, HopEvent } from '#shared/trace.ts';
import { seededRandom } from '#shared/random.ts';
import type { HandlerCall, HandlerTable } from '../service/handlerBody.ts';
import { startReplica } from '../service/replica.ts';
import type { Replica } from '../service/replicaOptions.ts';
import { createTracer } from '../trace/tracer.ts';

/** What a handler of a test does with a message: a value, a promise or an Observable; it may throw. */
export type Answer = (scope: Record<string, unknown>, call: HandlerCall) => unknown;

export interface TestReplicaParts {
  /** By listener id. */
  listeners: Record<string, unknown>;
  /** By handler id. */
  handlers: Record<string, { on: object; answer: Answer; expects?: Expects }>;
  /** What the service sets up for all of its handlers. */
  settings?: Pick<Service, 'inheritAppConfig' | 'filter' | 'validation'>;
  brokers?: Record<string, BrokerAddress>;
  replica?: number;
  /** Other names for the events, say when a test has several services. */
  id?: string;
}

export type Seen = Partial<Omit<HopEvent, 'type'>> & { type: string };

export interface TestReplica extends AsyncDisposable {
  replica: Replica;
  events: () => Seen[];
  /** What link faults did. */
  injected: { fault: LinkFault; place: EventPlace }[];
  /** Until this is true, looked at after each event and each change of the replica. */
  until: (isTrue: () => boolean) => Promise<void>;
}

export async function startTestReplica(parts: TestReplicaParts): Promise<TestReplica> {
  const { id = 'orders', replica: index = 0, brokers = {} } = parts;
  const seen: Seen[] = [];
  const injected: TestReplica['injected'] = [];
  const waiting = new Set<() => void>();
  const look = (): void => waiting.forEach((wake) => wake());
  const tracer = createTracer({
    intervalMs: 1,
    onBatch: (batch) => {
      seen.push(...(batch as Seen[]));
      look();
    },
  });
  const replica = await startReplica({
    id,
    service: drawService(parts),
    replica: index,
    brokers,
    bodies: bodiesOf(parts.handlers),
    tracer,
    random: seededRandom(1),
    onInjected: (fault, place) => {
      injected.push({ fault, place });
      look();
    },
    onChange: look,
  });
  return {
    replica,
    injected,
    events: () => {
      tracer.flush();
      return seen;
    },
    until: (isTrue) =>
      new Promise((resolve) => {
        const wake = (): void => {
          if (!isTrue()) return;
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        wake();
      }),
    [Symbol.asyncDispose]: async () => {
      await replica.close();
      tracer.close();
    },
  };
}

export function bodiesOf(handlers: Record<string, { answer: Answer }>): HandlerTable {
  return new Map(
    Object.entries(handlers).map(([id, { answer }]) => [id, (call) => answered(() => answer(call.scope, call))]),
  );
}

function answered(answer: () => unknown): Observable<unknown> {
  const value$ = from(
    (async () => {
      const value = await answer();
      return isObservable(value) ? value : of(value);
    })(),
  );
  return value$.pipe(concatAll());
}

function drawService({ listeners, handlers, settings }: TestReplicaParts): Service {
  return serviceSchema.parse({
    name: 'Test',
    position: { x: 0, y: 0 },
    listeners,
    ...settings,
    handlers: Object.fromEntries(
      Object.entries(handlers).map(([id, { on, expects }]) => [
        id,
        { on, steps: [], ...(expects === undefined ? {} : { expects }) },
      ]),
    ),
  });
}

/** What keeps this process alive now and did not at the time of `before`. */
export function leftSince(before: readonly string[]): string[] {
  const known = [...before];
  return process.getActiveResourcesInfo().filter((name) => {
    const at = known.indexOf(name);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

/** A link fault written short; what it is aimed at does not matter here. */
export function linkFault(fault: Record<string, unknown>): LinkFault {
  const parsed = faultSchema.parse({ id: 'fault', target: { service: 'orders' }, ...fault });
  if (!isLinkFault(parsed)) throw new Error(`${parsed.kind} is no link fault`);
  return parsed;
}
