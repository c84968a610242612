import type { MakeToxic } from './toxic.ts';

/**
 * The connection is reset (RST), afterMs after it or the fault began; until then everything passes.
 *
 *   in  ──A──B──C──
 *   out ──A──B──✗       both sides: ECONNRESET
 */
export const resetPeer: MakeToxic<'reset_peer'> = ({ afterMs }, link) => {
  const cancel = link.clock.after(afterMs, () => {
    link.report({ act: 'reset' });
    link.close('reset');
  });
  return { push: (item) => link.pass(item), stop: cancel };
};
