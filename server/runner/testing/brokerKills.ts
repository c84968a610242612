import { expect, it } from 'vitest';
import type { BrokerName } from '../faults/testing/brokerFaults.ts';
import type { BrokerKind } from './testBroker.ts';
import { startTestRuntime, testFlow, type Seen, type TestRuntime } from './testRuntime.ts';

const listeners: Record<BrokerName, object> = {
  redis: { redis: 'redis' },
  nats: { nats: {} },
  rmq: { rmq: {} },
  kafka: { kafka: {} },
  mqtt: { mqtt: {} },
};

/** Two connections that a client is just about to close or to open, both of their ends. */
const spare = 4;

/** No crash, no leak and no stuck wire, whatever the broker. */
export function brokerKills(transport: BrokerName, kind: BrokerKind): void {
  const flow = (timeoutMs: number) =>
    testFlow({
      services: {
        gateway: {},
        colors: {
          ...listeners[transport],
          replicas: 2,
          handlers: {
            color: { on: { message: 'color' }, steps: [{ do: 'reply', value: "'red'" }] },
            cat: { on: { event: 'cat' }, steps: [{ do: 'log', value: 'data' }] },
          },
        },
      },
      brokers: { [transport]: { host: '127.0.0.1', port: 0 } },
      wires: { events: { from: 'gateway', to: transport, timeoutMs } },
    });
  const request = (test: TestRuntime) =>
    test.runtime.send({ wire: 'events', pattern: 'color', data: {}, kind: 'request' });
  const emit = (test: TestRuntime) => test.runtime.send({ wire: 'events', pattern: 'cat', data: {}, kind: 'event' });

  it(`killed and started again ${kind.kills} times under load: no crash, no leak, no stuck wire, every state is told`, async () => {
    await using broker = await kind.start();
    await using test = await startTestRuntime(flow(4000), { brokers: { [transport]: broker.address } });
    expect(await request(test)).toMatchObject({ reply: 'red' });
    const [crashes, stop] = watchCrashes();
    let afterFirst = Infinity;
    const states = (): unknown[] => {
      const { services, wires } = test.runtime.status();
      return [services['colors']?.state, wires['events']?.state];
    };
    const load = { isOver: false, calls: 0 };
    const loaded = (async () => {
      while (!load.isOver) {
        // Where the broker is away they fail at once: as fast as that would leave the others no time.
        await Promise.all([request(test), emit(test), turn()]);
        load.calls += 2;
      }
    })();
    for (let round = 0; round < kind.kills; round += 1) {
      // RabbitMQ's client calls it disconnected, the others reconnecting.
      const away = [
        next(test, 'wireChanged', /^(reconnecting|disconnected)$/),
        next(test, 'serviceChanged', /^degraded$/),
      ];
      await broker.kill();
      await Promise.all(away);
      const back = [next(test, 'wireChanged', /^connected$/), next(test, 'serviceChanged', /^up$/)];
      await broker.start();
      await Promise.all(back);
      await expect.poll(() => request(test), { timeout: 30_000 }).toMatchObject({ reply: 'red' });
      // Members of a Kafka group may be joining it once more.
      await expect.poll(states, { timeout: 30_000 }).toEqual(['up', 'connected']);
      if (round === 0) afterFirst = openNow();
    }
    load.isOver = true;
    await loaded;
    // Every call has ended, one way or another.
    test.story('');
    const ended = test.events.filter(({ type }) => type === 'completed' || type === 'failed');
    expect(ended.length).toBeGreaterThanOrEqual(load.calls);
    // A leak leaves one open for each kill, and its other end in the link. Who comes back may have more than at first, once.
    const leaked = afterFirst + Math.max(spare, kind.kills);
    await expect.poll(openNow, { timeout: 30_000 }).toBeLessThan(leaked);
    stop();
    expect(crashes).toEqual([]);
  }, 600_000);
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A state that comes from now on. */
function next(test: TestRuntime, type: string, state: RegExp): Promise<Seen> {
  const before = new Set(test.events);
  return test.until((event) => event.type === type && state.test(event.state ?? '') && !before.has(event));
}

/** Connections of this process, in which the runner runs. */
const openNow = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

function watchCrashes(): [unknown[], () => void] {
  const crashes: unknown[] = [];
  const note = (error: unknown): void => void crashes.push(error);
  process.on('unhandledRejection', note);
  return [crashes, () => void process.off('unhandledRejection', note)];
}
