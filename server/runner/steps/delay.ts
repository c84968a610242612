import type { MakeStep } from './stepRun.ts';
import { wait } from './wait.ts';

/** Works for `ms`, give or take `jitterMs` (evenly spread). */
export const makeDelay: MakeStep<'delay'> =
  ({ ms, jitterMs = 0 }, { random }) =>
  async (run) => {
    const jitter = jitterMs === 0 ? 0 : (random() * 2 - 1) * jitterMs;
    await wait(Math.max(0, ms + jitter), run.stop);
    return undefined;
  };
