import type { MakeStep } from './stepRun.ts';

/** Keeps a value in the service's store. No other `set` comes between reading `state` and keeping what was made of it. */
export const makeSet: MakeStep<'set'> = (step, context) => {
  const key = context.template(step.key, 'key');
  const value = context.expression(step.value, 'value');
  return async (run) => {
    const at = String(await key(run));
    await run.store.alone(async () => {
      const kept = await value(run);
      try {
        run.store.set(at, kept);
      } catch (error) {
        throw context.failure(error instanceof Error ? error.message : String(error));
      }
    });
    return undefined;
  };
};
