import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { flowSchema, type Flow } from '../shared/flow/flow.ts';
import type { BrokerAddress } from '../shared/ipc.ts';
import type { UnnumberedEvent } from '../shared/trace.ts';
import { createRuntime, unheard, type Runtime } from '../server/runner/runtime.ts';
import { createSandbox } from '../server/runner/sandbox/sandbox.ts';
import { createTracer } from '../server/runner/trace/tracer.ts';

/** What the benches measure of the runner. It is bundled as the runner is: that is what people run. */
export interface BenchRuntime extends AsyncDisposable {
  runtime: Runtime;
  /** The events of the last batch. */
  lastBatch: () => readonly UnnumberedEvent[];
  flush: () => void;
}

/** A flow alive in this process, every event of which is made and batched as in a runner, and then let go. */
export async function startBenchRuntime(
  flow: unknown,
  brokers: Record<string, BrokerAddress> = {},
): Promise<BenchRuntime> {
  let last: readonly UnnumberedEvent[] = [];
  const tracer = createTracer({ onBatch: (batch) => (last = batch) });
  const runtime = createRuntime({ tracer, ...unheard });
  const drawn: Flow = flowSchema.parse(flow);
  const session = `bench-${randomBytes(4).toString('hex')}`;
  await runtime.apply({ session, revision: 1, brokers, faults: [], allowedHosts: [], flow: drawn });
  return {
    runtime,
    lastBatch: () => last,
    flush: () => tracer.flush(),
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      tracer.close();
    },
  };
}

export const makeSandbox = (): ReturnType<typeof createSandbox> => createSandbox({ random: Math.random });
