import { limits } from './limits.ts';

interface Droppable {
  drop(): void;
}

/**
 * The guests of this process that hold an instance, the one used longest ago first. One pool for all sandboxes, because
 * it is the process whose memory ends.
 */
const live = new Set<Droppable>();

export const livePool = {
  use(guest: Droppable): void {
    live.delete(guest);
    live.add(guest);
    if (live.size <= limits.liveInstances) return;
    const [oldest] = live;
    oldest?.drop();
  },

  forget(guest: Droppable): void {
    live.delete(guest);
  },
};
