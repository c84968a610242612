import { expect } from 'vitest';

/** Waits until `read` gives what is expected; the time only ends a test that hangs. */
export function eventually<T>(read: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(read, { timeout: 30_000, interval: 10 });
}
