import type { MakeMessageAct } from './messageAct.ts';

/** The message goes out under another pattern, as after a rename that only one side has heard of. */
export const wrongPattern: MakeMessageAct<'wrong_pattern'> = ({ pattern }) => ({
  take: (message) => message.go({ pattern }),
  release: () => undefined,
  lose: () => undefined,
});
