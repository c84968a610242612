import type { LinkFault } from '#shared/faults/fault.ts';
import type { MakeToxic } from './toxic.ts';

/**
 * Nobody is there: open connections are reset, new ones refused.
 *
 *   client ──✗ ECONNREFUSED      (proxy does not listen)      service
 *
 * With a rate below 1 the proxy has to listen, so the share that is hit sees a reset at once instead of a refusal.
 */
export const down: MakeToxic<'down'> = (_fault, link) => {
  // Not before the connection is whole: closing it from inside of its own making would leave it half made.
  const cancel = link.clock.after(0, () => {
    link.report({ act: 'reset' });
    link.close('reset');
  });
  // What comes in the same turn must not slip through.
  return { push: (item) => (typeof item === 'symbol' ? link.pass(item) : link.drop(item.length)), stop: cancel };
};

/** The fault for which the proxy must not even listen. */
export function findRefusing(faults: readonly LinkFault[]): LinkFault | undefined {
  return faults.find(({ kind, rate }) => kind === 'down' && rate >= 1);
}
