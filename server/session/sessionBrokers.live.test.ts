import { expect, test } from 'vitest';
import type { Flow } from '#shared/flow/flow.ts';
import type { BrokerHandle } from '../brokers/brokerHandle.ts';
import { startBroker } from '../brokers/startBroker.ts';
import { SessionBrokers } from './sessionBrokers.ts';

const boxes: Flow['brokers'] = {
  redis: { name: 'Redis', position: { x: 0, y: 0 }, transport: 'redis', source: 'built-in' },
};

interface Place {
  brokers: SessionBrokers;
  /** State of every broker that was ever started. */
  states: () => string[];
  /** How many starts were tried. */
  tries: () => number;
}

/** Real brokers. `until`: who starts one waits for this first. `failing`: so many starts fail before one succeeds. */
function place({ until = Promise.resolve(), failing = 0 }: { until?: Promise<void>; failing?: number } = {}): Place {
  const handles: BrokerHandle[] = [];
  let tries = 0;
  const brokers = new SessionBrokers({
    prefix: 'test.',
    start: async (wanted) => {
      tries += 1;
      if (tries <= failing) throw new Error('no port is free');
      await until;
      const handle = await startBroker(wanted, {});
      handles.push(handle);
      return handle;
    },
    firstSource: () => 'built-in',
    missing: () => Promise.resolve({}),
    onChange: () => undefined,
  });
  return { brokers, states: () => handles.map(({ state }) => state), tries: () => tries };
}

function gate(): { until: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const until = new Promise<void>((resolve) => (open = resolve));
  return { until, open };
}

test('no broker starts after the close, whatever was still to be made live', async () => {
  const { brokers, states } = place();
  await brokers.match(boxes);
  await brokers.close();
  await brokers.match(boxes);
  const { statuses } = brokers;
  await brokers.close();
  expect([states(), statuses]).toEqual([['down'], {}]);
});

test('a broker whose session is closed before it begins to start is not started', async () => {
  const { brokers, tries } = place();
  const matching = brokers.match(boxes);
  await Promise.all([brokers.close(), matching]);
  expect([tries(), brokers.problems]).toEqual([0, []]);
});

test('a broker that starts while its session is closed is ended, and who asked for it is told', async () => {
  const { until, open } = gate();
  const { brokers, states, tries } = place({ until });
  const matching = brokers.match(boxes);
  const started = brokers.start('redis', { evenIfUp: true });
  await expect.poll(tries).toBe(1);
  const closing = brokers.close();
  open();
  await expect(started).rejects.toMatchObject({ problem: { code: 'notRunning' } });
  await Promise.all([matching, closing]);
  expect(states()).toEqual(['down']);
});

test('start and restart of a broker that is still starting wait for that very one', async () => {
  const { until, open } = gate();
  const { brokers, states } = place({ until });
  const matching = brokers.match(boxes);
  const asked = [true, false].map((evenIfUp) => brokers.start('redis', { evenIfUp }));
  open();
  await Promise.all([matching, ...asked]);
  const whileOpen = states();
  await brokers.close();
  expect([whileOpen, states()]).toEqual([['up'], ['down']]);
});

test('a broker that could not be started is started once for all who ask for it', async () => {
  const { brokers, states } = place({ failing: 1 });
  await brokers.match(boxes);
  expect(brokers.problems).toMatchObject([{ code: 'brokerFailed' }]);
  await Promise.all([false, true].map((evenIfUp) => brokers.start('redis', { evenIfUp })));
  await brokers.close();
  expect(states()).toEqual(['down']);
});
