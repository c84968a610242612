import type { Figure } from './figure.ts';
import { livelyFlow } from './livelySession.ts';
import { livePage, p95 } from './livePage.ts';
import { servedPage } from './servedPage.ts';

/** From the moment at which something happened in a runner to the end of the frame in which the page shows it. */
export const eventToPixel = (messagesPerSecond: number, budgetMs: number): Figure => ({
  name: `event-to-pixel-${messagesPerSecond}`,
  says: `An event to its pixel at ${messagesPerSecond} messages/s, p95 / ${budgetMs} ms, per second`,
  target: 1,
  prepare: async () => {
    const served = await servedPage();
    const live = await livePage(served, livelyFlow(20, 20));
    await live.offer(messagesPerSecond);
    return {
      ours: async () => 1000 / p95((await live.watch(4000)).agesMs),
      reference: () => Promise.resolve(1000 / budgetMs),
      [Symbol.asyncDispose]: async () => {
        await live[Symbol.asyncDispose]();
        await served[Symbol.asyncDispose]();
      },
    };
  },
});

/** Debug messages into Node-RED's editor, offered 2 000 per second; at 10 000 it is fewer. */
const nodeRedPerSecond = 987;
/** Messages per second; each is five to six events. */
const steps = [500, 1000, 1500, 2000, 2500, 3000, 4000];
const secondsPerStep = 1.5;
const lateMs = 100;

/**
 * Each round offers a step more than the one before, or less until the page was told every event, and in time:
 * so the rounds stay about the most that it bears.
 */
export const eventsIntoPage: Figure = {
  name: 'events-into-page',
  says: 'Events into an open page with none missed, sustained with p95 ≤ 100 ms to the pixel / debug messages into the editor of Node-RED, per second',
  target: 10,
  prepare: async () => {
    const served = await servedPage();
    const live = await livePage(served, livelyFlow(20, 20));
    let step = steps.indexOf(1000);
    const taken = async (): Promise<number | undefined> => {
      await live.offer(steps[step] ?? 0);
      await live.watch(500);
      const { agesMs, missed } = await live.watch(secondsPerStep * 1000);
      return missed !== 0 || p95(agesMs) > lateMs ? undefined : agesMs.length / secondsPerStep;
    };
    /** The page catches up. */
    const rest = async (): Promise<void> => {
      await live.offer(0);
      while ((await live.watch(300)).agesMs.length > 0);
    };
    return {
      ours: async () => {
        let came = await taken();
        while (came === undefined && step > 0) {
          step -= 1;
          await rest();
          came = await taken();
        }
        step = Math.min(step + 1, steps.length - 1);
        return came ?? 0;
      },
      reference: () => Promise.resolve(nodeRedPerSecond),
      [Symbol.asyncDispose]: async () => {
        await live[Symbol.asyncDispose]();
        await served[Symbol.asyncDispose]();
      },
    };
  },
};
