import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pingPong } from '#shared/examples/pingPong.ts';
import type { Flow } from '#shared/flow/flow.ts';
import type { MetricsAnswer } from '#shared/metrics/metrics.ts';
import { isRemarkable } from '#shared/sampling.ts';
import { isHopEvent, type TraceEvent } from '#shared/trace.ts';
import type { TestPage } from '../../testing/testPage.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const requests = 800;
/** One request in forty fails. */
const loaded: Flow = structuredClone(pingPong);
const ping = loaded.services['pong']?.handlers['ping'];
if (ping !== undefined) {
  ping.steps = [
    {
      do: 'when',
      condition: 'random() < 0.025',
      then: [{ do: 'throw', error: 'rpc', status: 402, message: 'Card declined' }],
      else: [{ do: 'reply', value: "{ text: 'x'.repeat(1000) }" }],
    },
  ];
}
const you = loaded.drivers['you'];
if (you !== undefined) loaded.drivers['you'] = { ...you, perSecond: 250, stopAfterRequests: requests };

function throttle(page: TestPage, bytesPerSecond: number): void {
  const { transport } = page.socket.io.engine as unknown as { transport: { ws: { _socket: Socket } } };
  const socket = transport.ws._socket;
  socket.on('data', (bytes: Buffer) => {
    socket.pause();
    setTimeout(() => socket.resume(), (bytes.length / bytesPerSecond) * 1000);
  });
}

test('somebody who comes late is told all that is kept, however long ago it was', async () => {
  const session = await server.openSession({ flow: pingPong });
  using _first = await session.join({ paced: true });
  const { relay } = server.running.sessions.get(session.id);
  // As seen by the clock that viewers are judged by, the batches of this session are minutes old.
  const nowMs = performance.now();
  vi.spyOn(performance, 'now').mockReturnValue(nowMs + 300_000);
  relay.publish([
    { atUs: 1, type: 'logged', traceId: 'a'.repeat(32), hopId: 'b'.repeat(16), pattern: 'p', kind: 'event' },
  ]);
  using late = await session.join({ paced: true });
  await late.until(({ events }) => events.at(-1)?.seq === relay.lastSeq);
  vi.restoreAllMocks();
  expect([late.events[0]?.seq, late.events.length, late.missed]).toEqual([1, relay.lastSeq, 0]);
  await session.close();
});

const total = (numbers: MetricsAnswer, key: string): number =>
  numbers.frames.reduce((sum, { series }) => sum + (series[key]?.count ?? 0), 0);

function byTrace(events: readonly TraceEvent[]): Map<string, number[]> {
  const traces = new Map<string, number[]>();
  for (const event of events)
    if (isHopEvent(event)) traces.set(event.traceId, [...(traces.get(event.traceId) ?? []), event.seq]);
  return traces;
}

test(
  'behind 50 kB a second a page gets whole traces and every one that failed, knows how much that is, and its numbers are exact',
  { timeout: 180_000 },
  async () => {
    const session = await server.openSession({ flow: loaded });
    using quick = await session.join({ paced: true });
    using slow = await session.join({ paced: true });
    throttle(slow, 50_000);
    const shares = new Set<number>();
    slow.socket.on('events', ({ sampled }) => shares.add(sampled?.oneIn ?? 1));
    await session.rest.ok('POST', session.path('/drivers/you/start'));
    const ends = ({ events }: TestPage): number =>
      events.filter((event) => isHopEvent(event) && event.driver === 'you' && /completed|failed/.test(event.type))
        .length;
    await quick.until((page) => ends(page) === requests);

    // Asked for through the very link that cannot follow.
    const numbers = await slow.command('readMetrics', { after: 0 });
    if (!numbers.ok) throw new Error(numbers.problem.message);
    expect(total(numbers, 'driver:you')).toBe(requests);
    expect(total(numbers, 'service:gateway')).toBe(requests);
    expect(total(numbers, 'wire:pong')).toBe(requests);
    expect(numbers.missed).toBe(0);

    const { relay } = server.running.sessions.get(session.id);
    const known = new Set(quick.events.map(({ seq }) => seq));
    expect([known.size + quick.missed, quick.events.length]).toEqual([relay.lastSeq, known.size]);
    // When it is quiet again it is in step again, and told so.
    await slow.until(({ sampled, events, missed }) => sampled?.oneIn === 1 && events.length + missed === relay.lastSeq);
    expect(Math.max(...shares)).toBeGreaterThan(1);
    expect(slow.missed).toBeGreaterThan(0);
    expect(new Set(slow.events.map(({ seq }) => seq)).size).toBe(slow.events.length);

    const all = byTrace(quick.events);
    const shown = byTrace(slow.events);
    for (const [traceId, seqs] of shown)
      expect(seqs.toSorted((a, b) => a - b)).toEqual((all.get(traceId) ?? []).toSorted((a, b) => a - b));
    const failed = new Set(
      quick.events.flatMap((event) => (isHopEvent(event) && isRemarkable(event) ? event.traceId : [])),
    );
    expect(failed.size).toBeGreaterThan(10);
    expect([...failed].filter((traceId) => !shown.has(traceId))).toEqual([]);
    await session.close();
  },
);
