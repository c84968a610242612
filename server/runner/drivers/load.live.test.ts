import { describe, expect, it } from 'vitest';
import type { DriverStatus } from '#shared/status.ts';
import { startTestRuntime, testFlow, type Seen, type TestRuntime } from '../testing/testRuntime.ts';

/** A driver against a service that answers at once on `/`, and never on `/never`. */
const flow = (load: object): ReturnType<typeof testFlow> =>
  testFlow({
    services: {
      web: {
        http: true,
        handlers: {
          hi: { on: { http: 'POST /' }, steps: [{ do: 'reply', value: 'body' }] },
          never: { on: { http: 'POST /never' }, steps: [{ do: 'delay', ms: 60_000 }] },
        },
      },
    },
    drivers: { you: { to: 'web', request: 'POST /', data: '{ index }', ...load } },
  });

const statusOf = (test: TestRuntime): DriverStatus | undefined => test.runtime.status().drivers['you'];
const ofDriver = (type: string) => (event: Seen) => event.type === type && event.driver === 'you';

describe('a driver that sends by itself', () => {
  it('stops after so many requests, each with its own payload, and sends as many again when it is told', async () => {
    await using test = await startTestRuntime(flow({ perSecond: 500, stopAfterRequests: 7 }));
    await test.until(() => test.events.filter(ofDriver('completed')).length === 7);
    expect(statusOf(test)).toEqual({ perSecond: 500, running: false, sent: 7, passedOver: 0 });
    const payloads = test.events.filter(ofDriver('called')).map(({ data }) => data);
    expect(payloads).toEqual(Array.from({ length: 7 }, (_, index) => ({ index })));
    await test.runtime.actOnDriver({ driver: 'you', action: 'start' });
    await test.until(() => test.events.filter(ofDriver('completed')).length === 14);
    expect(statusOf(test)).toMatchObject({ running: false, sent: 7 });
  });

  it('stops after some time', async () => {
    await using test = await startTestRuntime(flow({ perSecond: 50, stopAfterMs: 200 }));
    await expect.poll(() => statusOf(test)?.running).toBe(false);
  });

  it('waits for no more answers than it may, and counts what it passes over meanwhile', async () => {
    await using test = await startTestRuntime(flow({ perSecond: 200, concurrency: 3, request: 'POST /never' }));
    await expect.poll(() => (statusOf(test)?.passedOver ?? 0) > 20).toBe(true);
    expect(statusOf(test)).toMatchObject({ running: true, sent: 3 });
    expect(test.events.filter(ofDriver('called'))).toHaveLength(3);
    await test.runtime.actOnDriver({ driver: 'you', action: 'stop' });
    expect(statusOf(test)?.running).toBe(false);
  });

  it('stays stopped when somebody stopped it, whatever is edited, until it gets another rate', async () => {
    await using test = await startTestRuntime(flow({ perSecond: 100 }));
    await test.until(() => test.events.some(ofDriver('completed')));
    await test.runtime.actOnDriver({ driver: 'you', action: 'stop' });
    await test.apply(flow({ perSecond: 100, data: '{ other: index }' }));
    expect(statusOf(test)).toMatchObject({ perSecond: 100, running: false });
    await test.apply(flow({ perSecond: 200, data: '{ other: index }' }));
    expect(statusOf(test)).toMatchObject({ perSecond: 200, running: true });
  });

  it('sends bursts together, as far as it may', async () => {
    const load = { perSecond: 100, burst: 10, concurrency: 4, request: 'POST /never' };
    await using test = await startTestRuntime(flow(load));
    await test.until(() => test.events.filter(ofDriver('called')).length > 0);
    // What did not leave with the first burst never leaves.
    await expect.poll(() => (statusOf(test)?.passedOver ?? 0) >= 16).toBe(true);
    expect(statusOf(test)?.sent).toBe(4);
  });
});
