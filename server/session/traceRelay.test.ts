import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#shared/json.ts';
import type { EventsAnswer } from '#shared/protocol.ts';
import { maxEventDataBytes, type HopEvent, type UnnumberedEvent } from '#shared/trace.ts';
import { TraceRelay } from './traceRelay.ts';

const hop = (trace: string, data?: Json): Omit<HopEvent, 'seq'> => ({
  atUs: 1,
  type: 'sent',
  traceId: trace.repeat(32),
  hopId: '1'.repeat(16),
  pattern: 'p',
  kind: 'event',
  ...(data === undefined ? {} : { data }),
});
const hops = (count: number, trace = 'a'): UnnumberedEvent[] => Array.from({ length: count }, () => hop(trace));
const seqs = ({ events, missed }: EventsAnswer): object => ({ seqs: events.map(({ seq }) => seq), missed });
const all = { limit: 10_000 };

describe('numbering', () => {
  test('counts from 1 without gaps over all batches', () => {
    const relay = new TraceRelay();
    relay.publish(hops(2));
    relay.publish(hops(3));
    expect(seqs(relay.read(0, all))).toEqual({ seqs: [1, 2, 3, 4, 5], missed: 0 });
  });

  test('passes each batch on, numbered, with what the runner dropped', () => {
    const relay = new TraceRelay();
    const batches: EventsAnswer[] = [];
    relay.batches$.subscribe((batch) => batches.push(batch));
    relay.publish(hops(1), 7);
    relay.publish([], 2);
    relay.publish([]);
    expect(batches.map(seqs)).toEqual([
      { seqs: [1], missed: 7 },
      { seqs: [], missed: 2 },
    ]);
  });
});

describe('reading', () => {
  test('goes on after a seq, at most limit events at a time', () => {
    const relay = new TraceRelay();
    relay.publish(hops(5));
    expect(seqs(relay.read(1, { limit: 2 }))).toEqual({ seqs: [2, 3], missed: 0 });
    expect(seqs(relay.read(5, all))).toEqual({ seqs: [], missed: 0 });
    expect(seqs(relay.read(99, all))).toEqual({ seqs: [], missed: 0 });
  });

  test('says how many events made room', () => {
    const relay = new TraceRelay({ maxEvents: 3 });
    relay.publish(hops(5));
    expect(seqs(relay.read(0, all))).toEqual({ seqs: [3, 4, 5], missed: 2 });
    expect(seqs(relay.read(1, all))).toEqual({ seqs: [3, 4, 5], missed: 1 });
  });

  test('keeps no more bytes than it may, and always the newest event', () => {
    const relay = new TraceRelay({ maxBytes: 10_000 });
    relay.publish(Array.from({ length: 20 }, () => hop('a', 'x'.repeat(2000))));
    expect(relay.bytes).toBeLessThanOrEqual(10_000);
    expect(relay.read(0, all).events.at(-1)?.seq).toBe(20);
    const tiny = new TraceRelay({ maxBytes: 1 });
    tiny.publish(hops(2));
    expect(seqs(tiny.read(0, all))).toEqual({ seqs: [2], missed: 1 });
  });

  test('finds the events of one trace, and says how many of them made room', () => {
    const relay = new TraceRelay({ maxEvents: 4 });
    relay.publish([...hops(2, 'a'), ...hops(2, 'b'), ...hops(1, 'a')]);
    expect(seqs(relay.readTrace('a'.repeat(32)))).toEqual({ seqs: [2, 5], missed: 1 });
    expect(seqs(relay.readTrace('b'.repeat(32)))).toEqual({ seqs: [3, 4], missed: 0 });
    expect(seqs(relay.readTrace('c'.repeat(32)))).toEqual({ seqs: [], missed: 0 });
  });

  test('reading on from wherever one is gives every event once or counts it as missed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { maxLength: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (batches, maxEvents, limit) => {
          const relay = new TraceRelay({ maxEvents });
          let after = 0;
          for (const count of batches) {
            relay.publish(hops(count));
            const { events, missed } = relay.read(after, { limit });
            events.forEach(({ seq }, index) => expect(seq).toBe(after + missed + index + 1));
            after += missed + events.length;
          }
          expect(after).toBeLessThanOrEqual(relay.lastSeq);
        },
      ),
    );
  });
});

describe('payloads', () => {
  const long = { text: 'ä'.repeat(maxEventDataBytes) };

  test('are cut in the stream when they are long, and kept whole to be fetched', () => {
    const relay = new TraceRelay();
    relay.publish([hop('a', long)]);
    const [event] = relay.read(0, all).events;
    const cut = event?.data as string;
    const text = JSON.stringify(long);
    expect(event?.dataBytes).toBe(Buffer.byteLength(text));
    expect(text.startsWith(cut)).toBe(true);
    expect(Buffer.byteLength(cut)).toBeGreaterThan(maxEventDataBytes - 4);
    expect(relay.readPayload(1)).toEqual({ ok: true, value: long });
  });

  test('that are short stay as they are and can be fetched too', () => {
    const relay = new TraceRelay();
    relay.publish([hop('a', { n: 1 })]);
    expect(relay.read(0, all).events[0]).toEqual({ ...hop('a', { n: 1 }), seq: 1 });
    expect(relay.readPayload(1)).toEqual({ ok: true, value: { n: 1 } });
  });

  test('make room, oldest first, and say so', () => {
    const relay = new TraceRelay({ maxPayloadBytes: 20_000 });
    relay.publish([hop('a', long), hop('a', long)]);
    expect(relay.readPayload(1)).toMatchObject({ ok: false, problem: { code: 'notFound', at: 'seq' } });
    expect(relay.readPayload(2).ok).toBe(true);
    expect(relay.readPayload(3).ok).toBe(false);
  });

  test('nested deeper than anybody can write out become a text', () => {
    let deep: Json = 1;
    for (let level = 0; level < 5000; level += 1) deep = [deep];
    const relay = new TraceRelay();
    relay.publish([hop('a', deep), { ...hop('a'), type: 'threw', error: deep }]);
    const [first, second] = relay.read(0, all).events;
    expect([first?.data, second?.error]).toEqual(Array(2).fill('(nested deeper than 200 levels)'));
  });

  test('never cost more than they may, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 30 }), (values) => {
        const relay = new TraceRelay({ maxEvents: 10 });
        relay.publish(values.map((value) => hop('a', value as Json)));
        const sizes = relay.read(0, all).events.map((event) => JSON.stringify(event.data ?? null).length);
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(maxEventDataBytes * 2);
      }),
    );
  });
});
