import { end } from './toxic.ts';
import type { MakeToxic } from './toxic.ts';

/**
 * The connection closes once so many bytes have passed, in the middle of a message if need be.
 *
 *   in  ──AAAA──BBBB──▶
 *   out ──AAAA──BB✗         after 6 bytes
 */
export const limitData: MakeToxic<'limit_data'> = ({ bytes }, link) => {
  let left = bytes;
  let cancel: (() => void) | undefined;
  const closeSoon = (): void => {
    // A turn later, so that what has passed is written first; and a connection is never closed while it is being made.
    cancel ??= link.clock.after(0, () => {
      link.report({ act: 'closed' });
      link.close('close');
    });
  };
  return {
    push(item) {
      if (item === end) return link.pass(item);
      const passed = item.subarray(0, left);
      left -= passed.length;
      if (passed.length > 0) link.pass(passed);
      if (passed.length < item.length) link.drop(item.length - passed.length);
      if (left === 0) closeSoon();
    },
    stop: () => cancel?.(),
  };
};
