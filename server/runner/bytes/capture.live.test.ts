import { describe, expect, test } from 'vitest';
import type { Crossing } from '#shared/bytes/messageBytes.ts';
import { startCapture, whyNoCapture, type Capture } from '../testing/capture.ts';
import { startTestRedis } from '../testing/redisForTests.ts';
import { startTestRuntime, testFlow, type TestHandlers, type TestRuntime } from '../testing/testRuntime.ts';

/** The bytes that are shown are those that tcpdump saw on the loopback interface: from whoever connected into the link, and out of it. */

const reason = await whyNoCapture();
const handlers: TestHandlers = {
  sum: {
    on: { message: 'math.sum' },
    steps: [{ do: 'reply', value: '({ sum: data.a + data.b })' }],
  },
};
const message = {
  pattern: 'math.sum',
  data: { a: 1, b: 2, city: 'Zürich 🚋' },
  kind: 'request' as const,
};

async function crossingsOf(live: TestRuntime, wire: string): Promise<Crossing[]> {
  const { traceId } = await live.runtime.send({ ...message, wire });
  const { hopId = '' } = await live.until((event) => event.traceId === traceId && event.type === 'sent');
  return live.runtime.readBytes({ traceId, hopId });
}

/** Waits until the capture holds the place in the stream that the lens tells of, on both sides of the link. */
async function expectCaptured(capture: Capture, crossings: readonly Crossing[]): Promise<void> {
  for (const { ends, leg, bytes, frames, allBytes } of crossings) {
    const shown = Buffer.from(bytes, 'base64');
    expect(shown.length).toBe(allBytes);
    const client = Number(ends.client.split(':').at(-1));
    const from = frames[0]?.streamAt ?? 0;
    const stream = leg === 'request' ? { from: client, to: ends.link } : { from: ends.link, to: client };
    const seen = await capture.stream(stream, from + shown.length);
    expect(seen.subarray(from, from + shown.length)).toEqual(shown);
    expect(await capture.hasSent(shown, Number(ends.target.split(':').at(-1)), leg)).toBe(true);
  }
}

const because = reason === undefined ? '' : ` (skipped: ${reason})`;

describe.skipIf(reason !== undefined)(`a capture of the loopback interface shows the same bytes${because}`, () => {
  test('over TCP', async () => {
    await using capture = await startCapture();
    await using live = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { tcp: true, handlers } },
        wires: { math: { from: 'gateway', to: 'math' } },
      }),
    );
    const crossings = await crossingsOf(live, 'math');
    expect(crossings.map(({ role }) => role)).toEqual(['request', 'reply']);
    await expectCaptured(capture, crossings);
  });

  test('over Redis', async () => {
    await using redis = await startTestRedis();
    await using capture = await startCapture();
    await using live = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { redis: 'redis', handlers } },
        brokers: { redis: redis.address },
        wires: { events: { from: 'gateway', to: 'redis' } },
      }),
      { brokers: { redis: redis.address } },
    );
    const crossings = await crossingsOf(live, 'events');
    expect(crossings.map(({ role }) => role)).toEqual(['request', 'request', 'reply', 'reply']);
    await expectCaptured(capture, crossings);
  });

  test('over gRPC, which is HTTP/2', async () => {
    await using capture = await startCapture();
    await using live = await startTestRuntime(
      testFlow({
        services: { gateway: {}, math: { grpc: true, handlers } },
        wires: { math: { from: 'gateway', to: 'math' } },
      }),
    );
    const crossings = await crossingsOf(live, 'math');
    expect(crossings.map(({ role }) => role)).toEqual(['request', 'reply']);
    // The frames of one stream need not lie side by side: each is compared at its own place.
    await expectCaptured(
      capture,
      crossings.flatMap((crossing) =>
        crossing.frames.map((frame) => {
          const bytes = Buffer.from(crossing.bytes, 'base64').subarray(frame.at, frame.at + frame.length);
          return {
            ...crossing,
            bytes: bytes.toString('base64'),
            allBytes: bytes.length,
            frames: [frame],
          };
        }),
      ),
    );
  });
});
