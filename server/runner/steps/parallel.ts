import type { Ending, MakeStep } from './stepRun.ts';

/** Waits for every branch, then throws the first error or takes the first reply, in the order of the branches. */
export const makeParallel: MakeStep<'parallel'> = ({ branches }, context) => {
  const runs = branches.map((steps, index) => context.steps(steps, ['branches', index]));
  return async (run) => {
    const ends = await Promise.allSettled(runs.map(async (branch) => branch(run)));
    let ending: Ending;
    for (const end of ends) {
      if (end.status === 'rejected') throw end.reason;
      ending ??= end.value;
    }
    return ending;
  };
};
