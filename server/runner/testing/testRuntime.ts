import type { Fault } from '#shared/faults/fault.ts';
import { faultSchema } from '#shared/faults/fault.ts';
import { flowSchema, type Flow } from '#shared/flow/flow.ts';
import type { RmqListener } from '#shared/flow/rmqRoute.ts';
import type { BrokerAddress, Plan } from '#shared/ipc.ts';
import type { Policies } from '#shared/policies/policies.ts';
import type { Step } from '#shared/steps/step.ts';
import type { ChangeEvent, HopEvent, UnnumberedEvent } from '#shared/trace.ts';
import { createRuntime, type Runtime } from '../runtime.ts';
import { createTracer } from '../trace/tracer.ts';

/** An event as the tests look at it: all its fields may be there. */
export type Seen = Partial<Omit<HopEvent, 'type'>> &
  Pick<Partial<ChangeEvent>, 'state' | 'renewed' | 'registry' | 'note'> & { type: string };

export interface TestRuntime extends AsyncDisposable {
  runtime: Runtime;
  /** Everything that happened so far. */
  events: Seen[];
  ended: string[];
  apply: (flow: Flow, change?: Partial<Plan>) => ReturnType<Runtime['apply']>;
  setFaults: (...faults: Record<string, unknown>[]) => Promise<void>;
  /** The first event that this is true of, whether it has happened or is yet to happen. */
  until: (isMeant: (event: Seen) => boolean) => Promise<Seen>;
  /** The events of one trace, as `service type`, in the order in which they happened. */
  story: (traceId: string) => string[];
}

/** A runtime in this very process, with a flow alive in it. */
export async function startTestRuntime(
  flow: Flow,
  { brokers = {}, ...change }: Partial<Plan> = {},
): Promise<TestRuntime> {
  const events: Seen[] = [];
  const ended: string[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => waiting.forEach((look) => look());
  const tracer = createTracer({
    intervalMs: 1,
    onBatch: (batch: UnnumberedEvent[]) => {
      events.push(...(batch as Seen[]));
      wake();
    },
  });
  const runtime = createRuntime({
    tracer,
    onStatus: () => undefined,
    onFaultEnded: (id) => ended.push(id),
    onFaultProgress: () => undefined,
    onHeld: wake,
  });
  let revision = 0;
  const apply: TestRuntime['apply'] = (wanted, more = {}) => {
    revision += 1;
    const plan = { session: 'test', revision, brokers, faults: [], allowedHosts: [], ...change, ...more };
    return runtime.apply({ ...plan, flow: flowSchema.parse(wanted) });
  };
  await apply(flow);
  return {
    runtime,
    events,
    ended,
    apply,
    setFaults: async (...faults) => {
      const problems = await runtime.setFaults(faults.map((fault): Fault => faultSchema.parse(fault)));
      if (problems.length > 0) throw new Error(JSON.stringify(problems));
    },
    until: (isMeant) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = events.find(isMeant);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    story: (traceId) => {
      tracer.flush();
      return events
        .filter((event) => event.traceId === traceId)
        .sort((a, b) => (a.atUs ?? 0) - (b.atUs ?? 0))
        .map(({ type, service, driver }) => `${service ?? driver ?? '-'} ${type}`);
    },
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      tracer.close();
    },
  };
}

const position = { x: 0, y: 0 };

export type TestHandlers = Record<string, { on: Flow['services'][string]['handlers'][string]['on']; steps: Step[] }>;

/** A flow written short: services by their listener and handlers. */
export function testFlow(parts: {
  services: Record<
    string,
    {
      http?: boolean;
      tcp?: boolean | { port?: number; registry?: string; tls?: boolean };
      redis?: string;
      nats?: { queue?: string };
      kafka?: { groupId?: string; fromBeginning?: boolean; partitions?: number };
      grpc?: boolean | { port?: number; registry?: string };
      mqtt?: { group?: string; qos?: 0 | 1 | 2 };
      rmq?: Partial<RmqListener>;
      replicas?: number;
      store?: 'shared' | 'perReplica';
      handlers?: TestHandlers;
    }
  >;
  wires?: Record<
    string,
    { from: string; to: string; queue?: string; tls?: 'none' | 'untrusted'; timeoutMs?: number; policies?: Policies }
  >;
  externals?: Record<string, { host: string; port: number }>;
  drivers?: Record<string, { to: string; request: string; data?: string; perSecond?: number }>;
  /** Those called `nats`, `kafka`, `mqtt` and `rmq` are such, the others are Redis. */
  brokers?: Record<string, BrokerAddress>;
  registries?: Record<string, { heartbeatMs?: number; timeoutMs?: number }>;
}): Flow {
  return flowSchema.parse({
    version: 1,
    name: 'Test',
    services: mapValues(parts.services, ({ http, tcp, redis, nats, kafka, mqtt, grpc, rmq, ...service }, id) => ({
      name: id,
      position,
      listeners: {
        ...(http === true ? { web: { transport: 'http' } } : {}),
        ...(tcp === undefined || tcp === false ? {} : { tcp: { transport: 'tcp', ...(tcp === true ? {} : tcp) } }),
        ...(grpc === undefined || grpc === false
          ? {}
          : { grpc: { transport: 'grpc', ...(grpc === true ? {} : grpc) } }),
        ...(redis === undefined ? {} : { redis: { transport: 'redis', broker: redis } }),
        ...(nats === undefined ? {} : { nats: { transport: 'nats', broker: 'nats', ...nats } }),
        ...(kafka === undefined ? {} : { kafka: { transport: 'kafka', broker: 'kafka', ...kafka } }),
        ...(mqtt === undefined ? {} : { mqtt: { transport: 'mqtt', broker: 'mqtt', ...mqtt } }),
        ...(rmq === undefined ? {} : { rmq: { transport: 'rmq', broker: 'rmq', ...rmq } }),
      },
      ...service,
    })),
    brokers: mapValues(parts.brokers ?? {}, (_address, id) => ({
      name: id,
      transport: id === 'nats' || id === 'kafka' || id === 'mqtt' || id === 'rmq' ? id : 'redis',
      position,
    })),
    wires: mapValues(parts.wires ?? {}, ({ timeoutMs, policies, ...wire }, id) => ({
      name: id.toUpperCase(),
      ...wire,
      ...(timeoutMs === undefined && policies === undefined
        ? {}
        : { policies: { ...policies, ...(timeoutMs === undefined ? {} : { timeout: { ms: timeoutMs } }) } }),
    })),
    drivers: mapValues(parts.drivers ?? {}, (driver, id) => ({ name: id, position, ...driver })),
    externals: mapValues(parts.externals ?? {}, (external, id) => ({
      name: id,
      transport: 'tcp',
      position,
      ...external,
    })),
    ...(parts.registries === undefined
      ? {}
      : { registries: mapValues(parts.registries, (registry, id) => ({ name: id, position, ...registry })) }),
  });
}

function mapValues<T, U>(record: Record<string, T>, map: (value: T, id: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, map(value, id)]));
}
