import { whenThere, type MakeStep } from './stepRun.ts';

/** Reads a value of the service's store. */
export const makeGet: MakeStep<'get'> = (step, context) => {
  const key = context.template(step.key, 'key');
  return (run) =>
    whenThere(key(run), (at) => {
      run.scope[step.as] = run.store.get(String(at));
      return undefined;
    });
};
