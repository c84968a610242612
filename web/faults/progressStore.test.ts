import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { takeFaultProgress, useFaultProgress } from './progressStore.ts';

beforeEach(() => {
  vi.useFakeTimers();
  useFaultProgress.setState({ of: {} });
});
afterEach(() => {
  vi.useRealTimers();
});

const of = (): unknown => useFaultProgress.getState().of;

it('keeps the end of a fault as it was first told, as long as it is only told a moment sooner or later', () => {
  const now = performance.now();
  takeFaultProgress({ f: { hits: 0, leftMs: 10_000 } });
  expect(of()).toEqual({ f: { hits: 0, endsAt: now + 10_000 } });
  const first = useFaultProgress.getState().of['f'];
  vi.advanceTimersByTime(1000);
  takeFaultProgress({ f: { hits: 0, leftMs: 8900 } });
  // The very same object: nobody is drawn anew.
  expect(useFaultProgress.getState().of['f']).toBe(first);
  takeFaultProgress({ f: { hits: 1, leftMs: 8950 } });
  expect(of()).toEqual({ f: { hits: 1, endsAt: now + 10_000 } });
});

it('begins anew when the fault does, and forgets those that are not told any more', () => {
  takeFaultProgress({ f: { hits: 3, leftMs: 2000 }, g: { hits: 1 } });
  vi.advanceTimersByTime(1000);
  takeFaultProgress({ f: { hits: 0, leftMs: 2000 } });
  expect(of()).toEqual({ f: { hits: 0, endsAt: performance.now() + 2000 } });
  takeFaultProgress({ f: { hits: 0 } });
  expect(of()).toEqual({ f: { hits: 0, endsAt: undefined } });
});
