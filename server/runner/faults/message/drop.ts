import type { MakeMessageAct } from './messageAct.ts';

/** The message never arrives, and nobody is told: who waits for it, or for its answer, waits until it gives up. */
export const drop: MakeMessageAct<'drop'> = () => ({
  take: () => undefined,
  release: () => undefined,
  lose: () => undefined,
});
