import { fromRunnerSchema } from '../shared/ipc.ts';
import type { UnnumberedEvent } from '../shared/trace.ts';
import { TraceRelay } from '../server/session/traceRelay.ts';
import { loadBundled } from './bundled.ts';
import { perSecond, type Figure } from './figure.ts';

/** CPU time that an event may take on its way from the runner to the socket. */
const budgetUs = 3;
const batches = 40;

/**
 * The way of one event after it was made: written as JSON for the channel, read and looked at by the server, numbered and kept,
 * and written as JSON for the pages. Time is that of the process, so that what else the machine does does not count.
 */
export const eventCost: Figure = {
  name: 'event-cost',
  says: `Events from runner to socket per second of CPU / those that ${budgetUs} µs each would allow`,
  target: 1,
  prepare: async () => {
    const { startBenchRuntime } = await loadBundled();
    const position = { x: 0, y: 0 };
    const handlers = { sum: { on: { message: 'sum' }, steps: [{ do: 'reply', value: 'data.a' }] } };
    const services = {
      gateway: { name: 'gateway', position, listeners: {}, handlers: {} },
      math: { name: 'math', position, listeners: { tcp: { transport: 'tcp' } }, handlers },
    };
    const wires = { math: { name: 'MATH', from: 'gateway', to: 'math' } };
    const bench = await startBenchRuntime({ version: 1, name: 'Bench', services, wires });
    await perSecond(100, 10, () =>
      bench.runtime.send({ wire: 'math', pattern: 'sum', data: { a: 1, order: 'o-1' }, kind: 'request' }),
    );
    bench.flush();
    const sent = bench.lastBatch();
    return {
      ours: () => Promise.resolve(perCpuSecond(sent)),
      reference: () => Promise.resolve(1e6 / budgetUs),
      [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
    };
  },
};

function perCpuSecond(events: readonly UnnumberedEvent[]): number {
  const relay = new TraceRelay();
  let bytes = 0;
  const socket = relay.batches$.subscribe((batch) => (bytes += JSON.stringify(batch).length));
  const before = process.cpuUsage();
  for (let round = 0; round < batches; round += 1) {
    const message: unknown = JSON.parse(JSON.stringify({ say: 'events', events }));
    const parsed = fromRunnerSchema.parse(message);
    if (parsed.say === 'events') relay.publish(parsed.events);
  }
  const { user, system } = process.cpuUsage(before);
  socket.unsubscribe();
  relay.close();
  if (bytes === 0) throw new Error('No event came through.');
  return (batches * events.length) / ((user + system) / 1e6);
}
