import type { MakeMessageAct } from './messageAct.ts';

/** The message arrives once more, or several times: who handles it twice is not idempotent. */
export const duplicateMessage: MakeMessageAct<'duplicate_message'> = ({ copies }) => ({
  take: (message) => {
    for (let count = 0; count <= copies; count += 1) message.go();
  },
  release: () => undefined,
  lose: () => undefined,
});
