import type { LinkFault, LinkFaultKind } from '#shared/faults/fault.ts';
import { down } from './down.ts';
import { latency } from './latency.ts';
import { resetPeer } from './resetPeer.ts';
import { timeout } from './timeout.ts';
import type { Link, MakeToxic, Toxic } from './toxic.ts';

const toxics = { latency, timeout, reset_peer: resetPeer, down } satisfies { [K in LinkFaultKind]: MakeToxic<K> };

/** A new kind: one file beside this one, one line above, one case here. */
export function makeToxic(fault: LinkFault, link: Link): Toxic {
  switch (fault.kind) {
    case 'latency':
      return toxics.latency(fault, link);
    case 'timeout':
      return toxics.timeout(fault, link);
    case 'reset_peer':
      return toxics.reset_peer(fault, link);
    case 'down':
      return toxics.down(fault, link);
  }
}
