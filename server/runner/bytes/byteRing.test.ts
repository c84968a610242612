import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteBudget } from './byteBudget.ts';
import { ByteRing, maxRingBytes } from './byteRing.ts';

const enough = (): ByteBudget => new ByteBudget(Infinity, () => false);

test('the newest bytes are kept as they passed, and where their chunks begin', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 20 }), (lengths) => {
      const ring = new ByteRing(enough());
      const chunks = lengths.map((length, index) => Buffer.alloc(length, index + 1));
      for (const chunk of chunks) ring.add(chunk);
      const all = Buffer.concat(chunks);
      const kept = ring.read();
      expect(kept.from + kept.bytes.length).toBe(all.length);
      expect(kept.bytes.length).toBeGreaterThanOrEqual(Math.min(all.length, maxRingBytes));
      expect(kept.bytes.equals(all.subarray(kept.from))).toBe(true);
      const starts = new Set<number>();
      let at = 0;
      for (const { length } of chunks) {
        if (length > 0 && at + length > kept.from) starts.add(Math.max(at, kept.from));
        at += length;
      }
      expect(kept.chunks.map((chunk) => chunk.at)).toEqual([...starts]);
    }),
  );
});

test('many small chunks are forgotten by their number', () => {
  const ring = new ByteRing(enough());
  for (let count = 0; count < 30_000; count += 1) ring.add(Buffer.from([count & 255]));
  const kept = ring.read();
  expect(kept.from + kept.bytes.length).toBe(30_000);
  expect(kept.bytes.length).toBe(kept.chunks.length);
  expect(kept.chunks.length).toBeLessThanOrEqual(8192);
});

test('without room for more, a ring keeps the size that it has', () => {
  const ring = new ByteRing(new ByteBudget(10_000, () => false));
  ring.add(Buffer.alloc(4096, 1));
  ring.add(Buffer.alloc(4096, 2));
  ring.add(Buffer.alloc(4096, 3));
  expect(ring.read().bytes).toEqual(Buffer.concat([Buffer.alloc(4096, 2), Buffer.alloc(4096, 3)]));
});

test('what is forgotten is given back', () => {
  const budget = enough();
  const ring = new ByteRing(budget);
  ring.add(Buffer.alloc(100_000));
  expect(budget.used).toBe(131_072);
  ring.forget();
  expect(budget.used).toBe(0);
  expect(ring.read()).toEqual({ from: 100_000, bytes: Buffer.alloc(0), chunks: [] });
});
