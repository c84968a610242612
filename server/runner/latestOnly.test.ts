import { expect, it } from 'vitest';
import { LatestOnly } from './latestOnly.ts';

/** Work that ends when it is told to. */
function handWork(): { done: string[]; started: string[]; finish: () => void; work: (item: string) => Promise<void> } {
  const done: string[] = [];
  const started: string[] = [];
  let finish = (): void => undefined;
  const work = async (item: string): Promise<void> => {
    started.push(item);
    await new Promise<void>((resolve) => (finish = resolve));
    if (item === 'bad') throw new Error('bad');
    done.push(item);
  };
  return { done, started, work, finish: () => finish() };
}

it('does one at a time, and of those that wait only the latest', async () => {
  const hand = handWork();
  const queue = new LatestOnly(hand.work);
  const first = queue.push('a');
  const second = queue.push('b');
  const third = queue.push('c');
  expect(hand.started).toEqual(['a']);
  hand.finish();
  await first;
  await Promise.resolve();
  expect(hand.started).toEqual(['a', 'c']);
  hand.finish();
  await Promise.all([second, third, queue.idle()]);
  expect(hand.done).toEqual(['a', 'c']);
});

it('goes on after an error, which only its own pusher gets', async () => {
  const hand = handWork();
  const queue = new LatestOnly(hand.work);
  const bad = queue.push('bad');
  const good = queue.push('good');
  hand.finish();
  await expect(bad).rejects.toThrow('bad');
  await Promise.resolve();
  hand.finish();
  await good;
  expect(hand.done).toEqual(['good']);
});

it('is idle at once when nothing was pushed', async () => {
  await expect(new LatestOnly(async () => undefined).idle()).resolves.toBeUndefined();
});
