import { end } from './toxic.ts';
import type { MakeToxic } from './toxic.ts';

/**
 * Nothing arrives; after closeAfterMs the connection is closed (0 = never: a black hole).
 *
 *   in  ──A──B──C──────▶
 *   out ──────────────┤       once the fault is gone, what then comes in goes on
 *
 * Only bytes are lost: the end of a stream passes, or every client that gave up would leave its sockets behind.
 */
export const timeout: MakeToxic<'timeout'> = ({ closeAfterMs }, link) => {
  const closeNow = (): void => {
    link.report({ act: 'closed' });
    link.close('close');
  };
  const cancel = closeAfterMs > 0 ? link.clock.after(closeAfterMs, closeNow) : undefined;
  return {
    push(item) {
      if (item === end) return link.pass(item);
      link.drop(item.length);
      link.report({ act: 'dropped', bytes: item.length });
    },
    stop: () => cancel?.(),
  };
};
