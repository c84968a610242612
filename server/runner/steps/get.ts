import type { MakeStep } from './stepRun.ts';

/** Reads a value of the service's store. */
export const makeGet: MakeStep<'get'> = (step, context) => {
  const key = context.template(step.key, 'key');
  return async (run) => {
    run.scope[step.as] = run.store.get(String(await key(run)));
    return undefined;
  };
};
