import type { LinkFault, LinkFaultKind } from '#shared/faults/fault.ts';
import { bandwidth } from './bandwidth.ts';
import { corrupt } from './corrupt.ts';
import { down } from './down.ts';
import { latency } from './latency.ts';
import { limitData } from './limitData.ts';
import { resetPeer } from './resetPeer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slowClose.ts';
import { timeout } from './timeout.ts';
import type { Link, MakeToxic, Toxic } from './toxic.ts';

/** What each kind of link fault does: the closed list. */
const toxics = {
  latency,
  bandwidth,
  slow_close: slowClose,
  timeout,
  reset_peer: resetPeer,
  slicer,
  limit_data: limitData,
  corrupt,
  down,
} satisfies { [K in LinkFaultKind]: MakeToxic<K> };

export function makeToxic(fault: LinkFault, link: Link): Toxic {
  // TypeScript cannot see that the toxic found under a fault's own kind takes that very fault.
  const make = toxics[fault.kind] as (fault: LinkFault, link: Link) => Toxic;
  return make(fault, link);
}
