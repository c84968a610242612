import { makeOutgoing } from './outgoing.ts';
import { whenThere, type MakeStep } from './stepRun.ts';

/** `client.emit(pattern, data)`: nobody waits, and a failure is seen on the wire only. */
export const makeEmit: MakeStep<'emit'> = (step, context) => {
  const outgoing = makeOutgoing(step, context);
  return (run) =>
    whenThere(outgoing(run), (sent$) => {
      sent$.subscribe({ error: () => undefined });
      return undefined;
    });
};
