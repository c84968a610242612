import { expect, test } from 'vitest';
import { coalesce } from './coalesce.ts';

/** Work that ends when it is told to, and knows how often it began. */
function work(): { begun: number; endOne: () => void; start: () => Promise<void> } {
  const ends: (() => void)[] = [];
  const state = {
    begun: 0,
    endOne: () => ends.shift()?.(),
    start: () => {
      state.begun += 1;
      return new Promise<void>((resolve) => ends.push(resolve));
    },
  };
  return state;
}

test('whoever asks while it runs shares one run that begins afterwards', async () => {
  const state = work();
  const { run } = coalesce(state.start);
  const first = run();
  const others = [run(), run(), run()];
  state.endOne();
  await first;
  await Promise.resolve();
  expect(state.begun).toBe(2);
  state.endOne();
  await Promise.all(others);
  expect(state.begun).toBe(2);
});

test('settled waits for the run that still waits to begin', async () => {
  const state = work();
  const { run, settled } = coalesce(state.start);
  void run();
  void run();
  let isSettled = false;
  const done = settled().then(() => (isSettled = true));
  state.endOne();
  await expect.poll(() => state.begun).toBe(2);
  expect(isSettled).toBe(false);
  state.endOne();
  await done;
});

test('a run that fails tells its own askers and nobody else', async () => {
  let begun = 0;
  const { run } = coalesce(() => {
    begun += 1;
    return begun === 1 ? Promise.reject(new Error('broken')) : Promise.resolve();
  });
  const first = run();
  const second = run();
  await expect(first).rejects.toThrow('broken');
  await expect(second).resolves.toBeUndefined();
});
